//! What happens over time: waits that grow, what ends them, and what is remembered over a start.

use super::*;
use crate::domain::history::HistoryEntry;

/// Steps at each moment the decision asks for; gives the offsets of the registrations, in seconds.
fn registrations(scene: &mut Scene, until: i64, mut between: impl FnMut(&mut Scene)) -> Vec<i64> {
    let mut done = Vec::new();
    while scene.now < at(until) {
        let now = scene.now;
        let decision = scene.step();
        if decision.register.is_some() {
            done.push((now - at(0)).num_seconds());
        }
        scene.now = decision
            .next
            .unwrap_or(now + scene.policy.check_interval)
            .max(now + TimeDelta::seconds(1));
        between(scene);
    }
    done
}

#[test]
fn a_program_that_polls_is_recognised_and_not_fought() {
    let mut scene = Scene::with(|scene| scene.info.url.clear());
    let done = registrations(&mut scene, 4_000, |scene| scene.info.url.clear());
    assert_eq!(done, [0, 30, 90]);
    let decision = scene.decide();
    assert_eq!(decision.standing, Standing::Polled { since: at(0) });
    // The user's button repairs what waits, and answers no question.
    scene.memory.forgive();
    assert_eq!(scene.decide().register, None);
    scene.memory.forget_dispute();
    assert_eq!(scene.decide().register, Some(Cause::UrlMissing));
}

#[test]
fn an_error_that_stays_is_tried_ever_more_rarely() {
    let mut scene = Scene::right();
    scene.failed_at(-1, Blame::Way);
    let day = 86_400;
    let done = registrations(&mut scene, day, |scene| {
        let now = (scene.now - at(0)).num_seconds();
        scene.failed_at(now - 1, Blame::Way);
    });
    assert_eq!(done[..6], [0, 30, 90, 210, 450, 930]);
    let gaps: Vec<i64> = done.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(gaps.windows(2).all(|two| two[0] <= two[1]), "{gaps:?}");
    assert_eq!(gaps.last(), Some(&3600));
    assert!(done.len() < 32, "{done:?}");
}

#[test]
fn a_handler_that_fails_is_never_registered_again() {
    let mut scene = Scene::right();
    scene.failed_at(-1, Blame::Handler);
    let done = registrations(&mut scene, 86_400, |scene| {
        let now = (scene.now - at(0)).num_seconds();
        scene.failed_at(now - 1, Blame::Handler);
    });
    assert!(done.is_empty());
}

#[test]
fn a_backlog_is_registered_for_once_inside_the_wait() {
    let mut scene = Scene::with(|scene| scene.info.pending_update_count = 500);
    let done = registrations(&mut scene, 3_600, |_| {});
    assert_eq!(done[0], 30, "not before a second number tells");
    let gaps: Vec<i64> = done.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(gaps.windows(2).all(|two| two[0] <= two[1]), "{gaps:?}");
    assert!(done.len() < 9, "{done:?}");
}

#[test]
fn what_has_been_right_for_a_while_starts_anew() {
    let mut scene = Scene::with(|scene| scene.info.url.clear());
    assert_eq!(scene.step().register, Some(Cause::UrlMissing));
    for _ in 0..4 {
        scene.pass(scene.policy.check_interval);
        assert_eq!(scene.step().standing, Standing::Right);
    }
    scene.info.url.clear();
    let again = scene.step();
    assert_eq!(kinds(&again), [EventKind::RemovedElsewhere]);
    assert_eq!(scene.memory.trouble(Cause::UrlMissing).unwrap().tries, 1);
}

#[test]
fn a_second_new_url_does_not_wait_for_the_first() {
    let mut scene = Scene::with(|scene| scene.info.url = webhook_url(OLD_BASE, scene.bot));
    assert_eq!(scene.step().register, Some(Cause::UrlChanged));
    scene.base = Some("https://newer.example.com");
    scene.pass(TimeDelta::seconds(1));
    assert_eq!(scene.step().register, Some(Cause::UrlChanged));
    // Put back to the old one by whoever, the same URL waits.
    scene.info.url = webhook_url(OLD_BASE, scene.bot);
    scene.pass(TimeDelta::seconds(1));
    let decision = scene.step();
    assert_eq!(decision.register, None);
    let waiting = Standing::Waiting {
        cause: Cause::UrlChanged,
        until: at(31),
    };
    assert_eq!((decision.standing, decision.next), (waiting, Some(at(31))));
}

#[test]
fn a_refused_registration_waits_as_long_as_telegram_asks() {
    let mut scene = Scene::with(|scene| scene.info.url.clear());
    let url = webhook_url(BASE, scene.bot);
    let refused = error(Code::TooManyRequests).retry_after(200);
    let memory = &mut scene.memory;
    let (standing, until) = memory.refused(Cause::UrlMissing, &url, &refused, &scene.policy, at(0));
    assert_eq!(until, at(200));
    let expected = Standing::CannotAsk {
        error: refused,
        until: Some(at(200)),
    };
    assert_eq!(standing, expected);
    scene.pass(TimeDelta::seconds(199));
    let decision = scene.step();
    assert_eq!((decision.register, decision.standing), (None, expected));
    scene.pass(TimeDelta::seconds(1));
    assert_eq!(scene.decide().register, Some(Cause::UrlMissing));
}

#[test]
fn what_cannot_be_asked_is_asked_without_a_storm() {
    for (code, waits) in [
        (Code::Timeout, [30, 60, 120, 240, 300, 300]),
        (Code::MalformedAnswer, [30, 60, 120, 240, 300, 300]),
        (Code::Unauthorized, [300, 600, 1200, 2400, 3600, 3600]),
        (Code::TelegramNotFound, [300, 600, 1200, 2400, 3600, 3600]),
    ] {
        let mut scene = Scene::with(|scene| scene.error = Some(error(code)));
        for (index, seconds) in waits.into_iter().enumerate() {
            let decision = scene.step();
            let next = decision.next.unwrap();
            assert_eq!((next - scene.now).num_seconds(), seconds, "{code:?}");
            let told = usize::from(index == 0);
            assert_eq!(decision.entries.len(), told, "{code:?}");
            scene.now = next;
        }
        scene.error = None;
        assert_eq!(kinds(&scene.step()), [EventKind::CheckRecovered]);
        assert_eq!(kinds(&scene.step()), []);
    }
    let asked = error(Code::TooManyRequests).retry_after(1000);
    let scene = Scene::with(|scene| scene.error = Some(asked));
    assert_eq!(scene.decide().next, Some(at(1000)));
}

#[test]
fn a_token_that_is_refused_is_news_after_a_network_that_failed() {
    let mut scene = Scene::with(|scene| scene.error = Some(error(Code::Timeout)));
    assert_eq!(kinds(&scene.step()), [EventKind::CheckFailed]);
    scene.error = Some(error(Code::Dns));
    assert_eq!(kinds(&scene.step()), []);
    scene.error = Some(error(Code::Unauthorized));
    assert_eq!(kinds(&scene.step()), [EventKind::CheckFailed]);
}

fn entry(kind: EventKind, seconds: i64) -> HistoryEntry {
    HistoryEntry {
        seq: 0,
        at: at(seconds),
        kind,
        cause: None,
        url: None,
        pending: None,
        code: None,
        message: None,
        detail: None,
    }
}

#[test]
fn a_start_forgets_nothing_that_was_told() {
    let mut scene = Scene::right();
    scene.info.url = "https://api.example.org:8443/hook".into();
    let entries = [HistoryEntry {
        url: Some(scene.info.url.clone()),
        ..entry(EventKind::TakenOver, -500)
    }];
    scene.memory = Memory::recall(&entries, &scene.policy, scene.now);
    let decision = scene.decide();
    assert_eq!(kinds(&decision), []);
    let since = at(-500);
    let host = "api.example.org:8443".to_owned();
    assert_eq!(decision.standing, Standing::TakenOver { host, since });

    let mut scene = Scene::right();
    scene.failed_at(-60, Blame::Handler);
    scene.error = None;
    let entries = [
        entry(EventKind::PendingHigh, -50),
        HistoryEntry {
            detail: Some("Connection refused".into()),
            ..entry(EventKind::DeliveryError, -60)
        },
        HistoryEntry {
            code: Some("unauthorized".into()),
            ..entry(EventKind::CheckFailed, -70)
        },
    ];
    scene.memory = Memory::recall(&entries, &scene.policy, scene.now);
    let told = kinds(&scene.decide());
    assert_eq!(told, [EventKind::CheckRecovered, EventKind::PendingNormal]);
    scene.error = Some(error(Code::Unauthorized));
    assert_eq!(kinds(&scene.decide()), []);
}

#[test]
fn a_start_shortens_no_wait() {
    let registered = |seconds, cause| HistoryEntry {
        cause: Some(cause),
        url: Some(webhook_url(BASE, BotId::random())),
        ..entry(EventKind::Registered, seconds)
    };
    let mut scene = Scene::with(|scene| scene.info.url.clear());
    let entries = [
        registered(-60, Cause::UrlMissing),
        registered(-120, Cause::UrlMissing),
        registered(-150, Cause::UrlMissing),
        entry(EventKind::RemovedElsewhere, -150),
        registered(-4000, Cause::UrlMissing),
    ];
    scene.memory = Memory::recall(&entries[1..], &scene.policy, scene.now);
    let decision = scene.decide();
    assert_eq!((decision.register, kinds(&decision)), (None, vec![]));

    scene.memory = Memory::recall(&entries, &scene.policy, scene.now);
    assert!(matches!(scene.decide().standing, Standing::Polled { .. }));

    // What the user did since then ends it.
    let mut entries = entries.to_vec();
    entries.insert(0, registered(-30, Cause::User));
    scene.memory = Memory::recall(&entries, &scene.policy, scene.now);
    assert_eq!(scene.decide().register, Some(Cause::UrlMissing));
}
