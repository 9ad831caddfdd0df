//! Sends a poll, says what each person chose, and closes the poll after three.

extern crate teloxide_bots as teloxide;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use teloxide::prelude::*;
use teloxide::types::{InputPollOption, MaybeAnonymousUser, MessageId, PollId};
use teloxide::utils::command::BotCommands;

const CHOICES: [&str; 3] = ["Margherita", "Marinara", "Funghi"];
const ENOUGH: usize = 3;

/// An open poll: where it is, and how many have voted.
struct Open {
    chat: ChatId,
    message: MessageId,
    votes: usize,
}

type Polls = Arc<Mutex<HashMap<PollId, Open>>>;

/// What it can do:
#[derive(BotCommands, Clone)]
#[command(rename_rule = "lowercase")]
enum Command {
    /// what this bot is for
    Start,
    /// asks everybody
    Poll,
}

#[tokio::main]
async fn main() {
    let commands = Update::filter_message().filter_command::<Command>();
    let handlers = dptree::entry()
        .branch(commands.endpoint(command))
        .branch(Update::filter_poll_answer().endpoint(answer));
    Dispatcher::builder(Bot::from_env(), handlers)
        .dependencies(dptree::deps![Polls::default()])
        .build()
        .dispatch()
        .await;
}

async fn command(bot: Bot, message: Message, command: Command, polls: Polls) -> ResponseResult<()> {
    let chat = message.chat.id;
    match command {
        Command::Start => {
            let text = Command::descriptions().to_string();
            bot.send_message(chat, text).await?;
        }
        Command::Poll => {
            let choices = CHOICES.map(InputPollOption::new);
            let sent = bot.send_poll(chat, "Which one?", choices);
            let sent = sent.is_anonymous(false).await?;
            let poll = sent.poll().expect("what was sent is a poll");
            let open = Open {
                chat,
                message: sent.id,
                votes: 0,
            };
            polls
                .lock()
                .expect("no panic")
                .insert(poll.id.clone(), open);
        }
    }
    Ok(())
}

async fn answer(bot: Bot, answer: PollAnswer, polls: Polls) -> ResponseResult<()> {
    let MaybeAnonymousUser::User(user) = answer.voter else {
        return Ok(());
    };
    let chosen = answer.option_ids.first();
    let Some(choice) = chosen.and_then(|place| CHOICES.get(usize::from(*place))) else {
        return Ok(());
    };
    let (chat, message, votes) = {
        let mut polls = polls.lock().expect("no panic");
        let Some(open) = polls.get_mut(&answer.poll_id) else {
            return Ok(());
        };
        open.votes += 1;
        (open.chat, open.message, open.votes)
    };
    let text = format!("{} takes {choice}.", user.first_name);
    bot.send_message(chat, text).await?;
    if votes == ENOUGH {
        bot.stop_poll(chat, message).await?;
    }
    Ok(())
}
