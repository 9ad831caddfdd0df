//! Somebody else's webhook: not taken, not deleted without consent; put back, and given up.

use super::{Door, answer, problem};
use crate::fixture::cloud_bot;
use hookbay_engine::api::types::{AddBot, BotId, Environment};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const THEIRS: &str = "https://127.0.0.1:8443/their-bot";

/// A bot of the sandbox's whose webhook is somebody else's.
struct Guest<'a> {
    door: &'a Door,
    id: BotId,
    token: String,
}

impl<'a> Guest<'a> {
    async fn new(door: &'a Door) -> Self {
        door.bench.app.start_sandbox().await.unwrap();
        let token = door.bench.token().await;
        let add = AddBot {
            environment: Environment::Sandbox,
            ..cloud_bot(&token)
        };
        let id = door.bench.app.add_bot(add).await.unwrap().id;
        let guest = Self { door, id, token };
        guest.theirs().await;
        guest
    }

    /// Their program sets its webhook.
    async fn theirs(&self) {
        let root = self.door.bench.telegram.api_root();
        let url = format!("{root}/bot{}/setWebhook", self.token);
        let call = super::client().post(url).json(&json!({ "url": THEIRS }));
        assert_eq!(answer(call, StatusCode::OK).await["ok"], true);
    }

    fn webhook(&self, what: &str) -> String {
        format!("/v1/api/webhooks/telegram/{}/webhook/{what}", self.id)
    }

    fn lease(&self, what: &str) -> String {
        format!("/v1/api/bots/{}/lease/{what}", self.id)
    }

    /// Where Telegram delivers to.
    async fn url(&self) -> String {
        let info = self.door.api.get(&self.webhook("status")).await;
        info["url"].as_str().unwrap().to_owned()
    }

    async fn refused(&self, what: &str, body: &Value) {
        let call = self.door.api.call(Method::POST, &self.webhook(what));
        let problem = problem(call.json(body), StatusCode::CONFLICT).await;
        assert_eq!(problem["code"], "foreign_webhook", "{what}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("127.0.0.1:8443"), "{detail}");
        assert_eq!(self.url().await, THEIRS);
    }

    async fn take_over(&self) {
        let consent = json!({ "take_over": {} });
        self.door.api.post(&self.webhook("set"), &consent).await;
        assert_ne!(self.url().await, THEIRS);
    }
}

#[tokio::test]
async fn a_webhook_of_somebody_elses_goes_with_consent_only() {
    let door = Door::open().await;
    let bot = Guest::new(&door).await;
    let delete = bot.webhook("delete");
    for body in [json!({}), json!(null), json!({ "delete_foreign": false })] {
        bot.refused("set", &json!({})).await;
        bot.refused("delete", &body).await;
    }
    // Without a body, as the platform's programs call it.
    let bare = door.api.call(Method::POST, &delete);
    problem(bare, StatusCode::CONFLICT).await;
    let history = format!("/v1/api/bots/{}/history", bot.id);
    let nothing_tried = json!({ "entries": [], "next": null });
    assert_eq!(door.api.get(&history).await, nothing_tried);

    let done = door
        .api
        .post(&delete, &json!({ "delete_foreign": true }))
        .await;
    assert_eq!(done, json!({ "success": true }));
    assert_eq!(bot.url().await, "");
}

#[tokio::test]
async fn ours_in_the_place_of_theirs_is_deleted_in_the_platforms_form() {
    let door = Door::open().await;
    let bot = Guest::new(&door).await;
    bot.take_over().await;
    let bare = door.api.call(Method::POST, &bot.webhook("delete"));
    assert_eq!(
        answer(bare, StatusCode::OK).await,
        json!({ "success": true })
    );
    assert_eq!(bot.url().await, "");
}

#[tokio::test]
async fn the_previous_webhook_is_put_back() {
    let door = Door::open().await;
    let bot = Guest::new(&door).await;
    bot.take_over().await;
    let give_back = door.api.call(Method::POST, &bot.lease("give-back"));
    let view = answer(give_back, StatusCode::OK).await;
    assert_eq!(
        (&view["lease"], &view["id"]),
        (&json!(null), &json!(bot.id))
    );
    assert_eq!(view["webhook"]["owner"], "foreign");
    assert_eq!(bot.url().await, THEIRS);
    for what in ["give-back", "end"] {
        let again = door.api.call(Method::POST, &bot.lease(what));
        let problem = problem(again, StatusCode::NOT_FOUND).await;
        assert_eq!(problem["code"], "not_found");
    }
}

#[tokio::test]
async fn the_previous_webhook_is_given_up_and_ours_stays() {
    let door = Door::open().await;
    let bot = Guest::new(&door).await;
    bot.take_over().await;
    let path = format!("/v1/api/bots/{}", bot.id);
    assert_eq!(door.api.get(&path).await["lease"]["url"], THEIRS);
    let end = door.api.call(Method::POST, &bot.lease("end"));
    let view = answer(end, StatusCode::OK).await;
    assert_eq!(view["lease"], json!(null));
    assert_eq!(view["webhook"]["owner"], "ours");
    assert_ne!(bot.url().await, THEIRS);
}
