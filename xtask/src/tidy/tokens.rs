//! Rust's text cut into words and signs, without comments, strings and lifetimes: as much of the
//! language as it takes to see paths.

/// A word, `::`, or one other sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The text of it.
    pub text: String,
    /// The line it stands on, from 1.
    pub line: usize,
}

/// Cuts `source` up.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut cutter = Cutter {
        rest: source,
        line: 1,
        tokens: Vec::new(),
    };
    while cutter.step() {}
    cutter.tokens
}

struct Cutter<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Cutter<'_> {
    fn step(&mut self) -> bool {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(length) = string(rest) {
            self.skip(length);
        } else if first == '\'' {
            self.skip(char_or_lifetime(rest));
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            self.take(length);
        } else if rest.starts_with("::") {
            self.take(2);
        } else if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else {
            self.take(first.len_utf8());
        }
        true
    }

    fn take(&mut self, length: usize) {
        let (text, _) = self.rest.split_at(length);
        self.tokens.push(Token {
            text: text.to_owned(),
            line: self.line,
        });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at(length);
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(text: &str) -> usize {
    // Block comments nest in Rust.
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of the string literal that `text` starts with.
fn string(text: &str) -> Option<usize> {
    let after_prefix = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - after_prefix.len();
    if prefix > 1 {
        return None;
    }
    if let Some(raw) = after_prefix.strip_prefix('r') {
        let opening = raw.trim_start_matches('#');
        let hashes = raw.len() - opening.len();
        let body = opening.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(text.len() - body.len() + length);
    }
    let body = after_prefix.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(prefix + 1 + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

fn char_or_lifetime(text: &str) -> usize {
    let body = &text[1..];
    let mut chars = body.char_indices();
    let Some((_, first)) = chars.next() else {
        return 1;
    };
    if first == '\\' {
        // Past the escaped sign, which may itself be a quote.
        let escaped = chars.next().map_or(1, |(at, c)| at + c.len_utf8());
        return body[escaped..]
            .find('\'')
            .map_or(text.len(), |at| 1 + escaped + at + 1);
    }
    if body[first.len_utf8()..].starts_with('\'') {
        return 1 + first.len_utf8() + 1;
    }
    // A lifetime: its name goes with it.
    1 + body.find(|c| !is_word(c)).unwrap_or(body.len())
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn texts(source: &str) -> Vec<String> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_signs_come_through() {
        assert_eq!(
            texts("use crate::a::{b, c};"),
            [
                "use", "crate", "::", "a", "::", "{", "b", ",", "c", "}", ";"
            ]
        );
    }

    #[test]
    fn what_is_not_code_does_not() {
        for source in [
            "// crate::a\nx",
            "/* crate::a /* nested */ crate::b */ x",
            "\"crate::a \\\" crate::b\" x",
            "r#\"crate::a \" crate::b\"# x",
            "br\"crate::a\" x",
            "b\"crate::a\" x",
            "'\\'' x",
            "'{' x",
            "'\\u{1F600}' x",
            "'é' x",
            "'static x",
        ] {
            assert_eq!(texts(source), ["x"], "{source}");
        }
    }

    #[test]
    fn names_that_look_like_a_prefix_are_names() {
        assert_eq!(texts("row bcd c r b"), ["row", "bcd", "c", "r", "b"]);
    }

    #[test]
    fn lines_are_counted_through_all_of_it() {
        let source = "a\n/* \n */ b \"\n\n\" c // d\ne";
        let lines: Vec<_> = tokens(source).iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 3, 5, 6]);
    }
}
