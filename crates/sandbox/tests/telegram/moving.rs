//! A host whose address moves, and a resolver that is slow about it.

use std::net::{IpAddr, Ipv4Addr};

use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::Name;

use crate::desk::{Desk, local, within};
use crate::hook::{Hook, status};

pub const HOST: &str = "moving.example";

pub fn at(last: u8) -> Name {
    Name::Address(IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)))
}

pub async fn until_at(desk: &Desk, ip: &str) {
    within("the new address", async {
        while desk.info().await["ip_address"] != ip {}
    })
    .await;
}

#[tokio::test]
async fn a_silent_resolver_holds_nothing_up() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.control.set_name(HOST, at(1));
    desk.set_url(&format!("http://{HOST}:{}/", hook.port)).await;
    desk.control.set_name(HOST, Name::Silent);
    desk.clock.advance(TimeDelta::minutes(31));
    desk.say("x");
    assert_eq!(desk.attempt(1).await["delivered"], true);
    desk.control.set_name(HOST, at(2));
    until_at(&desk, "127.0.0.2").await;
}

#[tokio::test]
async fn an_address_that_was_given_is_never_looked_up() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let url = format!("http://{HOST}:{}/", hook.port);
    let set = serde_json::json!({"url": url, "ip_address": "127.0.0.1"});
    assert_eq!(desk.set(set).await["ok"], true);
    desk.control.set_name(HOST, at(2));
    desk.clock.advance(TimeDelta::minutes(31));
    desk.say("x");
    assert_eq!(desk.attempt(1).await["delivered"], true);
    assert_eq!(desk.info().await["ip_address"], "127.0.0.1");
}
