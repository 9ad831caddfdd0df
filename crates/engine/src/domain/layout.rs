//! JSON laid out anew: on many lines to be read, or on one. Nothing else changes: the order of the
//! fields, numbers and escapes stay as they were written.

/// The text on many lines, two spaces for each level, and a line break at the end.
pub fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.char_indices().peekable();
    let mut is_empty = false;
    while let Some((at, character)) = rest.next() {
        match character {
            '"' => {
                let end = string_end(json, at);
                open_line(&mut out, &mut is_empty, depth);
                out.push_str(&json[at..end]);
                while rest.next_if(|(next, _)| *next < end).is_some() {}
            }
            '{' | '[' => {
                open_line(&mut out, &mut is_empty, depth);
                out.push(character);
                depth += 1;
                is_empty = true;
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !is_empty {
                    line(&mut out, depth);
                }
                is_empty = false;
                out.push(character);
            }
            ',' => {
                out.push(',');
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ if character.is_whitespace() => {}
            _ => {
                open_line(&mut out, &mut is_empty, depth);
                out.push(character);
            }
        }
    }
    out.push('\n');
    out
}

/// The text on one line: in JSON a line break stands only between two pieces, where none is needed.
pub fn one_line(json: &str) -> String {
    json.replace(['\n', '\r'], "")
}

/// The first thing in an object or a list begins its first line.
fn open_line(out: &mut String, is_empty: &mut bool, depth: usize) {
    if std::mem::take(is_empty) {
        line(out, depth);
    }
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    // Very deep ones are not indented further: the text would grow with the square of its depth.
    for _ in 0..depth.min(64) {
        out.push_str("  ");
    }
}

/// The place after a string that begins at `start`.
pub(super) fn string_end(json: &str, start: usize) -> usize {
    let bytes = json.as_bytes();
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{one_line, pretty};
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn order_numbers_and_escapes_stay() {
        let json = "{\"b\":1.0e2,\n\"a\":[ ],\"c\":{},\"d\":[1,{\"x\":\"\\ud800, {\"}]}";
        let expected = "{\n  \"b\": 1.0e2,\n  \"a\": [],\n  \"c\": {},\n  \"d\": [\n    1,\n    {\n      \
                        \"x\": \"\\ud800, {\"\n    }\n  ]\n}\n";
        assert_eq!(pretty(json), expected);
        assert_eq!(pretty(expected), expected);
        assert_eq!(one_line("{\"a\":1,\r\n\"b\":2}"), "{\"a\":1,\"b\":2}");
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC*") {
            pretty(&text);
        }

        #[test]
        fn what_is_json_says_the_same(words in proptest::collection::vec("\\PC{0,9}", 0..6)) {
            let value = serde_json::json!({ "a": words, "b": [[], {}, 1.5, null, true] });
            let again: Value = serde_json::from_str(&pretty(&value.to_string())).unwrap();
            prop_assert_eq!(again, value);
        }
    }
}
