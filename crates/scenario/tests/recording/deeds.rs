//! What people do is written down whole, or the file says what is missing.

use hookbay_scenario::parse;
use serde_json::json;

use super::{ANN, Scene};

#[tokio::test]
async fn a_quiz_is_asked_again_as_it_was() {
    let scene = Scene::new().await;
    let quiz = json!({"type": "poll", "question": "2 + 2?", "options": ["three", "four"], "anonymous": false,
        "several": true, "right": [1], "explanation": "Count."});
    scene.act(ANN, quiz, 1).await;
    let text = scene.text(ANN, None).await;
    let asked = "  - poll: 2 + 2?
    options: [three, four]
    anonymous: false
    several: true
    right: four
    explanation: Count.
";
    assert!(text.contains(asked), "{text}");
    assert!(text.contains("quiz"), "{text}");
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}

#[tokio::test]
async fn an_earlier_message_is_edited_by_its_text_also_after_another_edit() {
    let scene = Scene::new().await;
    for (text, sent) in [("one", 1), ("two", 2)] {
        scene
            .act(ANN, json!({"type": "say", "text": text}), sent)
            .await;
    }
    let page = scene.control().chat(&scene.token, ANN, None, 9).unwrap();
    let id = |text: &str| {
        let mut messages = page.messages.iter();
        let found = messages.find(|message| message.text.as_deref() == Some(text));
        found.unwrap().message_id
    };
    for (id, text, sent) in [
        (id("one"), "three", 3),
        (id("two"), "four", 4),
        (id("one"), "five", 5),
    ] {
        let edit = json!({"type": "edit", "message_id": id, "text": text});
        scene.act(ANN, edit, sent).await;
    }
    let text = scene.text(ANN, None).await;
    for step in [
        "  - to: one\n    edit: three\n",
        "  - edit: four\n",
        "  - to: three\n    edit: five\n",
    ] {
        assert!(text.contains(step), "{step}\n{text}");
    }
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}

#[tokio::test]
async fn what_no_step_can_say_is_said_in_a_comment() {
    let scene = Scene::new().await;
    for sent in 1..=2 {
        scene
            .act(ANN, json!({"type": "say", "text": "same"}), sent)
            .await;
    }
    let page = scene.control().chat(&scene.token, ANN, None, 9).unwrap();
    let mut messages = page.messages.iter();
    let first = messages.find(|message| message.text.as_deref() == Some("same"));
    let first = first.unwrap().message_id;
    let edit = json!({"type": "edit", "message_id": first, "text": "other"});
    scene.act(ANN, edit, 3).await;
    let text = scene.text(ANN, None).await;
    let note = "# 1 edit could not be written down: its message cannot be told from the others by its text.\n";
    assert!(text.starts_with(note), "{text}");
    assert_eq!(parse(&text).unwrap().steps.len(), 5, "{text}");
}
