//! Stored updates sent once more, as the doors ask for it.

use super::App;
use super::delivery::{checked, row};
use crate::api::types::{JobKind, JobView, Refusal, ReplayUpdates, Replayed};
use crate::delivery::{Begun, Course, Replay, To, Turn};
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::inbox::jobs::Progress;
use url::{Host, Url};

impl App {
    /// Sends stored updates once more.
    pub async fn replay(&self, input: ReplayUpdates) -> Result<Replayed> {
        let key = self.bot_key(input.bot_id)?;
        checked(&input.seqs)?;
        let to = match (input.url.as_deref(), input.target) {
            (Some(url), _) => To::Url(address(url, input.confirm_host)?),
            (None, Some(target)) => To::Target(target),
            (None, None) => To::Answering,
        };
        let replay = Replay {
            seqs: input.seqs,
            body: input.body,
            to,
            fresh_ids: input.fresh_ids,
            carry_out: input.carry_out,
            speed: input.speed.filter(|speed| speed.is_finite()),
        };
        let id = match self.shared.delivery.replay(key, replay).await? {
            Begun::One(id) => id,
            Begun::Several(course) => {
                let job = self.follow(input.bot_id, *course)?;
                return Ok(Replayed {
                    attempt: None,
                    job: Some(job.id),
                });
            }
        };
        let ids = self.target_ids(key).await?;
        let whole = match id {
            Some(id) => self.shared.store.attempt(id).await?,
            None => None,
        };
        Ok(Replayed {
            attempt: whole.map(|whole| row(whole.attempt, &ids)),
            job: None,
        })
    }

    /// Has several sent by a job, whose attempts are told of as they come.
    fn follow(&self, bot_id: BotId, mut course: Course) -> Result<JobView> {
        let jobs = &self.shared.jobs;
        jobs.start(
            bot_id,
            JobKind::Replay,
            course.url(),
            |mut progress| async move {
                let done = run(&mut course, &mut progress).await;
                (progress, done)
            },
        )
    }
}

/// Sends them all; false when it was stopped. The one that is under way then is answered still.
async fn run(course: &mut Course, progress: &mut Progress) -> Result<bool> {
    let of = course.number() as u64;
    progress.update(|view| view.of = Some(of));
    let stopped = progress.cancelled();
    let cut_short = progress.cut_short();
    tokio::pin!(stopped, cut_short);
    let mut not_taken = 0_u64;
    loop {
        let turn = tokio::select! {
            biased;
            () = &mut stopped => return Ok(false),
            turn = course.turn() => turn?,
        };
        match turn {
            Turn::End => return Ok(true),
            Turn::Gone(seq) => progress.update(|view| {
                view.done += 1;
                view.report.refuse(Refusal {
                    line: 0,
                    offset: 0,
                    reason: format!("Update {seq} is not in this bot's inbox any more."),
                });
            }),
            Turn::Of(seq, update) => {
                let taken = tokio::select! {
                    biased;
                    () = &mut cut_short => return Ok(false),
                    taken = course.send(seq, update) => taken?,
                };
                not_taken += u64::from(!taken);
                progress.update(|view| {
                    view.done += 1;
                    view.report.updates += 1;
                    view.report.note = note(not_taken);
                });
            }
        }
    }
}

/// How many were sent in vain, in a sentence.
fn note(not_taken: u64) -> Option<String> {
    match not_taken {
        0 => None,
        1 => Some("One was not taken there; its delivery says why.".into()),
        many => Some(format!(
            "{many} were not taken there; their deliveries say why."
        )),
    }
}

fn address(text: &str, confirmed: bool) -> Result<Url> {
    let url = Url::parse(text.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| {
            Error::new(
                Code::InvalidInput,
                "This is not an http:// or https:// address.",
                "Write it as http://localhost:8080/webhook.",
            )
        })?;
    if !confirmed && !is_here(&url) {
        let host = url.host_str().unwrap_or_default();
        return Err(Error::new(
            Code::ForeignHost,
            format!("{host} is another computer, and would get what people wrote to your bot."),
            "Confirm that it is to be sent there, or use an address of this computer.",
        ));
    }
    Ok(url)
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::error::Code;

    #[test]
    fn another_computer_needs_the_users_word() {
        for here in [
            "http://localhost:1/x",
            "http://127.3.0.1",
            "http://[::1]:9",
            "https://a.localhost",
        ] {
            assert!(address(here, false).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://example.org",
            "http://10.0.0.1",
            "http://localhost.org",
        ] {
            let refused = address(elsewhere, false).err().map(|error| error.code);
            assert_eq!(refused, Some(Code::ForeignHost), "{elsewhere}");
            assert!(address(elsewhere, true).is_ok(), "{elsewhere}");
        }
        for nothing in [
            "",
            "localhost:8080",
            "ftp://localhost",
            "http://a:b@localhost",
        ] {
            let refused = address(nothing, true).err().map(|error| error.code);
            assert_eq!(refused, Some(Code::InvalidInput), "{nothing}");
        }
    }
}
