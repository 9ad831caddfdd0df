//! Texts as they are searched: folded, and cut into grams for the index.
//!
//! Folding makes what a person takes for the same be the same: capitals, accents, wide and compatible
//! forms, invisible marks of direction. A search is for any part of a folded text.
//!
//! The index knows a text by its grams: three characters in a row, and where a character says as much
//! as a word does (Chinese, Japanese, Korean, emoji), each one and each two in a row. Grams never
//! reach over white space or punctuation, which would be most of them. So words of one or two letters
//! are in no index.

use unicode_normalization::UnicodeNormalization;

/// Grams of one searched text that the index is asked for, at the most.
const MOST_GRAMS: usize = 12;

/// A text as it is searched, on one line.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same, at the end of another text.
pub fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    let mut push = |character: char| {
        if character.is_whitespace() || character.is_control() {
            if folded.len() > start && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push(character);
        }
    };
    if text.is_ascii() {
        text.chars()
            .for_each(|character| push(character.to_ascii_lowercase()));
    } else {
        text.chars()
            .filter(|character| !is_invisible(*character))
            .nfkd()
            .filter(|character| !is_accent(*character))
            .nfc()
            .flat_map(char::to_lowercase)
            .map(|character| if character == 'ς' { 'σ' } else { character })
            .for_each(push);
    }
    if folded.len() > start && folded.ends_with(' ') {
        folded.pop();
    }
}

/// Accents of the Latin, Greek and Cyrillic scripts. The marks of other scripts are vowels and such.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// One to three characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gram(u64);

impl Gram {
    fn of(characters: &[char]) -> Self {
        // 21 bits are a character.
        let pack = |index: usize| {
            characters
                .get(index)
                .map_or(0, |character| u64::from(*character))
        };
        Self(pack(0) << 42 | pack(1) << 21 | pack(2))
    }

    /// Writes it.
    pub fn write(self, to: &mut String) {
        let characters = [self.0 >> 42, self.0 >> 21, self.0].map(|bits| bits & 0x1f_ffff);
        let characters = characters.into_iter().filter(|bits| *bits > 0);
        to.extend(characters.filter_map(|bits| char::from_u32(u32::try_from(bits).ok()?)));
    }
}

/// The grams of a folded text, each once.
pub fn grams(folded: &str) -> Vec<Gram> {
    let mut grams = Vec::with_capacity(folded.len());
    let mut run: Vec<char> = Vec::with_capacity(folded.len());
    for character in folded.chars().chain([' ']) {
        if is_in_grams(character) {
            run.push(character);
            continue;
        }
        for at in 0..run.len() {
            let dense = |length: usize| {
                run.get(at..at + length)
                    .filter(|part| part.iter().all(|c| is_dense(*c)))
            };
            grams.extend(dense(1).map(Gram::of));
            grams.extend(dense(2).map(Gram::of));
            if dense(3).is_none() {
                grams.extend(run.get(at..at + 3).map(Gram::of));
            }
        }
        run.clear();
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// Grams that every text with this folded text in it has; none where there are no such.
pub fn grams_within(folded: &str) -> Vec<Gram> {
    let mut all = grams(folded);
    let has_longer = all.iter().any(|gram| gram.0 & 0x3ff_ffff_ffff != 0);
    if has_longer {
        // Those of one character are in all the longer ones that begin with it.
        all.retain(|gram| gram.0 & 0x3ff_ffff_ffff != 0);
    }
    let step = all.len().div_ceil(MOST_GRAMS).max(1);
    all.into_iter().step_by(step).collect()
}

fn is_in_grams(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{2010}'..='\u{205f}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => false,
        _ => !character.is_whitespace(),
    }
}

/// Says as much as a word.
fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11ff}' | '\u{2600}'..='\u{27bf}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{1f000}'..='\u{1faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::{fold, grams, grams_within};
    use proptest::prelude::*;

    fn written(text: &str) -> Vec<String> {
        let write = |gram: super::Gram| {
            let mut text = String::new();
            gram.write(&mut text);
            text
        };
        grams(text).into_iter().map(write).collect()
    }

    #[test]
    fn what_a_person_takes_for_the_same_is_the_same() {
        for (one, other) in [
            ("Señor  ÁRBOL", "senor arbol"),
            ("cafe\u{301}", "CAFÉ"),
            ("Ελλάς", "ΕΛΛΑΣ"),
            ("Ёлка", "елка"),
            ("ﬁne ＡＢＣ", "fine abc"),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
            ("a\u{200f}b\u{0}c\n", "ab c"),
            ("❤\u{fe0f}", "❤"),
        ] {
            assert_eq!(fold(one), fold(other), "{one:?}");
        }
        // A vowel sign is no accent.
        assert_ne!(fold("का"), fold("कि"));
    }

    #[test]
    fn grams_are_threes_and_where_it_is_dense_ones_and_twos() {
        assert_eq!(written("pizza is"), ["izz", "piz", "zza"]);
        assert_eq!(written("你好吗"), ["你", "你好", "吗", "好", "好吗"]);
        assert_eq!(written("x你y"), ["x你y", "你"]);
        assert!(written("a-b, c.").is_empty());
        assert_eq!(written("🍕"), ["🍕"]);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn a_part_has_no_gram_that_the_whole_has_not(before in "\\PC{0,5}", part in "\\PC{0,9}", after in "\\PC{0,5}") {
            let whole = fold(&format!("{before}{part}{after}"));
            let part = fold(&part);
            prop_assume!(whole.contains(&part));
            let grams = grams(&whole);
            prop_assert!(grams_within(&part).iter().all(|gram| grams.contains(gram)));
        }
    }
}
