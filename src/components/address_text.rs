use leptos::prelude::*;

/// An address in full, in groups of four digits. It is never cut; copied, it has no spaces.
#[component]
pub fn AddressText(
    /// With its checksum.
    #[prop(into)]
    address: String,
    /// Places (0 to 39) of digits that stand out.
    #[prop(optional)]
    marked: Vec<usize>,
) -> impl IntoView {
    let digits: Vec<char> = address.chars().skip(2).collect();
    let groups = digits
        .chunks(4)
        .enumerate()
        .map(|(group, digits)| {
            let digit = |(place, digit): (usize, &char)| {
                let text = digit.to_string();
                if marked.contains(&(group * 4 + place)) {
                    view! { <mark>{text}</mark> }.into_any()
                } else {
                    text.into_any()
                }
            };
            view! { <span>{digits.iter().enumerate().map(digit).collect_view()}</span> }
        })
        .collect_view();
    view! { <span class="address" translate="no"><span>"0x"</span>{groups}</span> }
}
