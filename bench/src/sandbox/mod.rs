//! A message through everything: sandbox, edge, the real `ngrok` client, receiver, relay, a bot that
//! echoes, and its answer in the chat. So many people write at once, each in a chat of their own and each
//! after the answer to the last; and where the time of a message goes.
//!
//! The webhook is set in four ways, in turns and in one process: to the bot directly, to the bot behind TLS,
//! to the receiver on loopback, and through edge and tunnel. What a way takes more than a shorter one is its
//! part; the relay and the bot's own call are measured within the last. The floor is the same bot, called
//! without anything between.

mod echo;
mod front;
mod legs;
mod people;
mod rig;

use crate::goal::Goals;
use anyhow::{Context, Result, bail};
use legs::{Point, Times};
use people::Crowd;
use rig::{Rig, Way};
use std::path::Path;
use std::time::Duration;

/// People who write at once.
const PEOPLE: [usize; 3] = [1, 16, 64];

/// Measures and prints; whether each message was delivered once and answered once.
pub fn bench(json: bool, seconds: u64, updates: u64, folder: &Path) -> Result<bool> {
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)
        .with_context(|| format!("making a folder in {}", folder.display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let rig = Rig::start(folder.path()).await?;
        let users = rig.people(PEOPLE.iter().copied().max().unwrap_or(1));
        let mut goals = Goals::default();
        for people in PEOPLE {
            let users = users.get(..people).context("too few people")?;
            let point = measure(&rig, users, seconds, updates).await?;
            goals.holds(
                point.is_well,
                format!("{people} people: not each message was delivered once and answered once"),
            );
            crate::say(&if json {
                point.json().to_string()
            } else {
                point.table()
            });
        }
        rig.stop().await;
        Ok(goals.end())
    })
}

async fn measure(rig: &Rig, users: &[i64], seconds: u64, updates: u64) -> Result<Point> {
    let crowd = Crowd {
        users,
        // A webhook that is well opens twenty connections a second.
        warm_up: Duration::from_secs(1) + Duration::from_millis(50) * u32::try_from(users.len())?,
        measured: Duration::from_secs(seconds),
        most: usize::try_from(updates)?,
    };
    let mut ways = Vec::new();
    let mut is_well = true;
    for way in [Way::Direct, Way::Secure, Way::Receiver, Way::Tunnel] {
        let what = way.words();
        rig.point(way).await.context(what)?;
        let (talk, well) = crowd.writes(rig).await.context(what)?;
        is_well &= well;
        let relayed = match way {
            Way::Direct | Way::Secure => None,
            Way::Receiver | Way::Tunnel => Some(rig.relayed(&talk).await.context(what)?),
        };
        ways.push(Times::of(&talk, relayed.as_ref())?);
    }
    let floor = crowd.calls(rig).await.context("the bot by itself")?;
    let Ok([direct, secure, receiver, tunnel]) = <[Times; 4]>::try_from(ways) else {
        bail!("not every way was measured");
    };
    Ok(Point {
        people: users.len(),
        direct,
        secure,
        receiver,
        tunnel,
        floor,
        is_well,
    })
}
