use super::parse;

#[test]
fn what_is_broken_is_refused_in_telegrams_words() {
    for (text, refusal) in [
        (
            "&#57311;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
        ),
        ("\u{1f3df}&lt;<abc", "Unclosed start tag at byte offset 8"),
        (
            "<abac aba>",
            "Unsupported start tag \"abac\" at byte offset 0",
        ),
        ("a < b>", "Unsupported start tag \"\" at byte offset 2"),
        (
            "<i   =aba>",
            "Empty attribute name in the tag \"i\" at byte offset 0",
        ),
        (
            "<i  aba x>",
            "Expected equal sign in declaration of an attribute of the tag \"i\" at byte offset 0",
        ),
        ("<i  aba  =  ", "Unclosed start tag \"i\" at byte offset 0"),
        (
            "<i a=190azAz-.,",
            "Unexpected end of name token at byte offset 5",
        ),
        ("<i a=\"&lt;>", "Unclosed start tag at byte offset 0"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b></b></", "Unexpected end tag at byte offset 7"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        (
            "<b>x</i>",
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        ),
        (
            "<b>x",
            "Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "<span>x</span>",
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        ),
        (
            "<tg-emoji emoji-id=\"x\">y</tg-emoji>",
            "Invalid custom emoji identifier specified",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err(), refusal, "{text}");
    }
}

#[test]
fn tags_become_entities() {
    for (text, result, entities) in [
        ("&lt;&amp;&gt;&quot;&#33;&x", "<&>\"!&x", "[]"),
        (
            "<B>\u{1f600}</b >c",
            "\u{1f600}c",
            r#"[{"length":2,"offset":0,"type":"bold"}]"#,
        ),
        (
            "<i>a</>",
            "a",
            r#"[{"length":1,"offset":0,"type":"italic"}]"#,
        ),
        (
            "a<a href=\"example.com?a&amp;b\">b</a>",
            "ab",
            r#"[{"length":1,"offset":1,"type":"text_link","url":"http://example.com/?a&b"}]"#,
        ),
        ("<a>localhost</a>", "localhost", "[]"),
        (
            "<a href='tg://user?id=5'>b</a>",
            "b",
            r#"[{"length":1,"offset":0,"type":"text_mention","user":{"id":5}}]"#,
        ),
        (
            "<pre><code class=\"language-rust\">x</code></pre>",
            "x",
            r#"[{"language":"rust","length":1,"offset":0,"type":"pre"}]"#,
        ),
        (
            "<code class=language-x>x</code>",
            "x",
            r#"[{"length":1,"offset":0,"type":"code"}]"#,
        ),
        (
            "<span class=\"tg-spoiler\">x</span>",
            "x",
            r#"[{"length":1,"offset":0,"type":"spoiler"}]"#,
        ),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            r#"[{"length":1,"offset":0,"type":"expandable_blockquote"}]"#,
        ),
        ("<b></b>", "", "[]"),
    ] {
        let parsed = parse(text).unwrap();
        assert_eq!(parsed.text, result, "{text}");
        assert_eq!(parsed.entities().to_string(), entities, "{text}");
    }
}
