//! Says what it is told: teloxide's own listener, without its setWebhook.

use std::env::var;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use teloxide::prelude::*;
use teloxide::types::Me;
use teloxide::update_listeners::webhooks;
use teloxide_bots::note;

async fn echo(bot: Bot, message: Message, update: Update, _: Me) -> ResponseResult<()> {
    note(&update);
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, text).await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // docs: listen
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, var("PORT")?.parse()?));
    let bot = Bot::new(var("BOT_TOKEN")?).set_api_url(var("BOT_API")?.parse()?);

    // The URL is Hookbay's to register; of this one only the path counts.
    let options = webhooks::Options::new(address, "http://localhost/".parse()?)
        .secret_token(var("BOT_SECRET")?);
    let (updates, stopped, router) = webhooks::axum_no_setup(options);
    let listener = tokio::net::TcpListener::bind(address).await?;
    tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(stopped)
            .await
    });

    let handlers = dptree::entry().branch(Update::filter_message().endpoint(echo));
    Dispatcher::builder(bot, handlers)
        .build()
        .dispatch_with_listener(updates, LoggingErrorHandler::new())
        .await;
    // docs: end
    Ok(())
}
