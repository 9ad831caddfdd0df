//! How things are written in one line.

/// One line of a text: white space and control characters become single spaces, and what is beyond
/// `most` characters becomes an ellipsis.
pub fn one_line(text: &str, most: usize) -> String {
    // What most texts are, told from the first bytes that matter.
    if let Some(line) = plain(text, most) {
        return line;
    }
    let mut line = String::with_capacity(text.len().min(most * 2));
    let mut count = 0;
    let mut gap = false;
    for character in text.chars() {
        if character.is_whitespace() || character.is_control() {
            gap = count > 0;
            continue;
        }
        let needed = 1 + usize::from(gap);
        if count + needed > most {
            // Room for the ellipsis.
            while count >= most {
                line.pop();
                count -= 1;
            }
            line.push('…');
            return line;
        }
        if gap {
            line.push(' ');
        }
        line.push(character);
        count += needed;
        gap = false;
    }
    line
}

/// The same for plain ASCII with single spaces in it, a byte a character.
fn plain(text: &str, most: usize) -> Option<String> {
    let long = text.len() > most;
    // One more than fits tells whether a word ends there.
    let seen = text.as_bytes().get(..most).unwrap_or(text.as_bytes());
    let mut before = b' ';
    for &byte in seen {
        if !(byte.is_ascii_graphic() || (byte == b' ' && before != b' ')) {
            return None;
        }
        before = byte;
    }
    if !long {
        return (before != b' ').then(|| text.to_owned());
    }
    // A space at the edge, or what is beyond it being nothing but white space, needs a closer look.
    let next = text.as_bytes().get(most)?;
    if before == b' ' || !next.is_ascii_graphic() {
        return None;
    }
    Some(format!("{}…", text.get(..most.checked_sub(1)?)?))
}

/// A name on one line, unless nothing is left of it.
pub fn name(text: &str) -> Option<String> {
    Some(one_line(text, 64)).filter(|name| !name.is_empty())
}

/// A text in quotes, short enough that the closing one stays in the line.
pub fn quoted(text: &str) -> String {
    format!("“{}”", one_line(text, 150))
}

/// `1.2 MB`, counted as Telegram's apps count.
#[allow(clippy::cast_precision_loss)]
pub fn size(bytes: i64) -> String {
    const STEPS: [(i64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    match STEPS.iter().find(|(step, _)| bytes >= *step) {
        Some((step, unit)) => format!("{:.1} {unit}", bytes as f64 / *step as f64),
        None => format!("{bytes} B"),
    }
}

/// `0:12` or `1:02:03`.
pub fn duration(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// `3 messages`, `1 message`.
pub fn count(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `EUR 18.40`: Telegram gives the smallest unit of the currency (XTR: Telegram Stars).
pub fn money(currency: &str, amount: i64) -> String {
    let digits = match currency {
        "XTR" => return count(amount, "star", "stars"),
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "TON" => 9,
        _ => 2,
    };
    if digits == 0 {
        return format!("{currency} {amount}");
    }
    let unit = 10_u64.pow(digits);
    let (sign, amount) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    let rest = format!("{:0width$}", amount % unit, width = digits as usize);
    format!("{currency} {sign}{}.{rest}", amount / unit)
}

#[cfg(test)]
mod tests {
    use super::{duration, money, one_line, size};

    #[test]
    fn a_line_has_no_breaks_and_an_end() {
        assert_eq!(one_line("  a\r\n\tb\u{0}c  ", 200), "a b c");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdefg", 6), "abcde…");
        assert_eq!(one_line("abcde fg", 6), "abcde…");
        assert_eq!(one_line("abcd fgh", 6), "abcd …");
        assert_eq!(one_line("🍕🍕🍕🍕", 3), "🍕🍕…");
        assert_eq!(one_line("", 3), "");
    }

    #[test]
    fn sizes_durations_and_money_read_as_people_write_them() {
        assert_eq!(
            [size(0), size(1023), size(1_258_291), size(5 << 30)],
            ["0 B", "1023 B", "1.2 MB", "5.0 GB"]
        );
        assert_eq!(
            [duration(12), duration(600), duration(3723), duration(-1)],
            ["0:12", "10:00", "1:02:03", "0:00"]
        );
        assert_eq!(
            [
                money("EUR", 1840),
                money("JPY", 500),
                money("KWD", 5),
                money("XTR", 1),
                money("EUR", -5)
            ],
            ["EUR 18.40", "JPY 500", "KWD 0.005", "1 star", "EUR -0.05"]
        );
        assert_eq!(money("EUR", i64::MIN), "EUR -92233720368547758.08");
    }
}
