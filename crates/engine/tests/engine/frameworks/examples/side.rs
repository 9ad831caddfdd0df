//! The sandbox that an example runs against: alone, or with Hookbay between the two.

use crate::fixture::eventually;
use crate::frameworks::process::{Process, SECRET, Way};
use crate::frameworks::rig::Rig;
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{Control, Options, Telegram};
use hookbay_scenario::{Client, client};
use std::time::Duration;

pub enum Side {
    Alone { telegram: Telegram, token: String },
    Behind(Box<Rig>),
}

impl Side {
    pub async fn new(way: Way) -> Self {
        if way == Way::BehindHookbay {
            return Self::Behind(Box::new(Rig::new().await));
        }
        // The client of scenarios, which the app would have seen to.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let options = Options {
            local: true,
            ..Options::default()
        };
        let telegram = Telegram::start(options).await.unwrap();
        let bot = telegram.control().add_bot(NewBot {
            name: "An example".into(),
            username: "example_bot".into(),
            ..NewBot::default()
        });
        let token = bot.unwrap().token;
        Self::Alone { telegram, token }
    }

    pub fn api(&self) -> String {
        match self {
            Self::Alone { telegram, .. } => telegram.api_root(),
            Self::Behind(rig) => rig.api(),
        }
    }

    pub fn token(&self) -> &str {
        match self {
            Self::Alone { token, .. } => token,
            Self::Behind(rig) => &rig.token,
        }
    }

    pub fn control(&self) -> Control {
        match self {
            Self::Alone { telegram, .. } => telegram.control(),
            Self::Behind(rig) => rig.control(),
        }
    }

    pub fn client(&self) -> Client {
        Client::new(client::http().unwrap(), self.api(), self.token())
    }

    /// Waits until the bot's updates come to it.
    pub async fn connect(&self, bot: &Process) {
        match self {
            Self::Alone { .. } => {
                let client = self.client();
                eventually("the bot asks for updates", || async {
                    client.listening(Duration::ZERO).await.unwrap()
                })
                .await;
            }
            Self::Behind(rig) => rig.relay_to(bot, SECRET).await,
        }
    }

    /// Of every poll that the bot sent, whether it is closed.
    pub fn polls(&self) -> Vec<bool> {
        let (control, token) = (self.control(), self.token());
        let chats = control.world(token).unwrap().chats;
        let messages = chats
            .iter()
            .flat_map(|chat| control.chat(token, chat.id, None, 200).unwrap().messages);
        let polls = messages.filter_map(|message| message.poll);
        polls.map(|poll| poll.closed).collect()
    }

    /// Waits until no update is under way.
    pub async fn is_at_rest(&self) {
        let (control, token) = (self.control(), self.token());
        let rests = eventually("every update is answered", || async {
            (control.pending(token).unwrap() == 0).then_some(())
        });
        rests.await;
    }

    /// Calls that were not answered with success, and how.
    pub fn refused(&self) -> Vec<(String, u16)> {
        let calls = self.control().calls(self.token()).unwrap();
        let calls = calls.into_iter().map(|call| (call.method, call.status));
        calls.filter(|(_, status)| *status != 200).collect()
    }

    /// Fails unless the updates went this way, each once.
    pub fn went(&self, way: Way) {
        let (control, token) = (self.control(), self.token());
        let calls = control.calls(token).unwrap();
        let count = |method: &str| {
            let named = |name: &str| name.eq_ignore_ascii_case(method);
            calls.iter().filter(|call| named(&call.method)).count()
        };
        let webhooks = usize::from(way != Way::Polling);
        assert_eq!(count("setWebhook"), webhooks, "{calls:#?}");
        assert_eq!(count("getUpdates") > 0, way == Way::Polling, "{calls:#?}");
        let deliveries = control.deliveries(token).unwrap();
        assert_eq!(deliveries.is_empty(), way == Way::Polling);
        for delivery in deliveries {
            assert!(delivery.delivered && delivery.attempt == 1, "{delivery:?}");
        }
    }
}
