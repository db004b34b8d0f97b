use catalogue::PropertyType;
use leptos::prelude::*;

/// A drawing in place of a photo: the mountains, the building with its floors, a light in the window that is meant. The same
/// listing always looks the same. Colours come from the style sheet.
pub(crate) fn picture(
    id: &str,
    property: PropertyType,
    floor: Option<u8>,
    floors: Option<u8>,
    off_plan: bool,
) -> AnyView {
    let seed = seed_of(id);
    let sky = seed % 4;
    let class = format!("home-picture sky-{sky}");
    let ridge = RIDGES
        .get(usize::try_from(seed / 4 % 3).unwrap_or_default())
        .copied()
        .unwrap_or_default();
    let sun = (60 + seed % 200, 34 + seed / 7 % 26);
    let home = match property {
        PropertyType::House => house(seed),
        PropertyType::Landform => meadow(),
        PropertyType::Apartment | PropertyType::Place => {
            building(seed, floor.unwrap_or(1), floors.unwrap_or(3), off_plan)
        }
    };
    view! {
        <svg class=class viewBox="0 0 320 180" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
            <rect class="sky" width="320" height="180" />
            <circle class="sun" cx=sun.0.to_string() cy=sun.1.to_string() r="16" />
            <path class="far" d=ridge />
            <path class="near" d="M0 138 44 112 92 128 140 100 196 126 250 104 320 132V180H0Z" />
            {home}
            <rect class="ground" y="166" width="320" height="14" />
        </svg>
    }
    .into_any()
}

const RIDGES: [&str; 3] = [
    "M0 112 38 74 66 92 118 44 158 84 190 62 246 102 284 76 320 98V180H0Z",
    "M0 96 52 70 96 104 150 52 184 78 232 46 274 88 320 66V180H0Z",
    "M0 118 60 60 88 82 130 66 176 104 222 58 262 80 320 50V180H0Z",
];

/// FNV-1a: only a look depends on it.
fn seed_of(id: &str) -> u32 {
    id.bytes().fold(0x811C_9DC5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn building(seed: u32, floor: u8, floors: u8, off_plan: bool) -> AnyView {
    // More floors than these would be too small to see.
    let shown = u32::from(floors.clamp(1, 12));
    let step = if shown > 8 { 10 } else { 13 };
    let lit = u32::from(floor.clamp(1, floors.max(1))) * shown / u32::from(floors.max(1));
    let columns = 4 + seed / 11 % 3;
    let (width, height) = (columns * 17 + 11, shown * step + 8);
    let left = 150 - width / 2 + seed / 3 % 40;
    let top = 166_u32.saturating_sub(height);
    let chosen = seed / 5 % columns;
    // All windows of a kind are one path: a list of such pictures is scrolled.
    let [mut dark, mut warm, mut this] = [const { String::new() }; 3];
    for (row, column) in (0..shown).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let path = if row + 1 == lit.max(1) && column == chosen {
            &mut this
        } else if (seed >> ((row * columns + column) % 29)) & 1 == 0 {
            &mut dark
        } else {
            &mut warm
        };
        let (x, y) = (left + 9 + column * 17, 166 - (row + 1) * step);
        path.push_str(&format!("M{x} {y}h9v{}h-9Z", step - 5));
    }
    let crane = off_plan.then(|| {
        let mast = left + width + 12;
        let path = format!(
            "M{mast} 166V{} M{} {} H{} M{} {} v12",
            top.saturating_sub(24),
            mast - 52,
            top.saturating_sub(18),
            mast + 20,
            mast - 44,
            top.saturating_sub(18)
        );
        view! { <path class="crane" d=path /> }
    });
    view! {
        <rect class="wall" x=left.to_string() y=top.to_string() width=width.to_string() height=height.to_string() rx="2" />
        <path class="window" d=dark />
        <path class="window warm" d=warm />
        <path class="window lit" d=this />
        {crane}
    }
    .into_any()
}

fn house(seed: u32) -> AnyView {
    let left = 96 + seed / 3 % 60;
    let roof = format!("M{} 122 {} 92 {} 122Z", left - 8, left + 50, left + 108);
    let tree = left + 132;
    view! {
        <rect class="wall" x=left.to_string() y="120" width="100" height="46" rx="2" />
        <path class="roof" d=roof />
        <rect class="window lit" x=(left + 14).to_string() y="134" width="18" height="16" rx="1" />
        <rect class="window" x=(left + 68).to_string() y="134" width="18" height="16" rx="1" />
        <rect class="door" x=(left + 42).to_string() y="136" width="15" height="30" rx="1" />
        <circle class="tree" cx=tree.to_string() cy="142" r="15" />
        <rect class="door" x=(tree - 2).to_string() y="152" width="4" height="14" />
    }
    .into_any()
}

fn meadow() -> AnyView {
    view! {
        <path class="wall" d="M60 166 88 146 236 146 268 166Z" />
        <circle class="tree" cx="76" cy="142" r="12" />
        <circle class="tree" cx="252" cy="146" r="10" />
    }
    .into_any()
}
