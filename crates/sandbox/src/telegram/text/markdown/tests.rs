use super::parse;

#[test]
fn every_reserved_letter_has_to_be_escaped() {
    for letter in "]()#+-=|{}.!".chars() {
        let refused = parse(&letter.to_string()).unwrap_err();
        let words =
            format!("Character '{letter}' is reserved and must be escaped with the preceding '\\'");
        assert_eq!(refused, words);
        let escaped = parse(&format!("\\{letter}")).unwrap();
        assert_eq!(escaped.text, letter.to_string());
    }
}

#[test]
fn what_does_not_end_is_refused_in_telegrams_words() {
    let stadium = "\u{1f3df} \u{1f3df}";
    for (text, kind, byte) in [
        ("_abacaba", "Italic", 9),
        ("_abac * asd ", "Bold", 15),
        ("_abac * asd _", "Italic", 21),
        ("`", "Code", 9),
        ("```", "Pre", 9),
        ("```a", "Pre", 9),
        ("```a ", "PreCode", 9),
        ("__\u{1f3df} \u{1f3df}_", "Italic", 20),
        ("_\u{1f3df} \u{1f3df}__", "Underline", 19),
        ("~x", "Strikethrough", 9),
        ("||x", "Spoiler", 9),
        ("[x", "TextUrl", 9),
        ("![x", "CustomEmoji", 9),
    ] {
        let refused = parse(&format!("{stadium}{text}")).unwrap_err();
        let words = format!("Can't find end of {kind} entity at byte offset {byte}");
        assert_eq!(refused, words, "{text}");
    }
    assert_eq!(
        parse("[a](b").unwrap_err(),
        "Can't find end of a URL at byte offset 4"
    );
}

#[test]
fn marks_become_entities() {
    for (text, result, entities) in [
        (
            "*\u{1f600}*",
            "\u{1f600}",
            r#"[{"length":2,"offset":0,"type":"bold"}]"#,
        ),
        (
            "_a *b*_",
            "a b",
            r#"[{"length":1,"offset":2,"type":"bold"},{"length":3,"offset":0,"type":"italic"}]"#,
        ),
        (
            "__a__ ~b~ ||c||",
            "a b c",
            r#"[{"length":1,"offset":0,"type":"underline"},{"length":1,"offset":2,"type":"strikethrough"},{"length":1,"offset":4,"type":"spoiler"}]"#,
        ),
        (
            "[a](https://example.com/\\))",
            "a",
            r#"[{"length":1,"offset":0,"type":"text_link","url":"https://example.com/)"}]"#,
        ),
        ("`a.b`", "a.b", r#"[{"length":3,"offset":0,"type":"code"}]"#),
        (
            "```\na```",
            "a",
            r#"[{"length":1,"offset":0,"type":"pre"}]"#,
        ),
        (
            "```rust\na```",
            "a",
            r#"[{"language":"rust","length":1,"offset":0,"type":"pre"}]"#,
        ),
        (
            "![x](tg://emoji?id=5)",
            "x",
            r#"[{"custom_emoji_id":"5","length":1,"offset":0,"type":"custom_emoji"}]"#,
        ),
        (
            ">a\n>b\nc",
            "a\nb\nc",
            r#"[{"length":4,"offset":0,"type":"blockquote"}]"#,
        ),
        (
            "**>a\n>b||",
            "a\nb",
            r#"[{"length":3,"offset":0,"type":"expandable_blockquote"}]"#,
        ),
        ("a > b", "", ""),
        ("**", "", "[]"),
        ("\\", "\\", "[]"),
    ] {
        match parse(text) {
            Ok(parsed) => {
                assert_eq!(parsed.text, result, "{text}");
                assert_eq!(parsed.entities().to_string(), entities, "{text}");
            }
            Err(refused) => assert!(refused.starts_with("Character '>'") && entities.is_empty()),
        }
    }
}
