//! Commands by scope and language, and the list that each person gets to see.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, NewUser, SECOND_USER, SandboxAct};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

fn list(name: &str) -> Value {
    json!([{"command": name, "description": name}])
}

async fn set(desk: &Desk, name: &str, scope: Value, language: &str) {
    let set = json!({"commands": list(name), "scope": scope, "language_code": language});
    desk.done("setMyCommands", set).await;
}

/// The first command that somebody sees in a chat.
fn seen(desk: &Desk, chat: i64, user: i64) -> Option<String> {
    let lists = desk.page(chat).commands;
    let of = lists.iter().find(|list| list.user_ids.contains(&user))?;
    Some(of.commands[0].command.clone())
}

#[tokio::test]
async fn each_scope_and_language_has_a_list_of_its_own() {
    let desk = cloud().await;
    let group = desk.group("supergroup");
    let scopes = [
        json!({"type": "default"}),
        json!({"type": "all_private_chats"}),
        json!({"type": "all_group_chats"}),
        json!({"type": "all_chat_administrators"}),
        json!({"type": "chat", "chat_id": group}),
        json!({"type": "chat_administrators", "chat_id": group.to_string()}),
        json!({"type": "chat_member", "chat_id": group, "user_id": DEFAULT_USER}),
    ];
    let languages = ["", "it", "en"];
    let name = |scope: usize, language: usize| format!("c{scope}{language}");
    for (at, scope) in scopes.iter().enumerate() {
        for (of, language) in languages.iter().enumerate() {
            set(&desk, &name(at, of), scope.clone(), language).await;
        }
    }
    let get = async |scope: &Value, language: &str| {
        let get = json!({"scope": scope, "language_code": language});
        desk.done("getMyCommands", get).await
    };
    for (at, scope) in scopes.iter().enumerate() {
        for (of, language) in languages.iter().enumerate() {
            assert_eq!(
                get(scope, language).await,
                list(&name(at, of)),
                "{scope} {language}"
            );
        }
        // What is asked for is not looked for elsewhere.
        assert_eq!(get(scope, "de").await, json!([]), "{scope}");
    }
    let gone = json!({"scope": scopes[4], "language_code": "it"});
    desk.done("deleteMyCommands", gone).await;
    assert_eq!(get(&scopes[4], "it").await, json!([]));
    assert_eq!(get(&scopes[4], "en").await, list(&name(4, 2)));
    // None at all is the same as taking them away.
    let none = json!({"commands": [], "scope": scopes[4], "language_code": "en"});
    desk.done("setMyCommands", none).await;
    assert_eq!(get(&scopes[4], "en").await, json!([]));
    assert_eq!(get(&scopes[4], "").await, list(&name(4, 0)));
}

#[tokio::test]
async fn in_a_private_chat_the_narrowest_scope_is_seen_in_the_persons_language() {
    let desk = cloud().await;
    let chats = [DEFAULT_USER, SECOND_USER];
    // Ann's app speaks English and Mario's Italian.
    let both = || chats.map(|chat| seen(&desk, chat, chat));
    assert_eq!(both(), [None, None]);
    let all = json!({"type": "all_private_chats"});
    let chat = json!({"type": "chat", "chat_id": SECOND_USER});
    for (name, scope, language, expected) in [
        ("a", json!({"type": "default"}), "", ["a", "a"]),
        ("b", json!({"type": "default"}), "it", ["a", "b"]),
        ("c", json!({"type": "all_group_chats"}), "", ["a", "b"]),
        ("d", all.clone(), "", ["d", "d"]),
        ("e", all, "en", ["e", "d"]),
        ("f", chat.clone(), "", ["e", "f"]),
        ("g", chat, "it", ["e", "g"]),
    ] {
        set(&desk, name, scope, language).await;
        assert_eq!(both(), expected.map(|name| Some(name.to_owned())), "{name}");
    }
    // The world has the list for all, as it had before.
    let world = desk.control.world(&desk.token).unwrap();
    assert_eq!(world.commands[0].command, "a");
}

#[tokio::test]
async fn in_a_group_administrators_and_members_see_what_is_for_them() {
    let desk = cloud().await;
    let group = desk.group("group");
    let join = SandboxAct::Join;
    desk.control
        .act(&desk.token, SECOND_USER, Some(group), join)
        .unwrap();
    // Ann owns the group; Mario is in it.
    let both = || [DEFAULT_USER, SECOND_USER].map(|user| seen(&desk, group, user));
    let member = json!({"type": "chat_member", "chat_id": group, "user_id": SECOND_USER});
    for (name, scope, expected) in [
        ("a", json!({"type": "default"}), ["a", "a"]),
        ("b", json!({"type": "all_private_chats"}), ["a", "a"]),
        ("c", json!({"type": "all_group_chats"}), ["c", "c"]),
        ("d", json!({"type": "all_chat_administrators"}), ["d", "c"]),
        ("e", json!({"type": "chat", "chat_id": group}), ["e", "e"]),
        (
            "f",
            json!({"type": "chat_administrators", "chat_id": group}),
            ["f", "e"],
        ),
        ("g", member, ["f", "g"]),
    ] {
        set(&desk, name, scope, "").await;
        assert_eq!(both(), expected.map(|name| Some(name.to_owned())), "{name}");
    }
    // A list that several get is told once, with all of them.
    let lists = desk.page(group).commands;
    assert_eq!(lists.len(), 2);
    let channel = desk.group("channel");
    assert!(desk.page(channel).commands.is_empty());
}

#[tokio::test]
async fn a_person_has_a_language() {
    let desk = cloud().await;
    set(&desk, "pt", json!({"type": "default"}), "pt").await;
    let new = |code: &str| NewUser {
        first_name: "Ines".to_owned(),
        language_code: Some(code.to_owned()),
        ..NewUser::default()
    };
    let ines = desk.control.add_person(new("pt-br")).unwrap();
    assert_eq!(ines.language.as_deref(), Some("pt-br"));
    assert_eq!(seen(&desk, ines.id, ines.id).as_deref(), Some("pt"));
    let say = SandboxAct::Say {
        text: "oi".to_owned(),
        reply_to: None,
    };
    desk.control.act(&desk.token, ines.id, None, say).unwrap();
    assert_eq!(
        desk.news().await[0]["message"]["from"]["language_code"],
        "pt-br"
    );
    for wrong in ["x", "portuguese", "p\u{e3}", "pt-\u{e3}"] {
        assert!(desk.control.add_person(new(wrong)).is_err(), "{wrong}");
    }
}
