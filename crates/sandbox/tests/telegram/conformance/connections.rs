//! How many connections there are, for how long, and to which address.

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::watch;

use crate::desk::local;
use crate::hook::{Hook, Reply, status};
use crate::moving::{HOST, at, until_at};

#[tokio::test]
async fn while_nothing_succeeds_connections_are_opened_every_two_seconds() {
    let desk = local().await;
    let hook = Hook::start(|_| Reply::BytesThenClose("HTTP/1.0 500 x\r\n\r\n".to_owned())).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    let mut times = Vec::new();
    for number in 1..=4 {
        let attempt = desk.attempt(number).await;
        times.push(
            attempt["at"].as_str().unwrap()[17..19]
                .parse::<i64>()
                .unwrap(),
        );
        desk.clock
            .advance(TimeDelta::seconds(if number < 3 { 2 } else { 4 }));
    }
    // The waits were 0, 2 and 4; the first retry had to wait for its connection.
    let gaps: Vec<i64> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert_eq!(gaps, [2, 2, 4]);
}

#[tokio::test]
async fn while_all_is_well_ten_are_opened_in_half_a_second() {
    let desk = local().await;
    let (open, gate) = watch::channel(false);
    let hook = Hook::start(move |request| {
        if request.body.contains("warm") {
            status("200 OK")
        } else {
            Reply::Hold(gate.clone())
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("warm");
    desk.attempt(1).await;
    for chat in 1..=30 {
        let date = desk.clock.now().timestamp();
        desk.update("message", &json!({"date": date, "chat": {"id": chat}}));
    }
    // The one that is open, and ten more.
    hook.wait_for(12).await;
    assert_eq!(hook.received().len(), 12);
    desk.clock.advance(TimeDelta::milliseconds(500));
    hook.wait_for(22).await;
    assert_eq!(hook.received().len(), 22);
    open.send_replace(true);
    desk.attempt(31).await;
}

#[tokio::test]
async fn connections_are_kept_for_a_minute() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    desk.say("a");
    desk.attempt(1).await;
    desk.clock.advance(TimeDelta::seconds(59));
    desk.say("b");
    desk.attempt(2).await;
    desk.clock.advance(TimeDelta::seconds(60));
    desk.say("c");
    desk.attempt(3).await;
    let used: Vec<usize> = hook
        .received()
        .iter()
        .map(|request| request.connection)
        .collect();
    assert_eq!(used, [0, 0, 1]);
}

#[tokio::test]
async fn connections_end_when_the_answer_says_so() {
    let desk = local().await;
    let hook = Hook::start(|_| {
        Reply::Bytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned())
    })
    .await;
    desk.set_url(&hook.url()).await;
    for number in 1..=2 {
        desk.say("x");
        desk.attempt(number).await;
    }
    let used: Vec<usize> = hook
        .received()
        .iter()
        .map(|request| request.connection)
        .collect();
    assert_eq!(used, [0, 1]);
}

#[tokio::test]
async fn connections_of_the_old_protocol_carry_one_update() {
    let desk = local().await;
    let hook =
        Hook::start(|_| Reply::Bytes("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n".to_owned()))
            .await;
    desk.set_url(&hook.url()).await;
    for number in 1..=2 {
        desk.say("x");
        desk.attempt(number).await;
    }
    let received = hook.received();
    assert_eq!((received[0].connection, received[1].connection), (0, 1));
}

#[tokio::test]
async fn after_half_an_hour_deliveries_follow_the_name() {
    let desk = local().await;
    let (open, gate) = watch::channel(false);
    let old = Hook::start(move |_| Reply::Hold(gate.clone())).await;
    let there = format!("127.0.0.2:{}", old.port);
    let new = Hook::serve_at(&there, None, |_| status("200 OK")).await;
    desk.control.set_name(HOST, at(1));
    desk.set_url(&format!("http://{HOST}:{}/", old.port)).await;

    desk.control.set_name(HOST, at(2));
    desk.clock.advance(TimeDelta::seconds(29 * 60 + 30));
    assert_eq!(desk.info().await["ip_address"], "127.0.0.1");
    // On its way to the old address while the name is looked up again.
    desk.say("first");
    old.wait_for(1).await;
    desk.clock.advance(TimeDelta::seconds(30));
    until_at(&desk, "127.0.0.2").await;
    open.send_replace(true);
    desk.attempt(1).await;

    desk.say("second");
    assert_eq!(desk.attempt(2).await["delivered"], true);
    assert_eq!((old.received().len(), new.received().len()), (1, 1));
}
