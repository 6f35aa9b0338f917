//! Normal draws from a seeded stream (Marsaglia's polar method), for simulations only.

use crate::kernel::seeded::Seeded;

/// A stream of standard normal numbers.
pub(super) struct Normal {
    seeded: Seeded,
    spare: Option<f64>,
}

impl Normal {
    pub const fn new(seeded: Seeded) -> Self {
        Self { seeded, spare: None }
    }

    pub fn draw(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (self.seeded.unit() * 2.0 - 1.0, self.seeded.unit() * 2.0 - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let scale = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(y * scale);
                return x * scale;
            }
        }
    }
}

/// A stream for one of many draws: independent of who draws the others.
pub(super) fn stream(seed: u64, number: usize) -> Seeded {
    let mut mixed = Seeded::new(seed);
    let number = u64::try_from(number).unwrap_or(u64::MAX);
    // SplitMix64 of a seed mixed with the number: neighbouring numbers give unrelated streams.
    Seeded::new(mixed.next_u64() ^ Seeded::new(number).next_u64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_normal() {
        let mut normal = Normal::new(stream(1, 2));
        let drawn: Vec<f64> = (0..40_000).map(|_| normal.draw()).collect();
        let mean = drawn.iter().sum::<f64>() / 40_000.0;
        let square = drawn.iter().map(|x| x * x).sum::<f64>() / 40_000.0;
        let within = drawn.iter().filter(|x| x.abs() < 1.959_964).count();
        assert!(mean.abs() < 0.02 && (square - 1.0).abs() < 0.03 && (37_800..38_200).contains(&within));
    }
}
