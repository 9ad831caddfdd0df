//! The content of messages.

use super::super::{message, service};
use super::read;

#[test]
fn tells_what_a_message_holds() {
    for (fields, line) in [
        (r#""photo":[{"file_id":"a"}]"#, "photo"),
        (
            r#""photo":[{"file_id":"a"}],"caption":"burnt\nagain?""#,
            "photo, “burnt again?”",
        ),
        (
            r#""animation":{"duration":3},"document":{"file_name":"a.mp4"}"#,
            "animation, 0:03",
        ),
        (
            r#""document":{"file_name":"menu-2026.pdf","file_size":1258291}"#,
            "document menu-2026.pdf, 1.2 MB",
        ),
        (r#""voice":{"duration":12}"#, "voice, 0:12"),
        (
            r#""video":{"duration":3723},"caption":"x""#,
            "video, 1:02:03, “x”",
        ),
        (r#""video_note":{"duration":9}"#, "video note, 0:09"),
        (
            r#""audio":{"title":"Volare","performer":"Modugno","duration":200}"#,
            "audio “Volare” by Modugno, 3:20",
        ),
        (r#""sticker":{"emoji":"😀"}"#, "sticker 😀"),
        (r#""sticker":{}"#, "sticker"),
        (
            r#""location":{"latitude":52.5201,"longitude":13.4},"venue":{"title":"Da Mario","address":"Via 1"}"#,
            "venue Da Mario, Via 1",
        ),
        (
            r#""location":{"latitude":52.5201,"longitude":13.4}"#,
            "location 52.52, 13.40",
        ),
        (
            r#""location":{"latitude":-1,"longitude":0,"live_period":60}"#,
            "live location -1.00, 0.00",
        ),
        (
            r#""contact":{"first_name":"Ann","phone_number":"+491"}"#,
            "contact Ann, +491",
        ),
        (
            r#""poll":{"question":"Pizza?","total_voter_count":1}"#,
            "poll “Pizza?”, 1 vote",
        ),
        (r#""dice":{"emoji":"🎲","value":5}"#, "🎲 5"),
        (r#""game":{"title":"Chess"}"#, "game “Chess”"),
        (r#""paid_media":{"star_count":5}"#, "paid media, 5 stars"),
        (
            r#""invoice":{"title":"Pizza","currency":"EUR","total_amount":1840}"#,
            "invoice “Pizza”, EUR 18.40",
        ),
        (
            r#""successful_payment":{"currency":"XTR","total_amount":10}"#,
            "paid 10 stars",
        ),
        (r#""web_app_data":{"data":"{}"}"#, "web app data “{}”"),
        (
            r#""from":{"id":1,"first_name":"A"},"new_chat_members":[{"id":1,"first_name":"A"}]"#,
            "joined",
        ),
        (
            r#""from":{"id":1,"first_name":"A"},"new_chat_members":[{"id":2,"first_name":"B"},{"id":3,"first_name":"C"}]"#,
            "added B, C",
        ),
        (
            r#""from":{"id":1},"left_chat_member":{"id":1,"first_name":"A"}"#,
            "left",
        ),
        (
            r#""from":{"id":1},"left_chat_member":{"id":2,"first_name":"B"}"#,
            "removed B",
        ),
        (r#""pinned_message":{"text":"Menu"}"#, "pinned “Menu”"),
        (r#""new_chat_title":"Bar""#, "renamed the chat to “Bar”"),
        (r#""migrate_to_chat_id":-1001"#, "the group moved to -1001"),
        (r#""users_shared":{"users":[{},{}]}"#, "shared 2 users"),
        (
            r#""connected_website":"a.example""#,
            "logged in at a.example",
        ),
        (
            r#""forum_topic_created":{"name":"Orders"}"#,
            "created topic “Orders”",
        ),
        (r#""forum_topic_closed":{}"#, "closed the topic"),
        (r#""delete_chat_photo":true"#, "removed the chat photo"),
        (
            r#""video_chat_ended":{"duration":61}"#,
            "ended the video chat, 1:01",
        ),
        (r#""something_new":{}"#, ""),
    ] {
        assert_eq!(
            read("message", &format!("{{{fields}}}")).summary,
            line,
            "{fields}"
        );
    }
}

#[test]
fn every_content_has_words_even_without_its_details() {
    let rows: Vec<_> = message::CONTENT.iter().chain(service::CONTENT).collect();
    let names: std::collections::BTreeSet<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!((rows.len(), names.len() >= 70), (names.len(), true));
    for (field, _) in rows {
        for value in ["{}", "[]", "true", "1", r#""x""#] {
            assert_ne!(
                read("message", &format!(r#"{{"{field}":{value}}}"#)).summary,
                "",
                "{field}: {value}"
            );
        }
    }
}

#[test]
fn a_long_message_is_cut_at_200_characters() {
    for letter in ["a", "🍕", "ä\\n"] {
        let long = letter.repeat(5000);
        for fields in [
            format!(r#""text":"{long}""#),
            format!(r#""photo":[],"caption":"{long}""#),
        ] {
            let summary = read("message", &format!("{{{fields}}}")).summary;
            assert!(
                (150..=200).contains(&summary.chars().count()),
                "{}",
                summary.chars().count()
            );
            assert!(summary.contains('…'));
        }
    }
}
