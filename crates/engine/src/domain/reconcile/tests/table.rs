//! Every rule, one row each: where things are, what is done, what is shown, what is written down.

use super::*;

type Row = (&'static str, Scene, Option<Cause>, Standing, Vec<EventKind>);

fn fails(seconds: i64) -> Standing {
    Standing::DeliveryFails { since: at(seconds) }
}

/// The rules of the worker that this one grew from: missing, invalid, recent errors, too many pending.
fn first_rules() -> Vec<Row> {
    vec![
        ("all is well", Scene::right(), None, Standing::Right, vec![]),
        (
            "the URL is missing",
            Scene::with(|scene| scene.info.url.clear()),
            Some(Cause::UrlMissing),
            Standing::Right,
            vec![EventKind::RemovedElsewhere],
        ),
        (
            "the URL is one that Telegram cannot deliver to",
            Scene::with(|scene| {
                scene.info.url = webhook_url("https://old.example.com:9443", scene.bot);
            }),
            Some(Cause::UrlInvalid),
            Standing::Right,
            vec![],
        ),
        (
            "what we registered is not a URL at all",
            Scene::with(|scene| {
                scene.registered = Some("nonsense ://".into());
                scene.info.url = "nonsense ://".into();
            }),
            Some(Cause::UrlInvalid),
            Standing::Right,
            vec![],
        ),
        (
            "recent errors",
            Scene::with(|scene| scene.failed_at(-60, Blame::Way)),
            Some(Cause::NewErrors),
            Standing::Right,
            vec![EventKind::DeliveryError],
        ),
        (
            "too many pending updates, not falling",
            Scene::with(|scene| {
                scene.memory.pending = vec![(at(-300), 150)];
                scene.info.pending_update_count = 150;
            }),
            Some(Cause::PendingHigh),
            Standing::Right,
            vec![EventKind::PendingHigh],
        ),
    ]
}

fn whose_it_is() -> Vec<Row> {
    vec![
        (
            "the public URL has changed",
            Scene::with(|scene| scene.info.url = webhook_url(OLD_BASE, scene.bot)),
            Some(Cause::UrlChanged),
            Standing::Right,
            vec![],
        ),
        (
            "somebody else's URL while we hold the webhook",
            Scene::with(|scene| scene.info.url = "https://api.example.org/hook".into()),
            None,
            Standing::TakenOver {
                host: "api.example.org".into(),
                since: at(0),
            },
            vec![EventKind::TakenOver],
        ),
        (
            "the same, already told",
            Scene::with(|scene| {
                scene.info.url = "https://api.example.org/other".into();
                scene.memory.taken_over = Some(("api.example.org".into(), at(-900)));
            }),
            None,
            Standing::TakenOver {
                host: "api.example.org".into(),
                since: at(-900),
            },
            vec![],
        ),
        (
            "another bot's URL at our own base is somebody else's",
            Scene::with(|scene| scene.info.url = webhook_url(BASE, BotId::random())),
            None,
            Standing::TakenOver {
                host: "new.example.com".into(),
                since: at(0),
            },
            vec![EventKind::TakenOver],
        ),
        (
            "somebody else's URL, and no public URL of ours",
            Scene::with(|scene| {
                scene.info.url = "https://api.example.org/hook".into();
                scene.base = None;
            }),
            None,
            Standing::TakenOver {
                host: "api.example.org".into(),
                since: at(0),
            },
            vec![EventKind::TakenOver],
        ),
        (
            "none was set from here",
            Scene::with(|scene| {
                scene.registered = None;
                scene.info.url = "https://api.example.org/hook".into();
                scene.info.pending_update_count = 5_000;
                scene.failed_at(-1, Blame::Way);
            }),
            None,
            Standing::NotWanted,
            vec![],
        ),
        (
            "none was set from here, and Telegram cannot be asked",
            Scene::with(|scene| {
                scene.registered = None;
                scene.error = Some(error(Code::Unauthorized));
            }),
            None,
            Standing::NotWanted,
            vec![],
        ),
        (
            "missing after a registration of ours that was refused",
            Scene::with(|scene| {
                scene.info.url.clear();
                scene.memory.erased = true;
            }),
            Some(Cause::UrlMissing),
            Standing::Right,
            vec![],
        ),
    ]
}

fn left_alone() -> Vec<Row> {
    let paused = |change: fn(&mut Scene)| {
        Scene::with(|scene| {
            scene.paused = true;
            change(scene);
        })
    };
    vec![
        (
            "paused, and missing",
            paused(|scene| scene.info.url.clear()),
            None,
            Standing::Paused,
            vec![],
        ),
        (
            "paused, and not to be asked",
            paused(|scene| scene.error = Some(error(Code::Unauthorized))),
            None,
            Standing::Paused,
            vec![],
        ),
        (
            "no public URL: what is registered stays",
            Scene::with(|scene| scene.base = None),
            None,
            Standing::NoPublicUrl,
            vec![],
        ),
        (
            "no public URL, and missing",
            Scene::with(|scene| {
                scene.base = None;
                scene.info.url.clear();
            }),
            None,
            Standing::NoPublicUrl,
            vec![EventKind::RemovedElsewhere],
        ),
        (
            "no public URL, and deliveries fail",
            Scene::with(|scene| {
                scene.base = None;
                scene.failed_at(-5, Blame::Way);
            }),
            None,
            Standing::NoPublicUrl,
            vec![EventKind::DeliveryError],
        ),
        (
            "webhook_auto_refresh off, and missing",
            Scene::with(|scene| {
                scene.auto_refresh = false;
                scene.info.url.clear();
            }),
            None,
            Standing::ReportOnly {
                cause: Cause::UrlMissing,
            },
            vec![EventKind::RemovedElsewhere],
        ),
        (
            "webhook_auto_refresh off, and recent errors",
            Scene::with(|scene| {
                scene.auto_refresh = false;
                scene.failed_at(-60, Blame::Way);
            }),
            None,
            Standing::ReportOnly {
                cause: Cause::NewErrors,
            },
            vec![EventKind::DeliveryError],
        ),
    ]
}

fn errors_and_backlogs() -> Vec<Row> {
    vec![
        (
            "an error older than the last registration",
            Scene::with(|scene| scene.failed_at(-4000, Blame::Way)),
            None,
            Standing::Right,
            vec![],
        ),
        (
            "an error older than the last update that arrived",
            Scene::with(|scene| {
                scene.failed_at(-60, Blame::Way);
                scene.last_success_at = Some(at(-30));
            }),
            None,
            Standing::Right,
            vec![],
        ),
        (
            "an error newer than the last update that arrived",
            Scene::with(|scene| {
                scene.failed_at(-20, Blame::Way);
                scene.last_success_at = Some(at(-30));
            }),
            Some(Cause::NewErrors),
            Standing::Right,
            vec![EventKind::DeliveryError],
        ),
        (
            "the handler fails: registering again would not cure it",
            Scene::with(|scene| scene.failed_at(-60, Blame::Handler)),
            None,
            fails(-60),
            vec![EventKind::DeliveryError],
        ),
        (
            "an error of Telegram's own side",
            Scene::with(|scene| scene.failed_at(-60, Blame::Telegram)),
            None,
            fails(-60),
            vec![EventKind::DeliveryError],
        ),
        (
            "an error that nobody knows",
            Scene::with(|scene| scene.failed_at(-60, Blame::Unknown)),
            None,
            fails(-60),
            vec![EventKind::DeliveryError],
        ),
        (
            "the same error, already told",
            Scene::with(|scene| {
                scene.failed_at(-60, Blame::Handler);
                scene.memory.told_error = Some((at(-60).timestamp(), "Connection refused".into()));
            }),
            None,
            fails(-60),
            vec![],
        ),
        (
            "the error comes back after a registration for it",
            Scene::with(|scene| {
                scene.failed_at(-5, Blame::Way);
                scene.registered_at = Some(at(-10));
                let url = webhook_url(BASE, scene.bot);
                scene.memory.registered(Cause::NewErrors, &url, at(-10));
            }),
            None,
            fails(-5),
            vec![EventKind::DeliveryError],
        ),
        (
            "many pending updates, but falling",
            Scene::with(|scene| {
                scene.memory.pending = vec![(at(-600), 900), (at(-300), 700)];
                scene.info.pending_update_count = 500;
            }),
            None,
            Standing::Right,
            vec![],
        ),
        (
            "many pending updates, seen for the first time",
            Scene::with(|scene| scene.info.pending_update_count = 500),
            None,
            Standing::Right,
            vec![],
        ),
        (
            "as many as the threshold allows",
            Scene::with(|scene| {
                scene.memory.pending = vec![(at(-300), 100)];
                scene.info.pending_update_count = 100;
            }),
            None,
            Standing::Right,
            vec![],
        ),
        (
            "still many after a registration for it",
            Scene::with(|scene| {
                let url = webhook_url(BASE, scene.bot);
                scene.memory.registered(Cause::PendingHigh, &url, at(-10));
                scene.memory.pending = vec![(at(-300), 500)];
                scene.memory.pending_told = true;
                scene.info.pending_update_count = 500;
            }),
            None,
            Standing::Backlog { pending: 500 },
            vec![],
        ),
        (
            "they do not wait any more",
            Scene::with(|scene| scene.memory.pending_told = true),
            None,
            Standing::Right,
            vec![EventKind::PendingNormal],
        ),
    ]
}

#[test]
fn every_rule() {
    let rows = [
        first_rules(),
        whose_it_is(),
        left_alone(),
        errors_and_backlogs(),
    ];
    for (name, scene, register, standing, entries) in rows.into_iter().flatten() {
        let decision = scene.decide();
        assert_eq!(decision.register, register, "{name}");
        assert_eq!(decision.standing, standing, "{name}");
        assert_eq!(kinds(&decision), entries, "{name}");
        // Told once: asked again of the same, nothing is news.
        let again = Scene {
            memory: decision.memory.clone(),
            ..scene
        };
        assert_eq!(kinds(&again.decide()), [], "{name}");
    }
}

#[test]
fn an_entry_says_what_it_is_about() {
    let mut scene = Scene::right();
    scene.failed_at(-60, Blame::Handler);
    scene.info.pending_update_count = 3;
    let told = scene.decide().entries.remove(0);
    assert_eq!(told.at, at(-60));
    assert_eq!(told.detail.as_deref(), Some("Connection refused"));
    assert_eq!((told.pending, told.error), (Some(3), None));

    scene.info.url = "https://api.example.org/hook".into();
    let told = scene.decide().entries.remove(0);
    assert_eq!(told.url.as_deref(), Some("https://api.example.org/hook"));
}
