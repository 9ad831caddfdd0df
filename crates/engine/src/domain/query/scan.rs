//! Where the pieces of a query are: split at white space that is not in quotes.

/// Where a piece is, and where its colon is when it looks like `key:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    /// After a minus.
    pub(super) body: usize,
    pub(super) colon: Option<usize>,
}

/// Every piece in its order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let from = at + rest.find(|c: char| !c.is_whitespace())?;
        let span = piece(text, from);
        at = span.to;
        Some(span)
    })
}

fn piece(text: &str, from: usize) -> Span {
    let rest = text.get(from..).unwrap_or_default();
    let body = from + usize::from(rest.starts_with('-'));
    let rest = text.get(body..).unwrap_or_default();
    if rest.starts_with('"') {
        let to = until_space(text, quote_end(text, body));
        return Span {
            from,
            to,
            body,
            colon: None,
        };
    }
    let key = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        .count();
    let colon = (key > 0 && rest.as_bytes().get(key) == Some(&b':')).then_some(body + key);
    let to = match colon {
        None => until_space(text, body),
        Some(colon) => values(text, colon + 1)
            .last()
            .map_or(colon + 1, |(_, to)| to),
    };
    Span {
        from,
        to,
        body,
        colon,
    }
}

/// Where each value of a list is, from `at` on; what follows a closing quote belongs to its value.
pub(super) fn values(text: &str, at: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut next = Some(at);
    std::iter::from_fn(move || {
        let from = next?;
        let rest = text.get(from..)?;
        let inside = if rest.starts_with('"') {
            quote_end(text, from)
        } else {
            from
        };
        let to = text
            .get(inside..)?
            .find(|c: char| c == ',' || c.is_whitespace());
        let to = to.map_or(text.len(), |to| inside + to);
        next = text.get(to..)?.starts_with(',').then_some(to + 1);
        Some((from, to))
    })
}

/// The byte after the quote that closes the one at `at`; the text's end if none does.
pub(super) fn quote_end(text: &str, at: usize) -> usize {
    let mut escaped = false;
    let inside = text.get(at + 1..).unwrap_or_default();
    for (index, byte) in inside.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1 + index + 1,
            _ => {}
        }
    }
    text.len()
}

fn until_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find(char::is_whitespace)
        .map_or(text.len(), |index| at + index)
}
