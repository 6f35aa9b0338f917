//! Repeatable chance: the same seed gives the same numbers on every machine and in every version.
//!
//! `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants as in Vigna's
//! public-domain `splitmix64.c`). For draws, shuffles and simulations that must be repeatable; never for secrets.

/// A stream of numbers fixed by its seed.
#[derive(Clone, Debug)]
pub struct Seeded {
    state: u64,
}

impl Seeded {
    /// The stream of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`, each equally likely; 0 where the bound is 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // What is left over when 2^64 is cut into equal parts would favour small numbers, so it is drawn again.
        let uneven = bound.wrapping_neg() % bound;
        loop {
            let drawn = self.next_u64();
            if drawn >= uneven {
                return drawn % bound;
            }
        }
    }

    /// A place in a list of this length; 0 where the list is empty.
    pub fn index(&mut self, length: usize) -> usize {
        let bound = u64::try_from(length).unwrap_or(u64::MAX);
        usize::try_from(self.below(bound)).unwrap_or(0)
    }

    /// A number from 0 up to, but not, 1, on a grid of 2^-53. For simulations, never for anything official.
    pub fn unit(&mut self) -> f64 {
        let drawn = self.next_u64() >> 11;
        let high = u32::try_from(drawn >> 32).unwrap_or(0);
        let low = u32::try_from(drawn & 0xFFFF_FFFF).unwrap_or(0);
        (f64::from(high) * 4_294_967_296.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// Puts a list in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.index(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn gives_the_published_numbers() {
        let mut seeded = Seeded::new(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| seeded.next_u64()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn draws_evenly() {
        let mut seeded = Seeded::new(7);
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            seen[seeded.index(6)] += 1;
        }
        // Standard deviation of each count is 91.
        assert!(seen.iter().all(|n| (9_600..10_400).contains(n)), "{seen:?}");
        let mean = (0..10_000).map(|_| seeded.unit()).sum::<f64>() / 10_000.0;
        assert!((0.488..0.512).contains(&mean), "{mean}");
    }

    proptest! {
        #[test]
        fn stays_in_bounds(seed: u64, bound in 1u64..) {
            let mut seeded = Seeded::new(seed);
            prop_assert!(seeded.below(bound) < bound);
            prop_assert!((0.0..1.0).contains(&seeded.unit()));
        }

        #[test]
        fn a_shuffle_loses_nothing_and_repeats(seed: u64, list in prop::collection::vec(0..50u8, 0..30)) {
            let (mut once, mut twice) = (list.clone(), list.clone());
            Seeded::new(seed).shuffle(&mut once);
            Seeded::new(seed).shuffle(&mut twice);
            prop_assert_eq!(&once, &twice);
            let mut sorted = list;
            sorted.sort_unstable();
            once.sort_unstable();
            prop_assert_eq!(once, sorted);
        }
    }
}
