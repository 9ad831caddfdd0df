//! What goes wrong on demand.

use serde::{Deserialize, Serialize};

use super::{Control, Error, Fault, FaultOrder};

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Mishap {
    /// The next calls are answered 429.
    TooManyRequests {
        /// Seconds.
        retry_after: u32,
        /// For how many calls.
        calls: u32,
    },
    /// The next calls are answered 500.
    ServerError {
        /// For how many calls.
        calls: u32,
    },
    /// The next calls are answered late.
    Slow {
        /// How late.
        milliseconds: u32,
        /// For how many calls.
        calls: u32,
    },
    /// The next update is delivered, but its answer is lost.
    LostAnswer,
    /// The next update comes with a wrong secret.
    WrongSecret,
    /// The tunnel comes back at another URL, which is not Telegram's to do.
    NewUrl,
    /// The clock jumps ahead.
    TimeJump {
        /// Seconds.
        seconds: u32,
    },
    /// All that was ordered is taken back.
    Clear,
}

impl Control {
    /// Orders it for a bot.
    pub fn trouble(&self, token: &str, mishap: &Mishap) -> Result<(), Error> {
        let calls = |fault: Fault, calls: u32| {
            let order = FaultOrder {
                fault,
                calls,
                method: None,
            };
            self.add_fault(token, order)
        };
        match *mishap {
            Mishap::TooManyRequests {
                retry_after,
                calls: count,
            } => calls(Fault::TooManyRequests { retry_after }, count),
            Mishap::ServerError { calls: count } => calls(Fault::ServerError, count),
            Mishap::Slow {
                milliseconds,
                calls: count,
            } => calls(Fault::Slow { milliseconds }, count),
            Mishap::LostAnswer => self.change(token, |bot| bot.lost_answers += 1),
            Mishap::WrongSecret => self.change(token, |bot| bot.wrong_secrets += 1),
            Mishap::NewUrl => Err(Error::NotPossible(
                "There is no tunnel between the sandbox and the app that could get another URL."
                    .to_owned(),
            )),
            Mishap::TimeJump { seconds } => {
                self.look(token, |_| ())?;
                self.jump(seconds);
                Ok(())
            }
            Mishap::Clear => self.change(token, |bot| {
                bot.faults.clear();
                bot.lost_answers = 0;
                bot.wrong_secrets = 0;
            }),
        }
    }
}
