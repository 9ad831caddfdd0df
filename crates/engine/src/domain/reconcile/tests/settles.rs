//! From any state, with a server that obeys, it reaches what is desired and is quiet from then on.

use super::*;
use proptest::prelude::*;

/// Where a bot's webhook may be found.
fn url() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(""),
        Just("right"),
        Just("old"),
        Just("invalid"),
        Just("https://api.example.org/hook"),
    ]
}

fn blame() -> impl Strategy<Value = Blame> {
    prop_oneof![
        Just(Blame::Way),
        Just(Blame::Handler),
        Just(Blame::Telegram),
        Just(Blame::Unknown),
    ]
}

fn cause() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::UrlMissing),
        Just(Cause::UrlInvalid),
        Just(Cause::UrlChanged),
        Just(Cause::NewErrors),
        Just(Cause::PendingHigh),
    ]
}

prop_compose! {
    /// Whatever was done before: registrations at any time, confirmed and refused.
    fn memory()(
        tries in prop::collection::vec((cause(), -9_000_i64..0, any::<bool>()), 0..8),
        failing in any::<bool>(),
        samples in prop::collection::vec(0_i64..2_000, 0..3),
        pending_told in any::<bool>(),
    ) -> Memory {
        let mut memory = Memory::default();
        let mut tries = tries;
        tries.sort_by_key(|(_, seconds, _)| *seconds);
        let url = webhook_url(BASE, BotId::random());
        for (cause, seconds, confirmed) in tries {
            if confirmed {
                memory.registered(cause, &url, at(seconds));
            } else {
                let refused = error(Code::TooManyRequests).retry_after(120);
                memory.refused(cause, &url, &refused, &Policy::default(), at(seconds));
            }
        }
        memory.failing = failing.then_some(failing::Failing { times: 3, refused: false });
        memory.pending = samples.into_iter().map(|pending| (at(-300), pending)).collect();
        memory.pending_told = pending_told;
        memory
    }
}

prop_compose! {
    fn scene()(
        url in url(),
        memory in memory(),
        pending in 0_i64..2_000,
        error in prop::option::of((-9_000_i64..0, blame())),
        success in prop::option::of(-9_000_i64..0),
        registered in prop::option::of(-9_000_i64..0),
    ) -> Scene {
        let mut scene = Scene::right();
        scene.info.url = match url {
            "right" => scene.info.url,
            "old" => webhook_url(OLD_BASE, scene.bot),
            "invalid" => webhook_url("https://old.example.com:9443", scene.bot),
            other => other.to_owned(),
        };
        scene.memory = memory;
        scene.info.pending_update_count = pending;
        if let Some((seconds, blame)) = error {
            scene.failed_at(seconds, blame);
        }
        scene.last_success_at = success.map(at);
        scene.registered_at = registered.map(at);
        scene
    }
}

/// A server that obeys: what is registered is delivered to, unless the handler fails.
fn obey(scene: &mut Scene, handler_fails: bool) {
    let right = scene.base.map(|base| webhook_url(base, scene.bot));
    if Some(&scene.info.url) != right.as_ref() {
        return;
    }
    if handler_fails {
        let now = (scene.now - at(0)).num_seconds();
        scene.failed_at(now, Blame::Handler);
    } else if scene.info.last_error_date.is_none() {
        // Nothing is in the way, so what waited is delivered.
        scene.info.pending_update_count /= 2;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reaches_what_is_desired_and_stays_quiet(mut scene in scene(), handler_fails in any::<bool>()) {
        let is_theirs = scene.info.url.starts_with("https://api.example.org");
        // Two days, so that every wait has an end.
        let (settled, end) = (at(86_400), at(2 * 86_400));
        let mut last = None;
        while scene.now < end {
            let now = scene.now;
            let decision = scene.step();
            if decision.register.is_some() {
                prop_assert!(!is_theirs, "nobody is fought");
                prop_assert!(now < settled, "still at it: {:?}", decision);
                if let Some(last) = last {
                    prop_assert!(now - last >= TimeDelta::seconds(1));
                }
                last = Some(now);
            }
            let next = decision.next.unwrap_or(now + scene.policy.check_interval);
            prop_assert!(next > now, "no check follows at once");
            scene.now = next;
            obey(&mut scene, handler_fails);
        }
        let decision = scene.decide();
        let right = webhook_url(BASE, scene.bot);
        match decision.standing {
            Standing::TakenOver { .. } => prop_assert!(is_theirs),
            Standing::Polled { .. } => prop_assert!(scene.info.url.is_empty()),
            Standing::DeliveryFails { .. } => {
                prop_assert_eq!(&scene.info.url, &right);
                prop_assert!(handler_fails || scene.blame != Blame::Way);
            }
            Standing::Right => prop_assert_eq!(&scene.info.url, &right),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
