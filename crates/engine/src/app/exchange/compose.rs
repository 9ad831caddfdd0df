//! Updates made by hand, and put into the inbox.

use super::super::App;
use crate::api::types::{
    ButtonView, ButtonsView, ComposeUpdate, Composed, Form, GetUpdate, InjectUpdate, Injected,
    KeyboardView, PressButton,
};
use crate::delivery::{Arrived, check_edited, with_update_id};
use crate::domain::compose::buttons::{self, Keyboard};
use crate::domain::compose::{self, Setting};
use crate::domain::row::UpdateSource;
use crate::domain::{lane, update};
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::store::{Imported, NewUpdate, StoredBot, Takes};
use bytes::Bytes;
use chrono::Utc;

/// Deliveries of one update whose answers are looked through.
const ANSWERS: u32 = 20;

impl App {
    /// A form for each kind of update.
    pub fn compose_forms(&self) -> Vec<Form> {
        compose::forms()
    }

    /// Makes an update from a form, and sends it nowhere.
    pub async fn compose(&self, input: ComposeUpdate) -> Result<Composed> {
        let stored = self.stored(input.bot_id).await?;
        let setting = self.setting(&stored).await?;
        let body = compose::compose(&setting, &input.kind, &input.fields)?;
        Ok(Composed { body })
    }

    /// The inline buttons of an update and of the bot's answers to it.
    pub async fn list_buttons(&self, input: GetUpdate) -> Result<ButtonsView> {
        let (_, body, keyboards) = self.keyboards(input.seq).await?;
        let view = |(attempt, keyboard): (Option<i64>, Keyboard)| KeyboardView {
            text: keyboard.text,
            attempt,
            rows: keyboard
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(shown).collect())
                .collect(),
        };
        Ok(ButtonsView {
            keyboards: keyboards.into_iter().map(view).collect(),
            from: buttons::sender(&body),
        })
    }

    /// Makes the callback query of a button that is pressed, and sends it nowhere.
    pub async fn press_button(&self, input: PressButton) -> Result<Composed> {
        let (setting, body, keyboards) = self.keyboards(input.seq).await?;
        let there = keyboards
            .iter()
            .filter(|(attempt, _)| *attempt == input.attempt);
        let keyboard = there.map(|(_, keyboard)| keyboard);
        let Some(keyboard) = keyboard.clone().nth(input.keyboard as usize) else {
            return Err(Error::new(
                Code::NotFound,
                "There are no inline buttons here.",
                "Choose a message that the bot has put buttons under.",
            ));
        };
        let from = input.from.or_else(|| buttons::sender(&body));
        let Some(from) = from else {
            return Err(Error::new(
                Code::InvalidInput,
                "The update does not say who it is from.",
                "Say who presses the button.",
            ));
        };
        let (row, column) = (input.row as usize, input.column as usize);
        let body = buttons::press(&setting, keyboard, row, column, &from)?;
        Ok(Composed { body })
    }

    /// Puts an update into the inbox that Telegram did not send, and delivers it as any other. What the
    /// bot answers is recorded; it goes to nobody.
    pub async fn inject_update(&self, input: InjectUpdate) -> Result<Injected> {
        let stored = self.stored(input.bot_id).await?;
        check_edited(&input.body)?;
        let (seq, body) = self.place(&stored, &input).await?;
        let bot_id = input.bot_id;
        self.shared.events.tell(Change::Updates { bot_id });
        let passed_on = self.shared.delivery.concerns(stored.key);
        if passed_on {
            let what = classified(&body)?;
            let arrived = Arrived {
                bot_id,
                bot: stored.key,
                update_id: what.update_id,
                lane: lane::of(&what, &body),
                body,
                is_duplicate: false,
            };
            self.shared.delivery.arrived(arrived).await;
        }
        let (row, _) = crate::inbox::update(&self.shared.store, seq).await?;
        Ok(Injected { row, passed_on })
    }

    /// Stores it under a number that is free; a few may be taken by others at the same moment.
    async fn place(&self, stored: &StoredBot, input: &InjectUpdate) -> Result<(i64, Bytes)> {
        for _ in 0..16 {
            let body = if input.keep_id {
                input.body.clone()
            } else {
                let id = self.shared.store.give_update_id(stored.key).await?;
                with_update_id(&input.body, id)?
            };
            let body = Bytes::from(body);
            let update = NewUpdate {
                bot: stored.key,
                received_at: Utc::now().timestamp_millis(),
                what: classified(&body)?,
                body: body.clone(),
            };
            let placed = self
                .shared
                .store
                .import(vec![update], UpdateSource::Composed, Takes::All)
                .await?;
            match placed.first() {
                Some(Imported::Stored(seq)) => {
                    if input.keep_id {
                        let id = classified(&body)?.update_id;
                        self.shared.store.note_update_id(stored.key, id).await?;
                    }
                    return Ok((*seq, body));
                }
                Some(Imported::NoBot) | None => break,
                Some(_) if input.keep_id => {
                    return Err(Error::new(
                        Code::AlreadyThere,
                        "The inbox has an update with this update_id.",
                        "Change the number, or have it given one of its own.",
                    ));
                }
                Some(_) => {}
            }
        }
        Err(Error::new(
            Code::NotFound,
            "The update could not be put into the inbox.",
            "The bot may have been removed; refresh.",
        ))
    }

    async fn keyboards(&self, seq: i64) -> Result<(Setting, String, Vec<(Option<i64>, Keyboard)>)> {
        let (_, body) = crate::inbox::update(&self.shared.store, seq).await?;
        let owner = self.shared.store.owner(seq).await?;
        let bots = self.shared.store.bots().await?;
        let Some(stored) = bots.into_iter().find(|stored| Some(stored.key) == owner) else {
            return Err(Error::new(
                Code::NotFound,
                "This update is not in the inbox.",
                "It may have been removed with its bot.",
            ));
        };
        let setting = self.setting(&stored).await?;
        let own = buttons::of_update(&body).into_iter();
        let mut keyboards: Vec<_> = own.map(|keyboard| (None, keyboard)).collect();
        let store = &self.shared.store;
        let attempts = store
            .attempts(stored.key, Some(seq), false, None, ANSWERS)
            .await?;
        for attempt in attempts.iter().filter(|attempt| attempt.delivered) {
            let Some(whole) = store.attempt(attempt.id).await? else {
                continue;
            };
            let content_type = whole
                .response_headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                .map_or("", |(_, value)| value);
            let answer = String::from_utf8_lossy(&whole.response_body);
            let keyboard = buttons::of_answer(&setting, &body, content_type, &answer);
            keyboards.extend(keyboard.map(|keyboard| (Some(attempt.id), keyboard)));
        }
        Ok((setting, body, keyboards))
    }

    async fn setting(&self, stored: &StoredBot) -> Result<Setting> {
        let last = self.shared.store.last_update_id(stored.key).await?;
        Ok(Setting {
            bot_id: stored.bot.telegram_id,
            username: stored.bot.username.clone(),
            name: stored.bot.name.clone(),
            now: Utc::now().timestamp(),
            update_id: compose::next_id(last),
        })
    }
}

fn shown(button: buttons::Button) -> ButtonView {
    ButtonView {
        text: button.text,
        data: button.data,
        instead: button.instead,
    }
}

fn classified(body: &[u8]) -> Result<update::Classified> {
    update::classify(body).map_err(|error| {
        Error::new(
            Code::InvalidInput,
            "This is not an update.",
            "Write it as Telegram does.",
        )
        .detail(error)
    })
}
