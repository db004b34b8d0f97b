/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same zone on every machine. Not for secrets.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` up to `high`, which is included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + u32::try_from(self.next() % span).unwrap_or(0)
    }

    /// True once in `n` times.
    pub(super) fn once_in(&mut self, n: u32) -> bool {
        self.between(1, n) == 1
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let last = u32::try_from(from.len().saturating_sub(1)).unwrap_or(0);
        let place = usize::try_from(self.between(0, last)).unwrap_or(0);
        from.get(place).expect("lists to pick from are not empty")
    }

    /// Few are frequent and most are rare, as words of a language are (Zipf): the place is uniform in its logarithm.
    pub(super) fn pick_by_rank<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let size = from.len();
        let high = 1usize << self.between(0, size.ilog2());
        let place = high - 1 + usize::try_from(self.next() % u64::try_from(high).unwrap_or(1)).unwrap_or(0);
        from.get(place.min(size - 1))
            .expect("lists to pick from are not empty")
    }
}
