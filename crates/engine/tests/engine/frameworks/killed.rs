//! The bot is killed in the middle of 500 updates over 20 chats, and started again.
//!
//! "None twice" can be promised only of updates that the bot was not working on when it was killed:
//! one that it had handled, but whose answer never came, must be sent again, because nobody can tell
//! it from one that it had not handled. So there are two tests of each framework. In one the bot is
//! killed between two updates, and then none comes twice. In the other it is killed while it has up to
//! 20 in hand, and then at most the one in hand of each chat does.
//!
//! The servers that python-telegram-bot and teloxide bring along answer 200 before a handler has run.
//! What they had taken so is gone when they are killed, whoever sent it, and they get it when it is
//! delivered again. The bots with a route of their own answer afterwards, as grammY does, and lose
//! nothing.

use super::process::{Process, SECRET};
use super::program::{GRAMMY, PYTHON, PYTHON_OWN_SERVER, Program, TELOXIDE, TELOXIDE_OWN_SERVER};
use super::rig::Rig;
use hookbay_engine::api::types::DeliverAgain;
use std::collections::{BTreeMap, BTreeSet};

const CHATS: i64 = 20;
const UPDATES: usize = 500;

/// Who was told what: an update's number and its chat.
type Told = BTreeMap<i64, i64>;

fn say(rig: &Rig, numbers: std::ops::Range<i64>, told: &mut Told) {
    for number in numbers {
        let chat = 1 + number % CHATS;
        told.insert(rig.say(chat, &format!("{number:03}")), chat);
    }
}

fn of_chat(told: &Told, noted: &[i64], chat: i64) -> Vec<i64> {
    let mut noted = noted.to_vec();
    noted.retain(|id| told[id] == chat);
    noted
}

/// In order, and none twice.
fn ascends(ids: &[i64]) -> bool {
    ids.windows(2).all(|pair| pair[0] < pair[1])
}

async fn between_two_updates(program: Program) {
    let rig = Rig::new().await;
    let mut bot = Process::start(program, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, SECRET).await;
    let mut told = Told::new();
    say(&rig, 0..250, &mut told);
    rig.until("the first half is answered", async || {
        rig.said_by_bot().len() == 250 && rig.pending() == 0
    })
    .await;
    // Every update so far was handled and its 200 has reached Telegram: none is under way.
    bot.kill();
    say(&rig, 250..400, &mut told);
    rig.until("150 are held", async || {
        rig.view().await.held == 150 && rig.pending() == 0
    })
    .await;
    bot.run().await;
    // While what is held goes out.
    say(&rig, 400..500, &mut told);
    rig.until("all are answered", async || {
        rig.said_by_bot().len() >= UPDATES && rig.pending() == 0 && rig.view().await.held == 0
    })
    .await;

    let noted = bot.noted();
    let mut each: Vec<i64> = noted.clone();
    each.sort_unstable();
    let all: Vec<i64> = told.keys().copied().collect();
    assert_eq!(each, all, "each exactly once");
    let answers = rig.said_by_bot();
    assert_eq!(answers.len(), UPDATES);
    for chat in 1..=CHATS {
        assert!(ascends(&of_chat(&told, &noted, chat)), "chat {chat}");
        let texts: Vec<_> = answers.iter().filter(|(to, _)| *to == chat).collect();
        assert!(texts.len() == 25 && texts.is_sorted(), "{texts:?}");
    }
    rig.telegram_saw_no_error(UPDATES);
}

#[tokio::test]
async fn python_telegram_bot_killed_between_two_updates_gets_each_once_and_in_order() {
    between_two_updates(PYTHON).await;
}

#[tokio::test]
async fn grammy_killed_between_two_updates_gets_each_once_and_in_order() {
    between_two_updates(GRAMMY).await;
}

#[tokio::test]
async fn teloxide_killed_between_two_updates_gets_each_once_and_in_order() {
    between_two_updates(TELOXIDE).await;
}

/// Updates that the bot answered with success, as far as Hookbay knows, by their places in the inbox.
async fn taken(rig: &Rig) -> BTreeSet<i64> {
    let mut taken = BTreeSet::new();
    for attempt in rig.attempts().await {
        if attempt.delivered {
            taken.insert(attempt.seq);
        }
    }
    taken
}

async fn with_updates_in_hand(program: Program, answers_when_done: bool) {
    let rig = Rig::new().await;
    let mut bot = Process::start(program, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, SECRET).await;
    let mut told = Told::new();
    say(&rig, 0..350, &mut told);
    rig.until("it is in the middle", async || bot.noted().len() >= 100)
        .await;
    bot.kill();
    let first = bot.noted();
    say(&rig, 350..500, &mut told);
    rig.until("everything is taken or held", async || {
        let held = usize::try_from(rig.view().await.held).unwrap();
        rig.pending() == 0 && taken(&rig).await.len() + held == UPDATES
    })
    .await;
    let ids = rig.update_ids().await;
    let taken: BTreeSet<i64> = taken(&rig).await.iter().map(|seq| ids[seq]).collect();
    bot.run().await;
    let held: BTreeSet<i64> = told
        .keys()
        .copied()
        .filter(|id| !taken.contains(id))
        .collect();
    rig.until("what was held is handed over", async || {
        rig.view().await.held == 0 && bot.noted_in(2).len() >= held.len()
    })
    .await;

    let second = bot.noted_in(2);
    let mut each = second.clone();
    each.sort_unstable();
    let held: Vec<i64> = held.into_iter().collect();
    assert_eq!(
        each, held,
        "after the restart: all that was held, each once"
    );
    for chat in 1..=CHATS {
        let before = of_chat(&told, &first, chat);
        let after = of_chat(&told, &second, chat);
        assert!(ascends(&before) && ascends(&after), "chat {chat}");
        let twice: Vec<_> = before.iter().filter(|id| after.contains(id)).collect();
        assert!(twice.len() <= 1, "chat {chat}: {twice:?}");
        let goes_on = after
            .first()
            .is_none_or(|first| before.last() <= Some(first));
        assert!(goes_on, "chat {chat}: {before:?}, then {after:?}");
    }
    let lost: Vec<i64> = taken.into_iter().filter(|id| !first.contains(id)).collect();
    if answers_when_done {
        assert_eq!(lost, [0; 0], "taken and not handled");
    } else if !lost.is_empty() {
        let seqs = ids.into_iter().filter(|(_, id)| lost.contains(id));
        let again = DeliverAgain {
            bot_id: rig.bot,
            seqs: seqs.map(|(seq, _)| seq).collect(),
            all: None,
            target: None,
        };
        rig.app.deliver_again(again).await.unwrap();
        rig.until("what was lost is handed over", async || {
            lost.iter().all(|id| bot.noted_in(2).contains(id))
        })
        .await;
    }
    rig.telegram_saw_no_error(UPDATES);
}

#[tokio::test]
async fn python_telegram_bot_killed_with_updates_in_hand_gets_all_that_it_had_not_taken_and_the_rest_again()
 {
    with_updates_in_hand(PYTHON, false).await;
}

#[tokio::test]
async fn python_telegram_bot_behind_its_own_route_killed_with_updates_in_hand_loses_none() {
    with_updates_in_hand(PYTHON_OWN_SERVER, true).await;
}

#[tokio::test]
async fn grammy_killed_with_updates_in_hand_loses_none() {
    with_updates_in_hand(GRAMMY, true).await;
}

#[tokio::test]
async fn teloxide_killed_with_updates_in_hand_gets_all_that_it_had_not_taken_and_the_rest_again() {
    with_updates_in_hand(TELOXIDE, false).await;
}

#[tokio::test]
async fn teloxide_behind_its_own_route_killed_with_updates_in_hand_loses_none() {
    with_updates_in_hand(TELOXIDE_OWN_SERVER, true).await;
}
