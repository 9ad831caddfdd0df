//! Records that are kept up to a number and a size; the oldest go first.

use std::collections::VecDeque;

/// Newest last.
#[derive(Debug)]
pub struct Kept<T> {
    records: VecDeque<(T, usize)>,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

impl<T> Kept<T> {
    /// Keeps up to `most` records of together up to `most_bytes`.
    pub fn new(most: usize, most_bytes: usize) -> Self {
        Self {
            records: VecDeque::new(),
            bytes: 0,
            most,
            most_bytes,
        }
    }

    /// Keeps a record of so many bytes, and returns those that had to go for it.
    pub fn push(&mut self, record: T, bytes: usize) -> Vec<T> {
        self.bytes += bytes;
        self.records.push_back((record, bytes));
        let mut gone = Vec::new();
        // The newest stays, however large: what was just done must be there to be looked at.
        while self.records.len() > 1
            && (self.records.len() > self.most || self.bytes > self.most_bytes)
            && let Some((record, bytes)) = self.records.pop_front()
        {
            self.bytes -= bytes;
            gone.push(record);
        }
        gone
    }

    /// Changes them, oldest first; what they take together is not counted anew.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.records.iter_mut().map(|(record, _)| record)
    }

    /// The one at this place from the oldest.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        self.records.get_mut(place).map(|(record, _)| record)
    }

    /// Oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.records.iter().map(|(record, _)| record)
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn the_oldest_go_when_there_are_too_many_or_they_are_too_large() {
        let mut kept = Kept::new(3, 10);
        for number in 1..=3 {
            assert!(kept.push(number, 1).is_empty());
        }
        assert_eq!(kept.push(4, 1), [1]);
        assert_eq!(kept.push(5, 9), [2, 3]);
        assert_eq!(kept.iter().copied().collect::<Vec<_>>(), [4, 5]);
        assert_eq!(kept.push(6, 99), [4, 5]);
        assert_eq!(kept.iter().copied().collect::<Vec<_>>(), [6]);
    }
}
