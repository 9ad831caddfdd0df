//! parse_mode Markdown, the old one: nothing nests, and only what begins an entity can be escaped.

use serde_json::Value;

use super::{Formatted, Span, link, units};

/// Reads it; the refusal names the byte.
pub fn parse(source: &str) -> Result<Formatted, String> {
    let mut out = String::with_capacity(source.len());
    let mut spans = Vec::new();
    let mut offset = 0;
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let mut letters = rest.chars();
        let letter = letters.next().unwrap_or_default();
        let escaped = letters.next().filter(|next| "_*`[".contains(*next));
        if letter == '\\'
            && let Some(escaped) = escaped
        {
            out.push(escaped);
            offset += 1;
            at += 2;
            continue;
        }
        if !"_*`[".contains(letter) {
            out.push(letter);
            offset += letter.len_utf16();
            at += letter.len_utf8();
            continue;
        }
        let unended = || format!("Can't find end of the entity starting at byte offset {at}");
        let (mark, end_mark) = match letter {
            '`' if rest.starts_with("```") => ("```", "```"),
            '`' => ("`", "`"),
            '[' => ("[", "]"),
            '*' => ("*", "*"),
            _ => ("_", "_"),
        };
        let inner = rest.get(mark.len()..).unwrap_or_default();
        let end = inner.find(end_mark).ok_or_else(unended)?;
        let mut text = inner.get(..end).unwrap_or_default();
        let mut taken = mark.len() + end + end_mark.len();
        let span = match mark {
            "[" => {
                let after = rest.get(taken..).unwrap_or_default();
                let mut target = text;
                if let Some(inside) = after.strip_prefix('(') {
                    // An unended address goes to the end of the text.
                    let close = inside.find(')').unwrap_or(inside.len());
                    target = inside.get(..close).unwrap_or_default();
                    taken += (close + 2).min(after.len());
                }
                link::span(target, offset, units(text))
            }
            "```" => {
                let (language, code) = without_language(text);
                text = code;
                let plain = Span::new("pre", offset, units(text));
                Some(match language {
                    "" => plain,
                    language => plain.with("language", Value::from(language)),
                })
            }
            "`" => Some(Span::new("code", offset, units(text))),
            "*" => Some(Span::new("bold", offset, units(text))),
            _ => Some(Span::new("italic", offset, units(text))),
        };
        spans.extend(span.filter(|span| span.length > 0));
        out.push_str(text);
        offset += units(text);
        at += taken;
    }
    Ok(Formatted { text: out, spans })
}

/// The language in the line of the mark, and the code after it.
fn without_language(text: &str) -> (&str, &str) {
    let end = text.find(char::is_whitespace).unwrap_or(0);
    let (language, code) = text.split_at(end);
    let code = code.strip_prefix("\r\n").unwrap_or(code);
    let code = code.strip_prefix('\n').unwrap_or(code);
    (language, code)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn marks_become_entities() {
        for (text, result, entities) in [
            (
                "*b* _i_",
                "b i",
                r#"[{"length":1,"offset":0,"type":"bold"},{"length":1,"offset":2,"type":"italic"}]"#,
            ),
            ("\\*b\\_", "*b_", "[]"),
            (
                "[a](example.com)",
                "a",
                r#"[{"length":1,"offset":0,"type":"text_link","url":"http://example.com/"}]"#,
            ),
            (
                "```py\nx```",
                "x",
                r#"[{"language":"py","length":1,"offset":0,"type":"pre"}]"#,
            ),
            ("`x*`", "x*", r#"[{"length":2,"offset":0,"type":"code"}]"#),
            ("a.b!-", "a.b!-", "[]"),
        ] {
            let parsed = parse(text).unwrap();
            assert_eq!(parsed.text, result, "{text}");
            assert_eq!(parsed.entities().to_string(), entities, "{text}");
        }
    }

    #[test]
    fn what_does_not_end_is_refused_in_telegrams_words() {
        for (text, byte) in [("a_b", 1), ("\u{1f600}*x", 4), ("```x", 0), ("[x", 0)] {
            let words = format!("Can't find end of the entity starting at byte offset {byte}");
            assert_eq!(parse(text).unwrap_err(), words);
        }
    }
}
