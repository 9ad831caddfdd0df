//! Where the time of a message goes.

use super::people::{Message, Talk, micros, rate};
use crate::report::percentile;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

/// Half took no longer, and all but one in a hundred.
type Pair = (Duration, Duration);

/// One way of the webhook.
pub struct Times {
    /// Answers in the chats, a second.
    rate: f64,
    /// From the message to the answer in the chat.
    whole: Pair,
    /// From the message to the bot's 200 on Telegram's side.
    round: Pair,
    /// Of that, what is neither the relay's nor the bot's.
    around: Pair,
    /// What a relay takes beside the bot, where there is one.
    relay: Pair,
    /// The bot's call.
    call: Pair,
}

impl Times {
    /// Of what was said; `relayed` has how long each relay took with the bot in it.
    pub fn of(talk: &Talk, relayed: Option<&HashMap<i64, u32>>) -> Result<Self> {
        let bot = |it: &Message| micros(it.echo.answered - it.echo.had);
        let round = |it: &Message| micros(it.delivered - it.said);
        let inside = |it: &Message| match relayed {
            Some(relayed) => relayed.get(&it.update).copied().context("no relay"),
            None => Ok(bot(it)),
        };
        let mut around = Vec::with_capacity(talk.messages.len());
        let mut relay = Vec::with_capacity(talk.messages.len());
        for message in &talk.messages {
            let inside = inside(message)?;
            around.push(round(message).saturating_sub(inside));
            relay.push(inside.saturating_sub(bot(message)));
        }
        let each = |read: &dyn Fn(&Message) -> u32| pair(talk.messages.iter().map(read).collect());
        Ok(Self {
            rate: rate(talk.messages.len(), talk.took),
            whole: each(&|it| micros(it.echo.answered - it.said)),
            round: each(&round),
            around: pair(around),
            relay: pair(relay),
            call: each(&bot),
        })
    }
}

/// So many people.
pub struct Point {
    /// Who wrote at once.
    pub people: usize,
    /// Sandbox and bot.
    pub direct: Times,
    /// The same with TLS between.
    pub secure: Times,
    /// With the receiver and the relay between.
    pub receiver: Times,
    /// With edge and tunnel as well.
    pub tunnel: Times,
    /// The bot alone: calls a second, and how long each took.
    pub floor: (f64, Vec<u32>),
    /// Each message was delivered once, at the first try, and answered once.
    pub is_well: bool,
}

impl Point {
    /// Name and milliseconds of each leg; the last is all of them. What is had by comparing two runs is
    /// below zero where the longer way had the better luck.
    fn legs(&self) -> [(&'static str, [f64; 2]); 7] {
        let (direct, receiver, tunnel) = (&self.direct, &self.receiver, &self.tunnel);
        let to_edge = more(self.secure.around, direct.around);
        let outside = more(tunnel.around, receiver.around);
        [
            ("the sandbox's delivery", both(direct.around)),
            ("TLS, as to the edge", to_edge),
            (
                "edge, tunnel and ngrok client",
                [outside[0] - to_edge[0], outside[1] - to_edge[1]],
            ),
            (
                "receiver with its commit",
                more(receiver.around, direct.around),
            ),
            ("relay to the bot", both(tunnel.relay)),
            ("the bot's call of sendMessage", both(tunnel.call)),
            ("all, until the bot's 200 is back", both(tunnel.round)),
        ]
    }

    fn floor_ratio(&self) -> f64 {
        self.tunnel.rate / self.floor.0.max(1e-9)
    }

    /// For people.
    pub fn table(&self) -> String {
        let [direct, receiver, tunnel] = [&self.direct, &self.receiver, &self.tunnel];
        let floor = pair(self.floor.1.clone());
        let mut text = format!(
            "{} writing at once: {:.0} answers a second in the chats, through everything; \
             {:.2} ms (p50) and {:.2} ms (p99) from the message to the answer.\n\
             The bot called with nothing between: {:.0}/s, {:.2} and {:.2} ms; {:.2} of it.\n\
             From the sandbox to the bot directly {:.0}/s, through the receiver {:.0}/s. {}\n",
            self.people,
            tunnel.rate,
            ms(tunnel.whole.0),
            ms(tunnel.whole.1),
            self.floor.0,
            ms(floor.0),
            ms(floor.1),
            self.floor_ratio(),
            direct.rate,
            receiver.rate,
            if self.is_well {
                "Each message was delivered once and answered once."
            } else {
                "Not each message was delivered at the first try and answered once."
            }
        );
        let _ = writeln!(text, "{:>34} {:>11} {:>11}", "", "p50", "p99");
        for (name, [half, most]) in self.legs() {
            let _ = writeln!(text, "{name:>34} {half:>8.2} ms {most:>8.2} ms");
        }
        text.push_str(
            "TLS, tunnel and receiver are what a run with them takes more than one without; relay and call are \
             measured in the whole.\n",
        );
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let legs = self.legs().into_iter();
        let legs: serde_json::Map<String, Value> = legs
            .map(|(name, times)| (name.to_owned(), json!(times)))
            .collect();
        json!({
            "bench": "sandbox",
            "people": self.people,
            "per_s": self.tunnel.rate,
            "answer_ms": both(self.tunnel.whole),
            "bare_per_s": self.floor.0,
            "bare_ms": both(pair(self.floor.1.clone())),
            "ratio_to_bare": self.floor_ratio(),
            "direct_per_s": self.direct.rate,
            "receiver_per_s": self.receiver.rate,
            "legs_ms": legs,
            "each_once": self.is_well,
        })
    }
}

fn pair(mut times: Vec<u32>) -> Pair {
    times.sort_unstable();
    (percentile(&times, 50), percentile(&times, 99))
}

fn both((half, most): Pair) -> [f64; 2] {
    [ms(half), ms(most)]
}

/// What one takes more than the other.
fn more(one: Pair, other: Pair) -> [f64; 2] {
    [ms(one.0) - ms(other.0), ms(one.1) - ms(other.1)]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[cfg(test)]
mod tests {
    use super::super::echo::Echo;
    use super::super::people::{Message, Talk};
    use super::{Point, Times};
    use chrono::{DateTime, TimeDelta};
    use std::collections::HashMap;
    use std::time::Duration;

    /// Written at 0; the rest in milliseconds.
    fn times(had: i64, answered: i64, delivered: i64, relayed: Option<u32>) -> Times {
        let at = |ms: i64| DateTime::UNIX_EPOCH + TimeDelta::milliseconds(ms);
        let message = Message {
            update: 7,
            said: at(0),
            echo: Echo {
                had: at(had),
                answered: at(answered),
                times: 1,
            },
            delivered: at(delivered),
        };
        let talk = Talk {
            messages: vec![message],
            took: Duration::from_millis(100),
        };
        let relayed = relayed.map(|ms| HashMap::from([(7, ms * 1_000)]));
        Times::of(&talk, relayed.as_ref()).unwrap()
    }

    #[test]
    fn each_leg_is_what_it_adds() {
        let point = Point {
            people: 1,
            direct: times(1, 3, 5, None),
            secure: times(2, 4, 7, None),
            receiver: times(4, 6, 12, Some(4)),
            tunnel: times(8, 10, 20, Some(5)),
            floor: (20.0, vec![2_000]),
            is_well: true,
        };
        let legs = point.legs().map(|(_, [half, _])| half);
        // Around the bot 3, 5 behind TLS; 8 with the receiver; 15 with the tunnel; 5 for the relay, 2 of
        // them the bot's.
        let wanted = [3.0, 2.0, 5.0, 5.0, 3.0, 2.0, 20.0];
        for (leg, wanted) in legs.into_iter().zip(wanted) {
            assert!((leg - wanted).abs() < 1e-9, "{legs:?}");
        }
        assert_eq!(point.json()["ratio_to_bare"], 0.5);
        assert!(point.table().contains("delivered once"));
    }
}
