//! teloxide's dispatcher, which polls, or listens: `PORT` is where, `BOT_WEBHOOK` the URL to register.
//! Without a URL the webhook is somebody else's to register.

use std::convert::Infallible;
use std::env::var;
use std::fmt::Debug;
use std::hash::Hash;
use std::net::{Ipv4Addr, SocketAddr};
use teloxide::Bot;
use teloxide::dispatching::{
    DefaultKey, Dispatcher as Theirs, DispatcherBuilder as TheirBuilder, UpdateHandler,
};
use teloxide::dptree::di::DependencyMap;
use teloxide::error_handlers::LoggingErrorHandler;
use teloxide::update_listeners::{UpdateListener, webhooks};

pub struct Dispatcher<Err, Key> {
    bot: Bot,
    inner: Theirs<Bot, Err, Key>,
}

pub struct DispatcherBuilder<Err, Key> {
    bot: Bot,
    inner: TheirBuilder<Bot, Err, Key>,
}

impl<Err: Debug + Send + Sync + 'static> Dispatcher<Err, DefaultKey> {
    pub fn builder(bot: Bot, handler: UpdateHandler<Err>) -> DispatcherBuilder<Err, DefaultKey> {
        let inner = Theirs::builder(bot.clone(), handler);
        DispatcherBuilder { bot, inner }
    }
}

impl<Err: Debug + Send + Sync + 'static, Key> DispatcherBuilder<Err, Key> {
    pub fn dependencies(mut self, dependencies: DependencyMap) -> Self {
        self.inner = self.inner.dependencies(dependencies);
        self
    }

    pub fn enable_ctrlc_handler(mut self) -> Self {
        self.inner = self.inner.enable_ctrlc_handler();
        self
    }

    pub fn build(self) -> Dispatcher<Err, Key> {
        let (bot, inner) = (self.bot, self.inner.build());
        Dispatcher { bot, inner }
    }
}

impl<Err: Send + Sync + 'static, Key: Hash + Eq + Clone + Send + 'static> Dispatcher<Err, Key> {
    pub async fn dispatch(&mut self) {
        let Ok(port) = var("PORT") else {
            return self.inner.dispatch().await;
        };
        let port = port.parse().expect("PORT is a number");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let secret = var("BOT_SECRET").expect("BOT_SECRET");
        let options = |url: &str| {
            webhooks::Options::new(address, url.parse().expect("a URL")).secret_token(secret)
        };
        match var("BOT_WEBHOOK") {
            Ok(url) => {
                let listener = webhooks::axum(self.bot.clone(), options(&url)).await;
                self.with(listener.expect("the webhook is set")).await;
            }
            Err(_) => {
                // Of this one only the path counts.
                let options = options("http://localhost/");
                let (listener, stopped, router) = webhooks::axum_no_setup(options);
                let socket = tokio::net::TcpListener::bind(address).await;
                let server = axum::serve(socket.expect("the port is free"), router);
                tokio::spawn(server.with_graceful_shutdown(stopped).into_future());
                self.with(listener).await;
            }
        }
    }

    async fn with<L: UpdateListener<Err = Infallible> + Send>(&mut self, listener: L) {
        let errors = LoggingErrorHandler::with_custom_text("An error from the update listener");
        self.inner.dispatch_with_listener(listener, errors).await;
    }
}
