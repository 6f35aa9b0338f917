//! Small dense symmetric positive definite systems: A = L Lᵀ, by rows of the lower triangle.
#![expect(clippy::indexing_slicing, reason = "all indices are below the order of the matrix")]

/// A lower triangle, row after row without gaps; of a symmetric matrix or of its factor.
#[derive(Clone, Debug)]
pub(super) struct Triangle {
    order: usize,
    cells: Vec<f64>,
}

/// Where a row begins.
const fn row(i: usize) -> usize {
    i * (i + 1) / 2
}

impl Triangle {
    pub fn zero(order: usize) -> Self {
        Self { order, cells: vec![0.0; row(order)] }
    }

    /// A cell of the symmetric matrix, from either side of the diagonal.
    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[row(i.max(j)) + i.min(j)]
    }

    pub fn add(&mut self, i: usize, j: usize, by: f64) {
        self.cells[row(i.max(j)) + i.min(j)] += by;
    }

    /// A row up to the diagonal.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.cells[row(i)..=row(i) + i]
    }

    /// The first rows: of a factor, the factor of the leading block.
    pub fn leading(&self, order: usize) -> Self {
        Self { order, cells: self.cells[..row(order)].to_vec() }
    }

    /// Adds a multiple of a triangle of at most the same order.
    pub fn add_scaled(&mut self, other: &Self, by: f64) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += by * more;
        }
    }

    /// The factor, in place; `None` where the matrix is not positive definite.
    pub fn factor(mut self) -> Option<Self> {
        for i in 0..self.order {
            let (above, rest) = self.cells.split_at_mut(row(i));
            let mine = &mut rest[..=i];
            for j in 0..i {
                let theirs = &above[row(j)..=row(j) + j];
                let sum = dot(&mine[..j], &theirs[..j]);
                mine[j] = (mine[j] - sum) / theirs[j];
            }
            let pivot = mine[i] - dot(&mine[..i], &mine[..i]);
            if pivot <= 0.0 || !pivot.is_finite() {
                return None;
            }
            mine[i] = pivot.sqrt();
        }
        Some(self)
    }

    /// Of a factor: solves L x = b.
    pub fn forward(&self, b: &mut [f64]) {
        for i in 0..self.order {
            let mine = &self.cells[row(i)..=row(i) + i];
            b[i] = (b[i] - dot(&mine[..i], &b[..i])) / mine[i];
        }
    }

    /// Of a factor: solves Lᵀ x = b.
    pub fn backward(&self, b: &mut [f64]) {
        for i in (0..self.order).rev() {
            let mine = &self.cells[row(i)..=row(i) + i];
            b[i] /= mine[i];
            let known = b[i];
            for (cell, l) in b[..i].iter_mut().zip(&mine[..i]) {
                *cell -= l * known;
            }
        }
    }

    /// Of a factor: the inverse of the matrix it came from.
    pub fn inverse(&self) -> Self {
        let mut inverse = Self::zero(self.order);
        for j in 0..self.order {
            let mut column = vec![0.0; self.order];
            column[j] = 1.0;
            self.forward(&mut column);
            self.backward(&mut column);
            for (i, cell) in column.iter().enumerate().skip(j) {
                inverse.cells[row(i) + j] = *cell;
            }
        }
        inverse
    }
}

/// The sum of products, in four strands: as exact, and several times as fast.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let (fours_a, fours_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = fours_a.remainder().iter().zip(fours_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in fours_a.zip(fours_b) {
        for (strand, (x, y)) in strands.iter_mut().zip(x.iter().zip(y)) {
            *strand += x * y;
        }
    }
    strands.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts() {
        let mut a = Triangle::zero(3);
        for (i, j, v) in [(0, 0, 4.0), (1, 0, 2.0), (1, 1, 5.0), (2, 0, 1.0), (2, 1, 3.0), (2, 2, 6.0)] {
            a.add(i, j, v);
        }
        let l = a.clone().factor().unwrap();
        let mut b = vec![9.0, 21.0, 25.0];
        l.forward(&mut b);
        l.backward(&mut b);
        let inverse = l.inverse();
        for i in 0..3 {
            for j in 0..3 {
                let cell: f64 = (0..3).map(|k| a.at(i, k) * inverse.at(k, j)).sum();
                assert!((cell - if i == j { 1.0 } else { 0.0 }).abs() < 1e-12);
            }
            let back: f64 = (0..3).map(|k| a.at(i, k) * b[k]).sum();
            assert!((back - [9.0, 21.0, 25.0][i]).abs() < 1e-12);
        }
        let mut flat = Triangle::zero(2);
        for (i, j) in [(0, 0), (1, 0), (1, 1)] {
            flat.add(i, j, 1.0);
        }
        assert!(flat.factor().is_none());
    }
}
