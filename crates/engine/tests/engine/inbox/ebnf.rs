//! A grammar in EBNF, and texts that are made by it.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Characters of every sort but those that mean something.
const CHARS: &[&str] = &[
    "a", "Z", "7", "é", "披", "🍕", ".", "/", "(", "*", "_", "ß", "'",
];

enum Node {
    Literal(String),
    Named(String),
    All(Vec<Node>),
    OneOf(Vec<Node>),
    Maybe(Box<Node>),
    Many(Box<Node>),
}

/// The rules by their names.
pub struct Grammar(BTreeMap<String, Node>);

impl Grammar {
    /// Reads what is written as in ISO 14977, without commas between what follows one another.
    pub fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let mut rules = BTreeMap::new();
        for rule in tokens.split(|token| token == ";") {
            let [name, equals, rest @ ..] = rule else {
                continue;
            };
            assert_eq!(equals, "=", "{name}");
            let mut rest = rest;
            let node = choices(&mut rest);
            assert!(rest.is_empty(), "{name}: {rest:?}");
            rules.insert(name.clone(), node);
        }
        let grammar = Self(rules);
        grammar.make("query", 0);
        grammar
    }

    /// Every text in quotes.
    pub fn literals(&self) -> Vec<&str> {
        fn add<'a>(node: &'a Node, all: &mut Vec<&'a str>) {
            match node {
                Node::Literal(text) => all.push(text),
                Node::Named(_) => {}
                Node::All(nodes) | Node::OneOf(nodes) => {
                    nodes.iter().for_each(|node| add(node, all));
                }
                Node::Maybe(node) | Node::Many(node) => add(node, all),
            }
        }
        let mut all = Vec::new();
        self.0.values().for_each(|node| add(node, &mut all));
        all
    }

    /// A text of a rule, the same from the same seed.
    pub fn make(&self, rule: &str, seed: u64) -> String {
        let mut text = String::new();
        self.named(rule, &mut StdRng::seed_from_u64(seed), &mut text);
        text
    }

    fn named(&self, name: &str, random: &mut StdRng, text: &mut String) {
        match name {
            "space" => text.push(' '),
            "char" => text.push_str(CHARS.choose(random).unwrap()),
            "digit" => text.push(char::from(random.random_range(b'0'..=b'9'))),
            "small" => text.push(char::from(random.random_range(b'a'..=b'z'))),
            "letter" => text.push(char::from(*b"aZqB".choose(random).unwrap())),
            // What the comments say of them is more than a grammar can.
            "day" => text.push_str("2026-11-24"),
            "clock" => text.push_str(["10:00", "23:59:59"].choose(random).unwrap()),
            _ => match self.0.get(name) {
                Some(node) => self.write(node, random, text),
                None => panic!("no rule says what {name} is"),
            },
        }
    }

    fn write(&self, node: &Node, random: &mut StdRng, text: &mut String) {
        match node {
            Node::Literal(literal) => text.push_str(literal),
            Node::Named(name) => self.named(name, random, text),
            Node::All(nodes) => nodes.iter().for_each(|node| self.write(node, random, text)),
            Node::OneOf(nodes) => self.write(nodes.choose(random).unwrap(), random, text),
            Node::Maybe(node) => {
                if random.random_bool(0.7) {
                    self.write(node, random, text);
                }
            }
            Node::Many(node) => {
                for _ in 0..random.random_range(0..4) {
                    self.write(node, random, text);
                }
            }
        }
    }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' if rest.starts_with("(*") => {
                rest = rest.split_once("*)").unwrap().1.trim_start();
                continue;
            }
            '"' | '\'' => rest[1..].find(first).unwrap() + 2,
            'a'..='z' => rest.find(|c: char| !c.is_ascii_lowercase()).unwrap(),
            _ => 1,
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

fn choices(rest: &mut &[String]) -> Node {
    let mut choices = vec![sequence(rest)];
    while rest.first().is_some_and(|token| token == "|") {
        *rest = &rest[1..];
        choices.push(sequence(rest));
    }
    Node::OneOf(choices)
}

fn sequence(rest: &mut &[String]) -> Node {
    let mut parts = Vec::new();
    while let Some(token) = rest.first() {
        let close = match token.as_str() {
            "|" | ")" | "]" | "}" => break,
            "(" => ")",
            "[" => "]",
            "{" => "}",
            literal if literal.starts_with(['"', '\'']) => {
                parts.push(Node::Literal(literal[1..literal.len() - 1].to_owned()));
                *rest = &rest[1..];
                continue;
            }
            name => {
                parts.push(Node::Named(name.to_owned()));
                *rest = &rest[1..];
                continue;
            }
        };
        *rest = &rest[1..];
        let inside = choices(rest);
        assert_eq!(rest.first().map(String::as_str), Some(close));
        *rest = &rest[1..];
        parts.push(match close {
            "]" => Node::Maybe(Box::new(inside)),
            "}" => Node::Many(Box::new(inside)),
            _ => inside,
        });
    }
    Node::All(parts)
}
