//! A queue's lanes in memory: which update is next in each, and which lanes may go on.

use crate::domain::delivery::Origin;
use crate::domain::lane::sort_of_query;
use crate::store::Held;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

/// A held update: 24 bytes, for there may be very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: i64,
    pub(super) seq: i64,
    pub(super) tries: u32,
    /// The user wants it, whatever its age.
    pub(super) again: bool,
}

/// A lane's name.
pub(super) type Name = Arc<str>;

#[derive(Default)]
struct Lane {
    /// In the order of arrival; the one under way is not among them.
    items: VecDeque<Item>,
    /// Under way, or waiting for its next try, or in the list of those that are ready.
    is_placed: bool,
    /// Until when it waits for its next try.
    due: Option<Instant>,
}

/// All lanes of a queue.
#[derive(Default)]
pub(super) struct Lanes {
    lanes: HashMap<Name, Lane>,
    ready: VecDeque<Name>,
    /// Where a lane does not wait for that time any more, it was hurried.
    waiting: BinaryHeap<Reverse<(Instant, Name)>>,
}

impl Lanes {
    /// Adds what was held. False when the lane has this update already, which is renewed then. What is
    /// wanted again does not wait for the next try's time, nor does what stands before it.
    pub(super) fn add(&mut self, held: Held) -> bool {
        let name: Name = held.lane.into();
        let item = Item {
            id: held.id,
            seq: held.seq,
            tries: held.tries,
            again: held.origin == Origin::Again,
        };
        let lane = self.lanes.entry(Arc::clone(&name)).or_default();
        let is_new = lane.put(item);
        if !lane.is_placed {
            lane.is_placed = true;
            self.ready.push_back(name);
        } else if item.again && lane.due.take().is_some() {
            self.ready.push_back(name);
        }
        is_new
    }

    /// The next update that may be sent; its lane waits for [`Lanes::done`] or another word on it.
    pub(super) fn next(&mut self, now: Instant) -> Option<(Name, Item)> {
        while let Some(Reverse((due, _))) = self.waiting.peek()
            && *due <= now
        {
            if let Some(Reverse((due, name))) = self.waiting.pop() {
                self.hurry(name, due);
            }
        }
        while let Some(name) = self.ready.pop_front() {
            if let Some(item) = self
                .lanes
                .get_mut(&name)
                .and_then(|lane| lane.items.pop_front())
            {
                return Some((name, item));
            }
            self.lanes.remove(&name);
        }
        None
    }

    /// A lane that waits until a time goes on now.
    fn hurry(&mut self, name: Name, due: Instant) {
        if let Some(lane) = self.lanes.get_mut(&name)
            && lane.due == Some(due)
        {
            lane.due = None;
            self.ready.push_back(name);
        }
    }

    /// All that wait for their next try go on now, in the order in which they would have.
    pub(super) fn hurry_all(&mut self) {
        while let Some(Reverse((due, name))) = self.waiting.pop() {
            self.hurry(name, due);
        }
    }

    /// Takes an update out that was held anew while it was under way.
    pub(super) fn take(&mut self, name: &str, seq: i64) -> Option<Item> {
        let items = &mut self.lanes.get_mut(name)?.items;
        let place = items.binary_search_by_key(&seq, |item| item.seq).ok()?;
        items.remove(place)
    }

    /// The oldest of those whose time may run out, so many of each sort. What the user wants again has
    /// no end.
    pub(super) fn oldest_queries(&self, most: usize) -> Vec<Item> {
        let mut sorts: HashMap<&str, Vec<Item>> = HashMap::new();
        for (name, lane) in &self.lanes {
            if let Some(sort) = sort_of_query(name) {
                let items = lane.items.iter().filter(|item| !item.again);
                sorts.entry(sort).or_default().extend(items);
            }
        }
        for items in sorts.values_mut().filter(|items| items.len() > most) {
            items.select_nth_unstable_by_key(most, |item| item.seq);
            items.truncate(most);
        }
        sorts.into_values().flatten().collect()
    }

    /// Whether nothing is left to be sent, what is under way apart.
    pub(super) fn are_empty(&self) -> bool {
        self.lanes.values().all(|lane| lane.items.is_empty())
    }

    /// When the next lane may go on, of those that wait.
    pub(super) fn due(&self) -> Option<Instant> {
        self.waiting.peek().map(|Reverse((due, _))| *due)
    }

    /// The update under way is no more to be delivered.
    pub(super) fn done(&mut self, name: Name) {
        match self.lanes.get(&name) {
            Some(lane) if !lane.items.is_empty() => self.ready.push_back(name),
            _ => {
                self.lanes.remove(&name);
            }
        }
    }

    /// The update under way is to be tried again, not before `due`. False when it was held anew
    /// meanwhile, which is the one that stays, and does not wait.
    pub(super) fn later(&mut self, name: Name, item: Item, due: Instant) -> bool {
        let (lane, is_back) = self.put_back(&name, item);
        if is_back {
            lane.due = Some(due);
            self.waiting.push(Reverse((due, name)));
        } else {
            self.ready.push_back(name);
        }
        is_back
    }

    /// The update under way is to be tried before all others. False as for [`Lanes::later`].
    pub(super) fn first(&mut self, name: Name, item: Item) -> bool {
        let (_, is_back) = self.put_back(&name, item);
        self.ready.push_front(name);
        is_back
    }

    fn put_back(&mut self, name: &Name, item: Item) -> (&mut Lane, bool) {
        let lane = self.lanes.entry(Arc::clone(name)).or_default();
        lane.is_placed = true;
        let is_back = lane.put(item);
        (lane, is_back)
    }

    /// Forgets those that `stays` does not want; gives the lane of each that went. What stood behind one
    /// that is tried again later goes on now.
    pub(super) fn forget(&mut self, stays: impl Fn(i64) -> bool) -> Vec<Name> {
        let mut gone = Vec::new();
        for (name, lane) in &mut self.lanes {
            let first = lane.items.front().map(|item| item.id);
            lane.items.retain(|item| {
                let stay = stays(item.id);
                if !stay {
                    gone.push(Arc::clone(name));
                }
                stay
            });
            if lane.items.front().map(|item| item.id) != first && lane.due.take().is_some() {
                self.ready.push_back(Arc::clone(name));
            }
        }
        gone
    }
}

impl Lane {
    /// False when the update is here already: of the two, the row that was held last is the one that
    /// is in the database.
    fn put(&mut self, item: Item) -> bool {
        // Nearly always the last one.
        let place = self
            .items
            .iter()
            .rposition(|other| other.seq <= item.seq)
            .map_or(0, |before| before + 1);
        if place > 0
            && let Some(same) = self
                .items
                .get_mut(place - 1)
                .filter(|same| same.seq == item.seq)
        {
            if same.id < item.id {
                *same = item;
            }
            return false;
        }
        self.items.insert(place, item);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Lanes;
    use crate::domain::delivery::Origin;
    use crate::store::Held;
    use std::time::{Duration, Instant};

    fn held(id: i64, seq: i64, lane: &str) -> Held {
        Held {
            id,
            seq,
            lane: lane.into(),
            origin: Origin::Hold,
            tries: 0,
        }
    }

    fn next(lanes: &mut Lanes, now: Instant) -> Option<(String, i64)> {
        lanes
            .next(now)
            .map(|(name, item)| (name.to_string(), item.seq))
    }

    #[test]
    fn a_lane_gives_one_at_a_time_in_the_order_of_arrival() {
        let now = Instant::now();
        let mut lanes = Lanes::default();
        for (id, seq, lane) in [(1, 2, "a"), (2, 3, "b"), (3, 1, "a"), (4, 2, "a")] {
            lanes.add(held(id, seq, lane));
        }
        assert_eq!(next(&mut lanes, now), Some(("a".into(), 1)));
        assert_eq!(next(&mut lanes, now), Some(("b".into(), 3)));
        assert_eq!(next(&mut lanes, now), None, "both are under way");
        lanes.done("a".into());
        assert_eq!(next(&mut lanes, now), Some(("a".into(), 2)));
        lanes.done("a".into());
        lanes.done("b".into());
        assert_eq!(next(&mut lanes, now), None, "the second 2 was the same one");
    }

    #[test]
    fn of_an_update_that_is_held_anew_while_it_is_under_way_the_new_row_stays() {
        let now = Instant::now();
        let mut lanes = Lanes::default();
        lanes.add(held(1, 1, "a"));
        let (name, item) = lanes.next(now).unwrap_or_else(|| panic!("one is there"));
        assert!(lanes.add(held(2, 1, "a")), "the one under way is apart");
        assert!(!lanes.later(name, item, now), "there is one already");
        let (name, item) = lanes.next(now).unwrap_or_else(|| panic!("it is there"));
        assert_eq!(item.id, 2);
        lanes.done(name);
        assert_eq!(next(&mut lanes, now), None);
    }

    #[test]
    fn what_failed_waits_and_the_rest_of_its_lane_behind_it() {
        let now = Instant::now();
        let mut lanes = Lanes::default();
        lanes.add(held(1, 1, "a"));
        lanes.add(held(2, 2, "a"));
        let (name, item) = lanes.next(now).unwrap_or_else(|| panic!("one is there"));
        let due = now + Duration::from_secs(1);
        lanes.later(name, item, due);
        lanes.add(held(3, 3, "a"));
        assert_eq!((next(&mut lanes, now), lanes.due()), (None, Some(due)));
        assert_eq!(next(&mut lanes, due), Some(("a".into(), 1)));
    }

    #[test]
    fn a_lane_that_is_hurried_goes_once_and_not_at_its_old_time_as_well() {
        let now = Instant::now();
        let (soon, late) = (now + Duration::from_secs(1), now + Duration::from_secs(9));
        let mut lanes = Lanes::default();
        lanes.add(held(1, 1, "a"));
        let (name, item) = lanes.next(now).unwrap_or_else(|| panic!("one is there"));
        lanes.later(name, item, soon);
        let again = Held {
            origin: Origin::Again,
            ..held(2, 1, "a")
        };
        assert!(!lanes.add(again), "it is renewed");
        let (name, item) = lanes.next(now).unwrap_or_else(|| panic!("it is hurried"));
        lanes.later(name, item, late);
        assert_eq!(next(&mut lanes, soon), None, "that was its time before");
        lanes.add(held(3, 2, "a"));
        assert_eq!(lanes.forget(|id| id != 2).len(), 1);
        assert_eq!(next(&mut lanes, soon), Some(("a".into(), 2)));
        lanes.done("a".into());
        lanes.hurry_all();
        assert_eq!(next(&mut lanes, late), None);
    }
}
