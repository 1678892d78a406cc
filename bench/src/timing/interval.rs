//! The median of what was measured, and how far it can be believed.

/// A median with the interval that holds the true one in 95 of 100 runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Median {
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// The median, and the order statistics around it: how many values are below the true median has a binomial
/// distribution, so no shape of the noise is assumed. There must be a value.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ranks among some thousands of values"
)]
pub(super) fn median(mut values: Vec<f64>) -> Median {
    values.sort_by(f64::total_cmp);
    let (count, last) = (values.len() as f64, values.len() - 1);
    let spread = 1.96 * count.sqrt() / 2.0;
    let at = |rank: f64| values[(rank.max(0.0) as usize).min(last)];
    let value = f64::midpoint(values[last / 2], values[last.div_ceil(2)]);
    Median { value, low: at((count / 2.0 - spread).floor()), high: at((count / 2.0 + spread).ceil()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_stands_on_the_ranks_of_the_binomial_distribution() {
        let of = median((1..=100).map(f64::from).collect());
        assert_eq!(of, Median { value: 50.5, low: 41.0, high: 61.0 });
        assert_eq!(median(vec![3.0]), Median { value: 3.0, low: 3.0, high: 3.0 });
        assert!((median(vec![9.0, 1.0]).value - 5.0).abs() < f64::EPSILON);
    }
}
