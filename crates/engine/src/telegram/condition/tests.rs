//! Each state that getWebhookInfo can show.

use super::{Around, Condition, conditions, explain};
use crate::domain::webhook::{Mend, WebhookInfo};
use chrono::{DateTime, TimeDelta, Utc};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn info() -> WebhookInfo {
    WebhookInfo {
        url: "https://bot.example.com/x".into(),
        ip_address: Some("149.154.167.220".into()),
        ..WebhookInfo::default()
    }
}

fn found(info: &WebhookInfo, around: &Around) -> Vec<Condition> {
    conditions(info, around, now())
}

#[test]
fn a_quiet_webhook_has_none() {
    let around = Around {
        pending_before: Some(7),
        addresses: vec!["149.154.167.220".parse().unwrap()],
        is_address_fixed: false,
    };
    assert_eq!(found(&info(), &around), []);
    let falling = WebhookInfo {
        pending_update_count: 6,
        ..info()
    };
    assert_eq!(found(&falling, &around), []);
}

#[test]
fn pending_not_falling() {
    let around = Around {
        pending_before: Some(7),
        ..Around::default()
    };
    for (error, word) in [
        (None, "without an answer"),
        (Some("Connection refused"), "same chat"),
    ] {
        let info = WebhookInfo {
            pending_update_count: 7,
            last_error_message: error.map(str::to_owned),
            ..info()
        };
        let found = found(&info, &around);
        assert!(explain(&found[0]).cause.contains(word), "{found:?}");
    }
}

#[test]
fn queue_limit() {
    let info = WebhookInfo {
        pending_update_count: 95_000,
        ..info()
    };
    let found = found(&info, &Around::default());
    assert_eq!(found, [Condition::NearlyFull { pending: 95_000 }]);
    assert!(explain(&found[0]).cause.contains("100000"));
}

#[test]
fn last_synchronization_error_date() {
    for (ago, is_told) in [(TimeDelta::minutes(3), true), (TimeDelta::hours(3), false)] {
        let info = WebhookInfo {
            last_synchronization_error_date: Some((now() - ago).timestamp()),
            ..info()
        };
        assert_eq!(!found(&info, &Around::default()).is_empty(), is_told);
    }
}

#[test]
fn ip_address_unknown() {
    let info = WebhookInfo {
        ip_address: Some("<unknown>".into()),
        ..info()
    };
    let found = found(&info, &Around::default());
    assert_eq!(found, [Condition::NoAddress]);
    assert_eq!(explain(&found[0]).mend, Some(Mend::SetWebhook));
}

#[test]
fn ip_address_of_before() {
    let moved = Around {
        addresses: vec!["91.108.4.1".parse().unwrap()],
        ..Around::default()
    };
    let found_now = found(&info(), &moved);
    assert!(matches!(found_now[..], [Condition::OldAddress { .. }]));
    let told = explain(&found_now[0]);
    assert!(told.cause.contains("30 minutes") && told.cause.contains("91.108.4.1"));
    assert_eq!(told.mend, Some(Mend::SetWebhook));
    let fixed = Around {
        is_address_fixed: true,
        ..moved
    };
    assert_eq!(found(&info(), &fixed), []);
}

#[test]
fn gone_for_23_hours() {
    let info = WebhookInfo {
        last_error_message: Some("Wrong response from the webhook: 410 Gone".into()),
        ..info()
    };
    let found = found(&info, &Around::default());
    assert_eq!(found, [Condition::Going]);
    assert!(explain(&found[0]).cause.contains("23 hours"));
}
