//! A text that was written with markup, as it is read: the markup is gone, and what it meant with it.

/// The text without the markup of this mode; as it is where there is none, or one that is not known.
pub(super) fn plain(text: &str, parse_mode: Option<&str>) -> String {
    let Some(mode) = parse_mode else {
        return text.to_owned();
    };
    let text = match mode.to_ascii_lowercase().as_str() {
        "html" => html(text),
        "markdownv2" => markdown(text, true),
        "markdown" => markdown(text, false),
        _ => return text.to_owned(),
    };
    text.trim().to_owned()
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (read, length) = if rest.starts_with('<') {
            match rest.find('>') {
                Some(end) => (None, end + 1),
                None => (Some('<'), 1),
            }
        } else {
            reference(rest).map_or((Some('&'), 1), |(read, length)| (Some(read), length))
        };
        out.extend(read);
        rest = &rest[length..];
    }
    out + rest
}

/// The character that a text's beginning stands for, as `&lt;`, and how long that is.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.find(';')?;
    let read = match text.get(1..end)? {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        name => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16));
            char::from_u32(code.ok()?)?
        }
    };
    Some((read, end + 1))
}

/// Telegram's second Markdown, or its first.
fn markdown(text: &str, is_second: bool) -> String {
    let marks: &[char] = if is_second {
        &['*', '_', '~', '|']
    } else {
        &['*', '_']
    };
    let mut out = String::with_capacity(text.len());
    let mut is_line_start = true;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        let after = &rest[length..];
        let escaped = after.chars().next().filter(char::is_ascii_punctuation);
        match (character, escaped) {
            ('\\', Some(escaped)) => {
                out.push(escaped);
                length += 1;
            }
            ('`', _) => {
                let (code, used) = code(rest);
                out.push_str(&code);
                length = used;
            }
            // The address of a link, and the line of one whose text was just read.
            (']', _) => length += address(after),
            ('[', _) | ('!', Some('[')) => {}
            ('>', _) if is_second && is_line_start => {}
            _ if marks.contains(&character) => {}
            _ => out.push(character),
        }
        // Marks may stand before the one of a quotation.
        is_line_start = character == '\n' || (is_line_start && marks.contains(&character));
        rest = &rest[length..];
    }
    out
}

/// How long the address is that a text begins with, in its brackets; 0 where there is none.
fn address(text: &str) -> usize {
    if !text.starts_with('(') {
        return 0;
    }
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        if character == ')' && !is_escaped {
            return at + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    text.len()
}

/// The code that a text begins with, and how long it is with its marks. In it nothing else is a mark.
fn code(text: &str) -> (String, usize) {
    let mark = if text.starts_with("```") { "```" } else { "`" };
    let mut code = String::new();
    let mut at = mark.len();
    while let Some(character) = text[at..].chars().next() {
        if text[at..].starts_with(mark) {
            at += mark.len();
            break;
        }
        at += character.len_utf8();
        let next = text[at..].chars().next();
        if let ('\\', Some(escaped @ ('\\' | '`'))) = (character, next) {
            code.push(escaped);
            at += 1;
        } else {
            code.push(character);
        }
    }
    let language = |line: &str| {
        line.chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-_#.".contains(c))
    };
    if mark == "```"
        && let Some((first, rest)) = code.split_once('\n')
        && language(first)
    {
        code = rest.to_owned();
    }
    (code, at)
}

#[cfg(test)]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn markup_is_read_as_telegram_reads_it() {
        for (mode, text, read) in [
            ("HTML", "<b>Menu</b> &amp; more", "Menu & more"),
            (
                "html",
                "<a href=\"https://x.example/?a=1\">a</a> &lt;b&gt; &quot;&#39;&#x41;&quot;",
                "a <b> \"'A\"",
            ),
            ("HTML", "5 &nbsp; 6 & 7", "5 &nbsp; 6 & 7"),
            ("MarkdownV2", "*Menu* \\& __more__\\!", "Menu & more!"),
            (
                "MarkdownV2",
                "[a\\_b](https://x.example/\\)q) ||c|| ~d~",
                "a_b c d",
            ),
            ("MarkdownV2", "![👍](tg://emoji?id=5) `a*b\\`c`", "👍 a*b`c"),
            ("MarkdownV2", "```rust\nlet a_b = *c;\n```", "let a_b = *c;"),
            (
                "MarkdownV2",
                ">one\n>two\n**>three||\nfour",
                "one\ntwo\nthree\nfour",
            ),
            ("Markdown", "*a* _b_ ~c~ [d](x) \\_", "a b ~c~ d _"),
            ("Other", "*a* ", "*a* "),
        ] {
            assert_eq!(plain(text, Some(mode)), read, "{mode}: {text}");
        }
        assert_eq!(plain("<b>*a*", None), "<b>*a*");
    }

    proptest! {
        #[test]
        fn anything_is_survived(text in "[\\PC\\n<>&;`*_\\[\\]()\\\\]{0,80}") {
            for mode in ["HTML", "MarkdownV2", "Markdown"] {
                plain(&text, Some(mode));
            }
        }
    }
}
