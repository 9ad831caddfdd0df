//! Says what it is told, with a handler of its own for commands.

extern crate teloxide_bots as teloxide;

use teloxide::prelude::*;

#[tokio::main]
async fn main() {
    let bot = Bot::from_env();
    let handlers = Update::filter_message()
        .branch(dptree::filter(|message: Message| is(&message, "/start")).endpoint(start))
        .endpoint(echo);
    Dispatcher::builder(bot, handlers).build().dispatch().await;
}

fn is(message: &Message, command: &str) -> bool {
    message.text() == Some(command)
}

async fn start(bot: Bot, message: Message) -> ResponseResult<()> {
    bot.send_message(message.chat.id, "Say something.").await?;
    Ok(())
}

async fn echo(bot: Bot, message: Message) -> ResponseResult<()> {
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, text).await?;
    }
    Ok(())
}
