//! A long series of samples made short enough to draw, with its peaks.

use crate::domain::history::PendingSample;

/// Of `samples`, oldest first, at most `most` (two at least): of each stretch its highest and its last.
pub fn thinned(samples: Vec<PendingSample>, most: usize) -> Vec<PendingSample> {
    if samples.len() <= most {
        return samples;
    }
    let stretches = (most / 2).max(1);
    let length = samples.len().div_ceil(stretches);
    let mut kept = Vec::with_capacity(most);
    for stretch in samples.chunks(length) {
        let highest = stretch.iter().max_by_key(|sample| sample.pending);
        let last = stretch.last();
        kept.extend(highest);
        kept.extend(last.filter(|last| Some(*last) != highest));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::thinned;
    use crate::domain::history::PendingSample;
    use chrono::DateTime;

    fn series(pending: impl IntoIterator<Item = i64>) -> Vec<PendingSample> {
        let numbered = pending.into_iter().zip(0..);
        let sample = |(pending, second)| PendingSample {
            at: DateTime::from_timestamp(second, 0).unwrap(),
            pending,
        };
        numbered.map(sample).collect()
    }

    #[test]
    fn what_is_short_stays_as_it_is() {
        let short = series(0..500);
        assert_eq!(thinned(short.clone(), 500), short);
    }

    #[test]
    fn what_is_long_keeps_its_peaks_its_end_and_its_order() {
        let mut long = series((0..9_000).map(|n| n % 7));
        long[4_321].pending = 700;
        let last = *long.last().unwrap();
        let thin = thinned(long, 500);
        assert!(thin.len() <= 500 && thin.len() > 250, "{}", thin.len());
        assert!(thin.iter().any(|sample| sample.pending == 700));
        assert_eq!(thin.last(), Some(&last));
        assert!(thin.windows(2).all(|two| two[0].at < two[1].at));
    }
}
