//! What moves: the public URL, and the webhook under somebody else's hands.

use super::*;
use hookbay_engine::api::types::{DeleteWebhook, Dispute, ListPending, SettleDispute, TakeOver};
use hookbay_engine::error::Code;
use hookbay_sandbox::telegram::control::{Fault, FaultOrder, Name};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_bots_move_to_the_new_url_and_no_update_is_lost() {
    let rig = Rig::online(calm()).await;
    let mut bots = Vec::new();
    for _ in 0..10 {
        bots.push(rig.listening().await);
    }
    for bot in &bots {
        rig.says(bot, "before");
    }
    for bot in &bots {
        rig.received(bot, 1).await;
    }
    let old = rig.public_url().await;
    rig.edge.refuse_connections(true);
    rig.edge.new_url();
    rig.edge.cut();
    eventually("the tunnel is away", || async {
        let state = rig.app.tunnel().await.unwrap().state;
        state.public_url().is_none().then_some(())
    })
    .await;
    for bot in &bots {
        let standing = rig.view(bot).await.watch.standing;
        assert_eq!(standing, Standing::NoPublicUrl);
        rig.says(bot, "meanwhile");
    }
    rig.edge.refuse_connections(false);
    let new = rig.public_url().await;
    assert_ne!(old, new);
    let mut last = None;
    for bot in &bots {
        let told = rig.registered_for(bot, Cause::UrlChanged).await;
        assert!(told.url.unwrap().starts_with(&new));
        assert!(rig.registered_url(bot).await.starts_with(&new));
        last = last.max(Some(told.at));
        rig.says(bot, "after");
    }
    let TunnelState::Online { since, .. } = rig.app.tunnel().await.unwrap().state else {
        panic!("the tunnel is away again");
    };
    let took = last.unwrap() - since;
    println!("10 bots moved in {} ms", took.num_milliseconds());
    for bot in &bots {
        rig.received(bot, 3).await;
        rig.stands(bot, "right", |standing| *standing == Standing::Right)
            .await;
        // What Telegram has delivered, it has delivered once. It knows so a moment after it is stored.
        let delivered = eventually("Telegram has all three answers", || async {
            let attempts = rig.telegram.control().deliveries(&bot.token).unwrap();
            let delivered = attempts.iter().filter(|attempt| attempt.delivered).count();
            (delivered >= 3).then_some(delivered)
        });
        assert_eq!(delivered.await, 3);
    }
    rig.app.shutdown().await;
}

#[tokio::test]
async fn a_tunnel_that_comes_back_with_its_url_leaves_the_webhook_alone() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    let checked = rig.view(&bot).await.watch.last_checked_at;
    rig.edge.cut();
    eventually("it is looked at again", || async {
        let now = rig.view(&bot).await.watch;
        (now.last_checked_at > checked && now.standing == Standing::Right).then_some(())
    })
    .await;
    assert_eq!(rig.story(&bot).await, []);
}

#[tokio::test]
async fn a_webhook_that_was_deleted_elsewhere_is_set_again_with_its_wishes_and_secret() {
    let rig = Rig::online(quick()).await;
    let bot = rig.bot().await;
    let input = SetWebhook {
        options: WebhookOptions {
            max_connections: Some(7),
            allowed_updates: Some(vec!["message".into()]),
            secret_token: Some(Secret::new("the-one-that-is-kept")),
            ..WebhookOptions::default()
        },
        ..set(bot.id)
    };
    rig.app.set_webhook(input).await.unwrap();
    rig.call(&bot, "deleteWebhook", json!({})).await;
    rig.says(&bot, "while there is none");
    rig.received(&bot, 1).await;
    rig.registered_for(&bot, Cause::UrlMissing).await;
    let expected = [
        (EventKind::RemovedElsewhere, None),
        (EventKind::Registered, Some(Cause::UrlMissing)),
    ];
    assert_eq!(rig.story(&bot).await, expected);
    let calls = rig.telegram.control().calls(&bot.token).unwrap();
    let mut sets = calls
        .iter()
        .filter(|call| call.method == "setWebhook" && call.status == 200);
    let last = &sets.next_back().unwrap().parameters;
    assert_eq!(last["max_connections"], "7");
    assert_eq!(last["secret_token"], "the-one-that-is-kept");
    assert_eq!(last["allowed_updates"], r#"["message"]"#);
    assert!(!last.contains_key("drop_pending_updates") || last["drop_pending_updates"] != "true");
}

#[tokio::test]
async fn somebody_elses_webhook_is_told_and_not_fought() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let theirs = "https://127.0.0.1:9443/their-bot";
    rig.set_elsewhere(&bot, json!({ "url": theirs })).await;
    let is_theirs = |standing: &Standing| match standing {
        Standing::TakenOver { host, .. } => host == "127.0.0.1:9443",
        _ => false,
    };
    rig.stands(&bot, "taken over", is_theirs).await;
    // Some checks later it is as it was.
    let input = ListPending {
        bot_id: bot.id,
        since: chrono::Utc::now(),
    };
    eventually("more checks", || async {
        let series = rig.app.list_pending(input).await.unwrap();
        (series.samples.len() >= 4).then_some(())
    })
    .await;
    assert_eq!(rig.registered_url(&bot).await, theirs);
    assert_eq!(rig.story(&bot).await, [(EventKind::TakenOver, None)]);
    // Nor does the button fight.
    rig.app.refresh_webhook(bot.id).await.unwrap();
    assert_eq!(rig.registered_url(&bot).await, theirs);
    // The user takes it back: nothing is in dispute any more.
    let answer = SettleDispute {
        bot_id: bot.id,
        answer: Dispute::TakeBack,
    };
    eventually("the server lets it be set", || async {
        rig.app.settle_dispute(answer).await.ok()
    })
    .await;
    rig.stands(&bot, "right", |standing| *standing == Standing::Right)
        .await;
}

#[tokio::test]
async fn after_a_giving_back_that_was_refused_ours_is_back_and_nobody_is_blamed() {
    let rig = Rig::online(calm()).await;
    let bot = rig.bot().await;
    let leads_to = |address: &str| {
        let to = Name::Address(address.parse().unwrap());
        rig.telegram.control().set_name("theirs.example.com", to);
    };
    leads_to("127.0.0.1");
    let theirs = json!({ "url": "https://theirs.example.com/hook" });
    rig.set_elsewhere(&bot, theirs).await;
    let input = SetWebhook {
        take_over: Some(TakeOver::default()),
        ..set(bot.id)
    };
    rig.app.set_webhook(input).await.unwrap();
    // Telegram erases ours, and then refuses theirs.
    leads_to("2001:db8::1");
    let slow = FaultOrder {
        fault: Fault::Slow {
            milliseconds: 1_000,
        },
        calls: 1,
        method: Some("setWebhook".into()),
    };
    rig.telegram.control().add_fault(&bot.token, slow).unwrap();
    // Somebody presses the button meanwhile, and that check waits for its turn.
    let (given_back, _) = tokio::join!(rig.app.give_back(bot.id), rig.app.refresh_webhook(bot.id));
    assert_eq!(given_back.unwrap_err().code, Code::BadWebhook);
    rig.registered_for(&bot, Cause::UrlMissing).await;
    let public = rig.public_url().await;
    assert!(rig.registered_url(&bot).await.starts_with(&public));
    let expected = [(EventKind::Registered, Some(Cause::UrlMissing))];
    assert_eq!(rig.story(&bot).await, expected);
}

#[tokio::test]
async fn a_login_in_somebody_elses_url_is_in_no_history() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let theirs = "https://ann:pass-word@127.0.0.1:9443/their-bot";
    rig.set_elsewhere(&bot, json!({ "url": theirs })).await;
    let told = rig.told(&bot, EventKind::TakenOver).await;
    let shown = "https://••••@127.0.0.1:9443/their-bot";
    assert_eq!(told.url.as_deref(), Some(shown));
}

#[tokio::test]
async fn a_program_that_polls_is_recognised() {
    // What is not seen for four of these is forgotten.
    let policy = Policy {
        check_interval: chrono::TimeDelta::seconds(1),
        ..quick()
    };
    let rig = Rig::online(policy).await;
    let bot = rig.listening().await;
    let client = reqwest::Client::new();
    let url = format!("{}/bot{}/deleteWebhook", rig.telegram.api_root(), bot.token);
    let polled = async {
        loop {
            client.post(&url).send().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let recognised = rig.stands(&bot, "polled", |standing| {
        matches!(standing, Standing::Polled { .. })
    });
    tokio::select! {
        () = polled => {}
        _ = recognised => {}
    }
    let story = rig.story(&bot).await;
    let removed = story
        .iter()
        .filter(|told| told.0 == EventKind::RemovedElsewhere);
    assert_eq!(removed.count(), 1, "{story:?}");
    let tries = story.iter().filter(|told| told.0 == EventKind::Registered);
    assert_eq!(tries.count(), 3, "{story:?}");
}

#[tokio::test]
async fn a_webhook_that_is_not_wanted_any_more_is_left_alone() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let input = DeleteWebhook {
        bot_id: bot.id,
        drop_pending_updates: false,
        delete_foreign: false,
    };
    rig.app.delete_webhook(input).await.unwrap();
    let is_left = |standing: &Standing| *standing == Standing::NotWanted;
    rig.stands(&bot, "not wanted", is_left).await;
    let checked = rig.view(&bot).await.watch.last_checked_at;
    eventually("it is looked at again", || async {
        (rig.view(&bot).await.watch.last_checked_at > checked).then_some(())
    })
    .await;
    assert_eq!(rig.registered_url(&bot).await, "");
    assert_eq!(rig.story(&bot).await, []);
}
