//! The Bot API's client against real sockets: what is sent, how each failure is told, and that the
//! token is in none of it.

mod canned;
mod failures;

use canned::{Canned, TOKEN, endpoint};
use hookbay_engine::domain::webhook::WebhookInfo;
use hookbay_engine::secret::Secret;
use hookbay_engine::telegram::{Client, SetWebhookRequest};

#[tokio::test]
async fn get_me_reads_every_field() {
    let server = Canned::ok(
        r#"{"id":42,"is_bot":true,"first_name":"Pizza orders","username":"pizza_orders_bot","can_join_groups":true,
            "can_read_all_group_messages":true,"supports_inline_queries":true,"supports_guest_queries":true,
            "can_connect_to_business":true,"has_main_web_app":true,"has_topics_enabled":true,
            "allows_users_to_create_topics":true,"can_manage_bots":true,"supports_join_request_queries":true,"new":1}"#,
    )
    .await;
    let user = Client::new()
        .unwrap()
        .get_me(&server.endpoint())
        .await
        .unwrap();
    assert_eq!(
        (user.id, user.first_name.as_str(), user.username.as_deref()),
        (42, "Pizza orders", Some("pizza_orders_bot"))
    );
    let flags = [
        user.is_bot,
        user.can_join_groups,
        user.can_read_all_group_messages,
        user.supports_inline_queries,
        user.supports_guest_queries,
        user.can_connect_to_business,
        user.has_main_web_app,
        user.has_topics_enabled,
        user.allows_users_to_create_topics,
        user.can_manage_bots,
        user.supports_join_request_queries,
    ];
    assert_eq!(flags, [true; 11]);
    assert!(!user.is_premium && !user.added_to_attachment_menu && user.last_name.is_none());
    assert_eq!(server.requests()[0].path, format!("/bot{TOKEN}/getMe"));
}

#[tokio::test]
async fn the_test_environment_has_its_own_path() {
    let server = Canned::ok(r#"{"id":42,"is_bot":true,"first_name":"B"}"#).await;
    let mut endpoint = server.endpoint();
    endpoint.test = true;
    Client::new().unwrap().get_me(&endpoint).await.unwrap();
    assert_eq!(server.requests()[0].path, format!("/bot{TOKEN}/test/getMe"));
}

#[tokio::test]
async fn a_localhost_name_leads_here_on_every_system() {
    let server = Canned::ok("{\"url\":\"\"}").await;
    let mut endpoint = server.endpoint();
    endpoint.root = endpoint.root.replace("127.0.0.1", "telegram.localhost");
    Client::new()
        .unwrap()
        .get_webhook_info(&endpoint)
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn set_webhook_sends_json_and_only_what_is_wanted() {
    let server = Canned::new(
        200,
        r#"{"ok":true,"result":true,"description":"Webhook was set"}"#,
    )
    .await;
    let client = Client::new().unwrap();
    let mut wanted = SetWebhookRequest {
        url: "https://a.example/hook".into(),
        ..SetWebhookRequest::default()
    };
    assert_eq!(
        client
            .set_webhook(&server.endpoint(), &wanted)
            .await
            .unwrap(),
        "Webhook was set"
    );
    wanted = SetWebhookRequest {
        ip_address: Some("8.8.8.8".into()),
        max_connections: Some(7),
        allowed_updates: Some(vec!["message".into(), "poll".into()]),
        drop_pending_updates: true,
        secret_token: Some(Secret::new("s3cret")),
        ..wanted
    };
    client
        .set_webhook(&server.endpoint(), &wanted)
        .await
        .unwrap();

    let requests = server.requests();
    assert_eq!(requests[0].content_type, "application/json");
    let bodies: Vec<serde_json::Value> = requests
        .iter()
        .map(|request| serde_json::from_slice(&request.body).unwrap())
        .collect();
    assert_eq!(
        bodies[0],
        serde_json::json!({"url": "https://a.example/hook", "drop_pending_updates": false})
    );
    assert_eq!(
        bodies[1],
        serde_json::json!({"url": "https://a.example/hook", "ip_address": "8.8.8.8", "max_connections": 7,
            "allowed_updates": ["message", "poll"], "drop_pending_updates": true, "secret_token": "s3cret"})
    );
    assert!(!format!("{wanted:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_certificate_goes_as_a_file_with_the_rest_beside_it() {
    let server = Canned::ok("true").await;
    let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let wanted = SetWebhookRequest {
        url: "https://a.example/hook".into(),
        certificate_pem: Some(pem.into()),
        ip_address: Some("8.8.8.8".into()),
        max_connections: Some(7),
        allowed_updates: Some(vec!["message".into()]),
        drop_pending_updates: true,
        secret_token: Some(Secret::new("s3cret")),
    };
    Client::new()
        .unwrap()
        .set_webhook(&server.endpoint(), &wanted)
        .await
        .unwrap();
    let requests = server.requests();
    let fields = requests[0].multipart().await;
    let find = |name: &str| {
        fields
            .iter()
            .find(|field| field.0 == name)
            .map(|field| (field.1.as_deref(), field.2.as_str()))
    };
    assert_eq!(find("certificate"), Some((Some("certificate.pem"), pem)));
    for (name, value) in [
        ("url", "https://a.example/hook"),
        ("ip_address", "8.8.8.8"),
        ("max_connections", "7"),
        ("allowed_updates", r#"["message"]"#),
        ("drop_pending_updates", "true"),
        ("secret_token", "s3cret"),
    ] {
        assert_eq!(find(name), Some((None, value)), "{name}");
    }
    assert_eq!(fields.len(), 7);
}

#[tokio::test]
async fn delete_webhook_says_whether_to_drop() {
    let server = Canned::new(
        200,
        r#"{"ok":true,"result":true,"description":"Webhook was deleted"}"#,
    )
    .await;
    let client = Client::new().unwrap();
    client
        .delete_webhook(&server.endpoint(), true)
        .await
        .unwrap();
    client
        .delete_webhook(&server.endpoint(), false)
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].path, format!("/bot{TOKEN}/deleteWebhook"));
    assert_eq!(&requests[0].body[..], br#"{"drop_pending_updates":true}"#);
    assert_eq!(&requests[1].body[..], br#"{"drop_pending_updates":false}"#);
}

#[tokio::test]
async fn get_webhook_info_reads_every_field_and_none() {
    let server = Canned::ok(
        r#"{"url":"https://a.example/hook","has_custom_certificate":true,"pending_update_count":12,
            "ip_address":"<unknown>","last_error_date":1795356129,"last_error_message":"Connection refused",
            "last_synchronization_error_date":1795356130,"max_connections":40,"allowed_updates":["message"]}"#,
    )
    .await;
    let info = Client::new()
        .unwrap()
        .get_webhook_info(&server.endpoint())
        .await
        .unwrap();
    let expected = WebhookInfo {
        url: "https://a.example/hook".into(),
        has_custom_certificate: true,
        pending_update_count: 12,
        ip_address: Some("<unknown>".into()),
        last_error_date: Some(1_795_356_129),
        last_error_message: Some("Connection refused".into()),
        last_synchronization_error_date: Some(1_795_356_130),
        max_connections: Some(40),
        allowed_updates: Some(vec!["message".into()]),
    };
    assert_eq!(info, expected);

    let none =
        Canned::ok(r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#).await;
    let info = Client::new()
        .unwrap()
        .get_webhook_info(&none.endpoint())
        .await
        .unwrap();
    assert_eq!(info, WebhookInfo::default());
}

#[tokio::test]
async fn debug_of_an_endpoint_hides_the_token() {
    canned::assert_no_token(&format!(
        "{:?}",
        endpoint("https://api.telegram.org".into())
    ));
}
