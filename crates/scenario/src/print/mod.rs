//! Writes a scenario as a file's text, the way a person would: plain where that is unambiguous, a block
//! where there are lines, quotes where nothing else will do. Reading it again gives the same scenario.

mod text;

use std::fmt::Write;

use crate::model::{
    Button, Chat, Does, Fault, Poll, SOMEBODY, Scenario, Step, Upload, Wanted, Words,
};
use crate::words::shown;
use text::{flow, inline, key};

/// The file's text.
pub fn print(scenario: &Scenario) -> String {
    let mut out = String::new();
    for note in &scenario.notes {
        // What came after a line's end would be read.
        let _ = writeln!(out, "# {}", note.replace(['\n', '\r'], " "));
    }
    if !scenario.name.is_empty() {
        key(&mut out, 0, "name", &scenario.name);
    }
    if !scenario.chats.is_empty() {
        out.push_str("chats:\n");
        for it in &scenario.chats {
            chat(&mut out, it);
        }
    }
    if scenario.steps.is_empty() {
        out.push_str("steps: []\n");
    } else {
        out.push_str("steps:\n");
    }
    for it in &scenario.steps {
        out.push_str(&item(&step(it)));
    }
    out
}

/// What is wanted, as the lines of a step would show it.
pub fn wanted_lines(wanted: &Wanted) -> String {
    let mut out = String::new();
    conditions(&mut out, 0, wanted);
    out
}

/// One step in one line, for a list of them.
pub fn step_line(of: &Step) -> String {
    let who = of.user.as_deref().unwrap_or(SOMEBODY);
    let place = of.chat.as_ref();
    let place = place.map_or_else(String::new, |chat| format!(" in {chat}"));
    let quoted = |text: &str| format!("\u{201c}{}\u{201d}", cut(text));
    match &of.does {
        Does::Say(text) => format!("{who} says {}{place}", quoted(text)),
        Does::Press(Button::Text(text)) => format!("{who} presses {}{place}", quoted(text)),
        Does::Press(Button::At(row, column)) => {
            format!("{who} presses button {column} of row {row}{place}")
        }
        Does::Edit(text) => {
            let which = of
                .to
                .as_ref()
                .map_or_else(|| "it".to_owned(), |to| quoted(to));
            format!("{who} edits {which} to {}{place}", quoted(text))
        }
        Does::React(emoji) if emoji.is_empty() => format!("{who} takes a reaction back{place}"),
        Does::React(emoji) => format!("{who} reacts with {emoji}{place}"),
        Does::Vote(choices) if choices.is_empty() => format!("{who} takes a vote back{place}"),
        Does::Vote(choices) => format!("{who} votes for {}{place}", quoted(&choices.join(", "))),
        Does::Upload(upload) => format!("{who} sends {}{place}", upload.file),
        Does::Poll(poll) => format!("{who} asks {}{place}", quoted(&poll.question)),
        Does::Contact(_) => format!("{who} shares a contact{place}"),
        Does::Location(..) => format!("{who} shares a place{place}"),
        Does::Inline(query) => format!("{who} asks inline for {}{place}", quoted(query)),
        Does::Choose(title) => format!("{who} chooses {}{place}", quoted(title)),
        Does::Join(chat) => format!("{who} joins {chat}"),
        Does::Leave(chat) => format!("{who} leaves {chat}"),
        Does::BotBecomes(status) => format!("the bot becomes {status}{place}"),
        Does::Expect(wanted) => format!("the bot says {}{place}", in_short(wanted)),
        Does::ExpectEdit(wanted) => format!("the bot edits to {}{place}", in_short(wanted)),
        Does::ExpectToast(words) => format!("a toast says {}{place}", quoted(text_of(words))),
        Does::ExpectAlert(words) => format!("an alert says {}{place}", quoted(text_of(words))),
        Does::ExpectAnyOrder(all) => {
            format!("the bot says {} things in any order{place}", all.len())
        }
        Does::ExpectNothing(time) => format!("the bot says nothing for {}{place}", shown(*time)),
        Does::Wait(time) => format!("wait {}", shown(*time)),
        Does::Clock(time) => format!("the clock jumps {}", shown(*time)),
        Does::Fault(fault) => format!("fault: {}", fault.kind),
    }
}

fn in_short(wanted: &Wanted) -> String {
    match (&wanted.words, &wanted.media) {
        (Some(words), _) => format!("\u{201c}{}\u{201d}", cut(text_of(words))),
        (None, Some(media)) => format!("something: {media}"),
        (None, None) => "something".to_owned(),
    }
}

fn text_of(words: &Words) -> &str {
    match words {
        Words::Are(text) | Words::Contain(text) | Words::Match(text) => text,
    }
}

fn cut(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.trim().lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(MOST).collect();
    if short.len() < text.trim().len() {
        short.push('…');
    }
    short
}

/// Lines as an item of a list.
fn item(lines: &str) -> String {
    let mut out = String::new();
    for (at, line) in lines.lines().enumerate() {
        let lead = match (at, line) {
            (0, _) => "  - ",
            (_, "") => "",
            _ => "    ",
        };
        let _ = writeln!(out, "{lead}{line}");
    }
    out
}

fn chat(out: &mut String, chat: &Chat) {
    let mut lines = String::new();
    key(&mut lines, 0, "name", &chat.name);
    key(&mut lines, 0, "kind", &chat.kind);
    let _ = writeln!(lines, "members: {}", flow(&chat.members));
    if let Some(bot) = &chat.bot {
        key(&mut lines, 0, "bot", bot);
    }
    out.push_str(&item(&lines));
}

fn step(step: &Step) -> String {
    let mut out = String::new();
    let who = [("user", &step.user), ("in", &step.chat), ("to", &step.to)];
    for (name, value) in who {
        if let Some(value) = value {
            key(&mut out, 0, name, value);
        }
    }
    does(&mut out, &step.does);
    if let Some(within) = step.within {
        key(&mut out, 0, "within", &shown(within));
    }
    out
}

fn does(out: &mut String, does: &Does) {
    match does {
        Does::Say(text) => key(out, 0, "say", text),
        Does::Press(Button::Text(text)) => key(out, 0, "press", text),
        Does::Press(Button::At(row, column)) => {
            let _ = writeln!(out, "press: {{row: {row}, column: {column}}}");
        }
        Does::Edit(text) => key(out, 0, "edit", text),
        Does::React(emoji) => key(out, 0, "react", emoji),
        Does::Vote(choices) => match choices.as_slice() {
            [one] => key(out, 0, "vote", one),
            _ => {
                let _ = writeln!(out, "vote: {}", flow(choices));
            }
        },
        Does::Upload(of) => upload(out, of),
        Does::Poll(of) => poll(out, of),
        Does::Contact(phone) => key(out, 0, "contact", phone),
        Does::Location(latitude, longitude) => {
            let _ = writeln!(out, "location: [{latitude}, {longitude}]");
        }
        Does::Inline(query) => key(out, 0, "inline", query),
        Does::Choose(title) => key(out, 0, "choose", title),
        Does::Join(chat) => key(out, 0, "join", chat),
        Does::Leave(chat) => key(out, 0, "leave", chat),
        Does::BotBecomes(status) => key(out, 0, "bot_becomes", status),
        Does::Expect(wanted) => message(out, "expect", wanted),
        Does::ExpectEdit(wanted) => message(out, "expect_edit", wanted),
        Does::ExpectToast(words) => said(out, "expect_toast", words),
        Does::ExpectAlert(words) => said(out, "expect_alert", words),
        Does::ExpectAnyOrder(all) => {
            if all.is_empty() {
                out.push_str("expect_any_order: []\n");
                return;
            }
            out.push_str("expect_any_order:\n");
            for wanted in all {
                let mut lines = String::new();
                conditions(&mut lines, 0, wanted);
                if lines.is_empty() {
                    lines.push_str("{}\n");
                }
                out.push_str(&item(&lines));
            }
        }
        Does::ExpectNothing(time) => key(out, 0, "expect_nothing", &shown(*time)),
        Does::Wait(time) => key(out, 0, "wait", &shown(*time)),
        Does::Clock(time) => key(out, 0, "clock", &shown(*time)),
        Does::Fault(of) => fault(out, of),
    }
}

fn poll(out: &mut String, poll: &Poll) {
    key(out, 0, "poll", &poll.question);
    let _ = writeln!(out, "options: {}", flow(&poll.options));
    if !poll.anonymous {
        out.push_str("anonymous: false\n");
    }
    if poll.several {
        out.push_str("several: true\n");
    }
    match poll.right.as_slice() {
        [] => {}
        [one] => key(out, 0, "right", one),
        all => {
            let _ = writeln!(out, "right: {}", flow(all));
        }
    }
    if let Some(explanation) = &poll.explanation {
        key(out, 0, "explanation", explanation);
    }
}

fn upload(out: &mut String, upload: &Upload) {
    key(out, 0, "upload", &upload.file);
    if let Some(kind) = &upload.kind {
        key(out, 0, "as", kind);
    }
    if let Some(caption) = &upload.caption {
        key(out, 0, "caption", caption);
    }
    if upload.made_up {
        out.push_str("made_up: true\n");
    }
}

fn fault(out: &mut String, fault: &Fault) {
    key(out, 0, "fault", &fault.kind);
    for (name, value) in [("calls", fault.calls), ("retry_after", fault.retry_after)] {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    }
    if let Some(by) = fault.by {
        key(out, 0, "by", &shown(by));
    }
}

/// A message by its text alone where that is all.
fn message(out: &mut String, name: &str, wanted: &Wanted) {
    if let Some(Words::Are(text)) = &wanted.words
        && *wanted
            == (Wanted {
                words: wanted.words.clone(),
                ..Wanted::default()
            })
    {
        return key(out, 0, name, text);
    }
    if *wanted == Wanted::default() {
        let _ = writeln!(out, "{name}: {{}}");
        return;
    }
    let _ = writeln!(out, "{name}:");
    conditions(out, 2, wanted);
}

fn said(out: &mut String, name: &str, words: &Words) {
    if let Words::Are(text) = words {
        return key(out, 0, name, text);
    }
    let _ = writeln!(out, "{name}:");
    self::words(out, 2, words);
}

fn words(out: &mut String, indent: usize, words: &Words) {
    match words {
        Words::Are(text) => key(out, indent, "text", text),
        Words::Contain(text) => key(out, indent, "contains", text),
        Words::Match(text) => key(out, indent, "matches", text),
    }
}

fn conditions(out: &mut String, indent: usize, wanted: &Wanted) {
    let lead = " ".repeat(indent);
    if let Some(media) = &wanted.media {
        key(out, indent, "media", media);
    }
    if let Some(words) = &wanted.words {
        self::words(out, indent, words);
    }
    if let Some(options) = &wanted.options {
        let _ = writeln!(out, "{lead}options: {}", flow(options));
    }
    for (name, rows) in [("buttons", &wanted.buttons), ("keyboard", &wanted.keyboard)] {
        let Some(rows) = rows else { continue };
        if rows.is_empty() {
            let _ = writeln!(out, "{lead}{name}: []");
        } else {
            let _ = writeln!(out, "{lead}{name}:");
        }
        for row in rows {
            let _ = writeln!(out, "{lead}  - {}", flow(row));
        }
    }
    if !wanted.formatting.is_empty() {
        let _ = writeln!(out, "{lead}formatting:");
    }
    for (kind, text) in &wanted.formatting {
        let _ = writeln!(out, "{lead}  - {}: {}", inline(kind), inline(text));
    }
}
