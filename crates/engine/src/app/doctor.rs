//! The doctor's operations: which checks apply, with what they need, side by side.

use super::App;
use super::prober::view;
use crate::api::types::{
    Check, CheckName, Examination, Examine, ProbeView, TunnelState, WebhookOwner,
};
use crate::doctor::secret::Taken;
use crate::doctor::webhook::Whose;
use crate::doctor::{self, LONGEST, Through, timed};
use crate::domain::bot::{Bot, Environment};
use crate::domain::checkup::Verdict;
use crate::domain::ids::BotId;
use crate::domain::public_url::Rules;
use crate::domain::webhook::Mend;
use crate::error::{Code, Error, Result};
use crate::receiver::Admission;
use crate::store::StoredBot;
use crate::telegram::condition::Around;
use crate::vault::Key;
use chrono::Utc;
use futures_util::future::{BoxFuture, join_all};
use std::time::Duration;
use url::Url;

/// What is looked at: a bot, or only what is true of all.
struct Case {
    bot: Option<StoredBot>,
    environment: Environment,
    base: Option<String>,
    through: Through,
}

impl Case {
    fn rules(&self) -> Rules {
        Rules::for_environment(&self.environment)
    }

    fn url(&self) -> Option<Url> {
        self.base.as_deref()?.parse().ok()
    }
}

impl App {
    /// Sends a probe through the public URL now.
    pub async fn probe(&self) -> Result<ProbeView> {
        self.shared
            .prober
            .probe()
            .await
            .ok_or_else(|| self.nothing_to_probe())
    }

    /// Examines the way from Telegram to here. That something is wrong is the answer, not a failure
    /// of the call.
    pub async fn examine(&self, input: Examine) -> Result<Examination> {
        let bot = match input.bot_id {
            Some(id) => Some(self.stored(id).await?),
            None => None,
        };
        let environment = bot
            .as_ref()
            .map_or(Environment::Cloud, |stored| stored.bot.environment.clone());
        let case = Case {
            base: self.public_base(&environment),
            through: match environment {
                Environment::Sandbox => Through::Loopback,
                _ => self.shared.way.through(),
            },
            environment,
            bot,
        };
        // In the order in which an update travels.
        let mut checks: Vec<BoxFuture<'_, Check>> = Vec::new();
        if let Some(stored) = &case.bot {
            checks.push(Box::pin(bounded(
                CheckName::Token,
                self.check_token(&stored.bot),
            )));
            checks.push(Box::pin(bounded(
                CheckName::Polling,
                self.check_polling(&stored.bot),
            )));
            checks.push(Box::pin(bounded(
                CheckName::Webhook,
                self.check_webhook(stored, &case),
            )));
        }
        checks.push(Box::pin(bounded(CheckName::Dns, self.check_dns(&case))));
        checks.push(Box::pin(bounded(CheckName::Port, async {
            Self::check_port(&case)
        })));
        checks.push(Box::pin(bounded(CheckName::Tls, self.check_tls(&case))));
        checks.push(Box::pin(bounded(CheckName::Path, self.check_path(&case))));
        if let Some(stored) = &case.bot {
            checks.push(Box::pin(bounded(
                CheckName::Secret,
                self.check_secret(&stored.bot, &case),
            )));
        }
        let folder = &self.shared.config.data_dir;
        checks.push(Box::pin(bounded(
            CheckName::Disk,
            doctor::disk::check(folder),
        )));
        let vault = self.shared.vault.state();
        checks.push(Box::pin(bounded(CheckName::Keyring, async {
            doctor::keyring::check(vault)
        })));
        checks.push(Box::pin(bounded(CheckName::Clock, self.check_clock(&case))));
        Ok(Examination {
            checks: join_all(checks).await,
            at: Utc::now(),
        })
    }

    async fn check_token(&self, bot: &Bot) -> Verdict {
        let endpoint = self.endpoint(bot).await;
        doctor::token::check(&self.shared.client, endpoint, bot.telegram_id).await
    }

    async fn check_polling(&self, bot: &Bot) -> Verdict {
        doctor::polling::check(&self.shared.client, self.endpoint(bot).await).await
    }

    async fn check_webhook(&self, stored: &StoredBot, case: &Case) -> Verdict {
        let bot = &stored.bot;
        let view = match self.webhook_status(bot.id).await {
            Ok(view) => view,
            Err(error) => return Verdict::skipped(error.message),
        };
        let whose = match view.owner {
            WebhookOwner::None => Whose::Nobodys,
            WebhookOwner::Ours => Whose::Ours,
            WebhookOwner::OursOutdated => Whose::OursOutdated,
            WebhookOwner::Foreign | WebhookOwner::Unknown => Whose::Foreign,
        };
        let wishes = self.shared.store.registration(stored.key).await;
        let is_address_fixed = matches!(wishes, Ok(Some(kept)) if kept.wishes.ip_address.is_some());
        let since = Utc::now() - chrono::TimeDelta::hours(1);
        let samples = self.shared.store.samples(stored.key, since).await;
        let around = Around {
            pending_before: samples
                .ok()
                .and_then(|samples| samples.last().map(|sample| sample.pending)),
            addresses: match case.url() {
                Some(url) => doctor::dns::ipv4_of(&url).await,
                None => Vec::new(),
            },
            is_address_fixed,
        };
        let answer = match (view.error, &view.info) {
            (Some(error), _) => Err(error),
            (None, Some(info)) => Ok(info),
            (None, None) => return Verdict::skipped("Telegram could not be asked."),
        };
        let wanted = bot.webhook_url.is_some();
        doctor::webhook::judge(answer, whose, wanted, &around, Utc::now())
    }

    async fn check_dns(&self, case: &Case) -> Verdict {
        match case.url() {
            Some(url) => doctor::dns::check(&url, case.rules()).await,
            None => no_public_url(),
        }
    }

    fn check_port(case: &Case) -> Verdict {
        match case.url() {
            Some(url) => doctor::port::check(&url, case.rules()),
            None => no_public_url(),
        }
    }

    async fn check_tls(&self, case: &Case) -> Verdict {
        let Some(url) = case.url() else {
            return no_public_url();
        };
        let kept = match &case.bot {
            Some(stored) => self.shared.store.registration(stored.key).await,
            None => Ok(None),
        };
        let uploaded = kept
            .ok()
            .flatten()
            .and_then(|kept| kept.wishes.certificate_pem);
        let trust = &self.shared.sonde.trust;
        doctor::tls::check(&url, trust, uploaded.as_deref(), case.through, Utc::now()).await
    }

    async fn check_path(&self, case: &Case) -> Verdict {
        let Some(base) = &case.base else {
            let error = self.nothing_to_probe();
            return Verdict::bad(error.message, error.remedy).mend(Mend::OpenTunnel);
        };
        // By itself, so that it does not wait for one that the prober has under way.
        let (journey, ticket) = self.shared.sonde.send(base, BotId::random(), None).await;
        let probe = view(base, &journey, &ticket, case.through);
        if probe.error.is_some() && case.through != Through::Loopback {
            self.shared.prober.nudge();
        }
        let legs = [
            probe.dns_ms,
            probe.connect_ms,
            probe.tls_ms,
            probe.there_ms,
            probe.back_ms,
        ];
        let took = Duration::from_millis(legs.into_iter().flatten().sum());
        doctor::path::told(probe.error.as_ref(), took, case.through)
    }

    async fn check_secret(&self, bot: &Bot, case: &Case) -> Verdict {
        let Some(base) = &case.base else {
            return no_public_url();
        };
        let secret = match self.shared.vault.get(Key::SecretToken(bot.id)).await {
            Ok(Some(kept)) => kept.lines().last(),
            Ok(None) => {
                return Verdict::skipped(
                    "No webhook is set from here, so there is no secret token.",
                );
            }
            Err(error) => {
                return Verdict::bad(error.message, error.remedy).mend(Mend::RetryVault);
            }
        };
        let sonde = &self.shared.sonde;
        let (journey, ticket) = sonde.send(base, bot.id, secret.as_ref()).await;
        let taken = ticket.arrival().map(|arrival| match arrival.admission {
            Admission::Admitted => Taken::Yes,
            Admission::Unknown | Admission::WrongSecret => Taken::No,
            Admission::NotReady => Taken::NotReady,
        });
        let refused = self.shared.refusals.of(bot.id).wrong_secret;
        doctor::secret::judge(&journey, taken, refused, case.through)
    }

    async fn check_clock(&self, case: &Case) -> Verdict {
        let root = match &case.environment {
            Environment::Cloud | Environment::Test => self.telegram_root(),
            Environment::SelfHosted { api_root } => api_root.clone(),
            Environment::Sandbox => match self.shared.sandbox.address() {
                Ok(address) => address.api_root,
                Err(error) => return Verdict::skipped(error.message),
            },
        };
        doctor::clock::check(&self.shared.client, &root).await
    }

    fn nothing_to_probe(&self) -> Error {
        match self.shared.way.state() {
            TunnelState::Failed { error } | TunnelState::Reconnecting { error, .. } => Error {
                message: format!("There is no public URL. {}", error.message),
                code: Code::TunnelOffline,
                ..error
            },
            TunnelState::Connecting => Error::new(
                Code::TunnelOffline,
                "The tunnel is still connecting, so there is no public URL yet.",
                "Wait a moment, then try again.",
            ),
            TunnelState::Off | TunnelState::Online { .. } => Error::new(
                Code::TunnelOffline,
                "There is no tunnel, so there is no public URL.",
                "Set up ngrok or your own domain in the tunnel's settings.",
            ),
        }
    }
}

async fn bounded(name: CheckName, check: impl Future<Output = Verdict>) -> Check {
    timed(name, LONGEST, check).await
}

fn no_public_url() -> Verdict {
    Verdict::skipped("There is no public URL at the moment.")
}
