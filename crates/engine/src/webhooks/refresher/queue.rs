//! The order in which bots are sent to one Bot API server, and how fast.
//!
//! A server refuses more than so many bots that it has not loaded yet, a minute and an hour, from one
//! address (telegram-bot-api: ClientManager, 20 and 600). Which bots it has loaded is not known; those
//! that it answered for in this run, it has.

use crate::domain::ids::BotId;
use std::collections::{HashSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// So many within so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub bots: usize,
    /// Within how long.
    pub within: Duration,
}

/// How fast the refresher may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Checks at once, each with one call at a time.
    pub in_flight: usize,
    /// Bots that a server has not seen, over a short and a long span.
    pub new_bots: [Limit; 2],
    /// From one look at the machine's clock and network to the next.
    pub pulse: Duration,
    /// So far apart, the machine's clocks tell of a sleep; so late, a look does.
    pub slept: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let limit = |bots, seconds| Limit {
            bots,
            within: Duration::from_secs(seconds),
        };
        Self {
            in_flight: 16,
            new_bots: [limit(20, 60), limit(600, 3600)],
            pulse: Duration::from_secs(10),
            // A clock that was set right by hand or by the network is less than that, and so is a look
            // on a busy machine.
            slept: Duration::from_secs(20),
        }
    }
}

/// What a queue has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// This bot may go.
    Bot(BotId),
    /// Nobody before then.
    NotBefore(Instant),
    /// Nobody waits, or somebody must come back first.
    Nobody,
}

/// One Bot API server's queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Whether bots that it has not seen are held back at all.
    pub(super) is_paced: bool,
    seen: HashSet<BotId>,
    /// When bots that it had not seen went, oldest first.
    went: VecDeque<Instant>,
    known: VecDeque<BotId>,
    unknown: VecDeque<BotId>,
    running: usize,
    paused_until: Option<Instant>,
    /// After a pause one goes ahead, to see whether it is over.
    alone: bool,
}

impl Queue {
    pub(super) fn push(&mut self, bot: BotId) {
        if !self.is_paced || self.seen.contains(&bot) {
            self.known.push_back(bot);
        } else {
            self.unknown.push_back(bot);
        }
    }

    /// Takes the next one; whoever is taken comes back with [`Self::came_back`].
    pub(super) fn next(&mut self, now: Instant, pace: &Pace) -> Next {
        if self.known.is_empty() && self.unknown.is_empty() {
            return Next::Nobody;
        }
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Next::NotBefore(until);
        }
        if self.alone && self.running > 0 {
            return Next::Nobody;
        }
        if let Some(bot) = self.known.pop_front() {
            self.running += 1;
            return Next::Bot(bot);
        }
        let free = self.free_at(now, pace);
        if free > now {
            return Next::NotBefore(free);
        }
        let Some(bot) = self.unknown.pop_front() else {
            return Next::Nobody;
        };
        self.went.push_back(now);
        self.running += 1;
        Next::Bot(bot)
    }

    /// The user's button goes past everybody.
    pub(super) fn goes_ahead(&mut self, bot: BotId) {
        self.forget(bot);
        self.running += 1;
    }

    /// It does not wait here any more.
    pub(super) fn forget(&mut self, bot: BotId) {
        self.known.retain(|waiting| *waiting != bot);
        self.unknown.retain(|waiting| *waiting != bot);
    }

    pub(super) fn came_back(&mut self, bot: BotId, answered: bool, pause: Option<Duration>) {
        self.running = self.running.saturating_sub(1);
        if answered {
            self.seen.insert(bot);
            self.alone = false;
        }
        if let Some(pause) = pause {
            let until = Instant::now() + pause;
            self.paused_until = self.paused_until.max(Some(until));
            self.alone = true;
        }
    }

    /// When the next bot that was not seen may go.
    fn free_at(&mut self, now: Instant, pace: &Pace) -> Instant {
        let most = pace.new_bots.iter().map(|limit| limit.bots).max();
        while self.went.len() > most.unwrap_or(0) {
            self.went.pop_front();
        }
        let free = pace.new_bots.iter().map(|limit| {
            let before = self.went.len().checked_sub(limit.bots);
            // A little later than the server's own count, for what it saw was later than what was sent.
            before
                .and_then(|index| self.went.get(index))
                .map_or(now, |went| *went + limit.within + limit.within / 50)
        });
        free.max().unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Next, Pace, Queue};
    use crate::domain::ids::BotId;
    use std::time::Duration;
    use tokio::time::Instant;

    fn pace() -> Pace {
        let limit = |bots, seconds| Limit {
            bots,
            within: Duration::from_secs(seconds),
        };
        Pace {
            new_bots: [limit(3, 50), limit(5, 500)],
            ..Pace::default()
        }
    }

    fn queue(bots: usize) -> Queue {
        let mut queue = Queue {
            is_paced: true,
            ..Queue::default()
        };
        for _ in 0..bots {
            queue.push(BotId::random());
        }
        queue
    }

    fn go(queue: &mut Queue, now: Instant) -> usize {
        let mut went = 0;
        while let Next::Bot(bot) = queue.next(now, &pace()) {
            queue.came_back(bot, true, None);
            went += 1;
        }
        went
    }

    #[test]
    fn new_bots_go_at_the_pace_of_both_limits() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut queue = queue(9);
        assert_eq!(go(&mut queue, at(0)), 3);
        assert_eq!(queue.next(at(0), &pace()), Next::NotBefore(at(51)));
        assert_eq!(go(&mut queue, at(50)), 0);
        assert_eq!(go(&mut queue, at(51)), 2);
        assert_eq!(queue.next(at(400), &pace()), Next::NotBefore(at(510)));
        assert_eq!(go(&mut queue, at(510)), 3);
        assert_eq!(go(&mut queue, at(600)), 1);
        assert_eq!(queue.next(at(600), &pace()), Next::Nobody);
    }

    #[test]
    fn a_bot_that_was_answered_for_is_not_held_back() {
        let start = Instant::now();
        let mut queue = queue(4);
        let Next::Bot(seen) = queue.next(start, &pace()) else {
            panic!("nobody goes");
        };
        queue.came_back(seen, true, None);
        go(&mut queue, start);
        queue.push(seen);
        assert_eq!(queue.next(start, &pace()), Next::Bot(seen));
    }

    #[test]
    fn after_a_pause_one_goes_ahead_alone() {
        let mut queue = queue(3);
        let now = Instant::now();
        let Next::Bot(refused) = queue.next(now, &pace()) else {
            panic!("nobody goes");
        };
        queue.came_back(refused, false, Some(Duration::from_mins(1)));
        queue.push(refused);
        assert!(matches!(queue.next(now, &pace()), Next::NotBefore(_)));
        let later = Instant::now() + Duration::from_secs(70);
        let Next::Bot(first) = queue.next(later, &pace()) else {
            panic!("nobody goes");
        };
        assert_eq!(queue.next(later, &pace()), Next::Nobody);
        queue.came_back(first, true, None);
        assert!(matches!(queue.next(later, &pace()), Next::Bot(_)));
        assert!(matches!(queue.next(later, &pace()), Next::Bot(_)));
    }
}
