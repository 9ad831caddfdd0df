//! Verdicts that no server here can bring about.

use super::secret::{Taken, judge};
use super::{Journey, Leg, Lost, Through};
use crate::domain::checkup::Finding;
use crate::domain::webhook::Mend;
use std::time::Instant;

fn arrived() -> Journey {
    Journey {
        back: Ok(Instant::now()),
        with_secret: true,
        ..Journey::lost(Lost::Timeout { leg: Leg::Answer })
    }
}

#[test]
fn a_receiver_that_cannot_read_the_keyring_is_bad() {
    let verdict = judge(&arrived(), Some(Taken::NotReady), 0, Through::Ngrok);
    assert_eq!(
        (verdict.finding, verdict.mend),
        (Finding::Bad, Some(Mend::RetryVault))
    );
}

#[test]
fn a_probe_that_did_not_arrive_says_nothing_of_the_secret_token() {
    let lost = Journey::lost(Lost::Timeout { leg: Leg::Answer });
    let verdict = judge(&lost, None, 0, Through::Ngrok);
    assert_eq!(verdict.finding, Finding::Skipped);
}
