//! One try: open a connection if there is none, send the update, read the answer.

use std::sync::Arc;

use rustls::ClientConfig;

use super::Target;
use super::connection::{Connection, PATIENCE};
use super::exchange;
use super::response::Response;
use crate::telegram::update::{QueueKey, Update};
use crate::telegram::world::World;

/// An update to send and the lane that waits for it.
#[derive(Debug)]
pub struct Job {
    /// The lane.
    pub lane: QueueKey,
    /// Its first update.
    pub update: Arc<Update>,
    /// 1 for the first try.
    pub attempt: u32,
}

/// Why an update was not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The connection was closed without an answer, which is retried but not reported.
    Closed,
    /// No whole answer arrived; the text is what getWebhookInfo shows.
    Network(String),
    /// An answer other than 2xx.
    Status {
        /// The status code.
        code: u16,
        /// The words after it.
        reason: String,
        /// The wait that the answer asks for, in seconds; 0 for none.
        retry_after: u32,
    },
}

impl Failure {
    /// A failure with a fixed text.
    pub fn network(text: &str) -> Self {
        Self::Network(text.to_owned())
    }

    /// What getWebhookInfo reports.
    pub fn recorded(&self) -> Option<String> {
        match self {
            Self::Closed => None,
            Self::Network(text) => Some(text.clone()),
            Self::Status { code, reason, .. } => {
                Some(format!("Wrong response from the webhook: {code} {reason}"))
            }
        }
    }

    /// What the list of deliveries shows.
    pub fn shown(&self) -> String {
        self.recorded()
            .unwrap_or_else(|| "Webhook connection closed".to_owned())
    }

    /// The wait that the answer asks for, in seconds.
    pub fn retry_after(&self) -> u32 {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => 0,
        }
    }
}

/// How a try ended.
pub struct Done {
    /// To be used again.
    pub connection: Option<Connection>,
    /// Where it went.
    pub target: Arc<Target>,
    /// What was sent; absent for a connection opened ahead.
    pub job: Option<Job>,
    /// The answer that counts as a delivery; it may carry a method call.
    pub reply: Option<Response>,
    /// The status line's code and words, if there was an answer.
    pub status: String,
    /// Whether it was delivered.
    pub result: Result<(), Failure>,
}

impl Done {
    /// The failure, if it is one.
    pub fn failure(&self) -> Option<&Failure> {
        self.result.as_ref().err()
    }
}

/// What a try needs.
pub struct Work {
    /// Where time is.
    pub world: Arc<World>,
    /// Where it goes.
    pub target: Arc<Target>,
    /// Whom it trusts.
    pub tls: Arc<ClientConfig>,
    /// The update goes with a secret that the webhook was not set with.
    pub wrong_secret: bool,
}

impl Work {
    /// Does it; without a job the connection is only opened.
    pub async fn run(self, connection: Option<Connection>, job: Option<Job>) -> Done {
        let clock = &self.world.clock;
        let mut done = Done {
            connection: None,
            target: Arc::clone(&self.target),
            job,
            reply: None,
            status: String::new(),
            result: Ok(()),
        };
        let opened = match connection {
            Some(connection) => Ok(connection),
            None => Connection::open(&self.target, &self.tls, clock).await,
        };
        let mut connection = match opened {
            Ok(connection) => connection,
            Err(failure) => {
                done.result = Err(failure);
                return done;
            }
        };
        let Some(job) = &done.job else {
            done.connection = Some(connection);
            return done;
        };
        match self.exchange(&mut connection, &job.update.body).await {
            Ok(response) => {
                done.status = format!("{} {}", response.code, response.reason);
                done.connection = response.keep_alive.then_some(connection);
                if response.is_success() {
                    done.reply = Some(response);
                } else {
                    done.result = Err(Failure::Status {
                        code: response.code,
                        retry_after: response.retry_after(),
                        reason: response.reason,
                    });
                }
            }
            Err(failure) => done.result = Err(failure),
        }
        done
    }

    async fn exchange(&self, connection: &mut Connection, body: &str) -> Result<Response, Failure> {
        let clock = &self.world.clock;
        let Some(request) = exchange::request(&self.target, body, self.wrong_secret) else {
            return Err(Failure::network("URL is too long"));
        };
        connection.send(&request, clock).await?;
        clock
            .timeout(PATIENCE, Response::read(connection))
            .await
            .unwrap_or_else(|| Err(Failure::network("Read timeout expired")))
    }
}
