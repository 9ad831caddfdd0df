use super::complete::{Known, offers, wanted};
use super::{
    Clause, Compare, Key, MOST_CLAUSES, Peer, Query, Size, Status, Test, Unit, When, parse, places,
    read,
};
use chrono::{NaiveDate, NaiveTime};
use proptest::collection::vec;
use proptest::prelude::*;

fn only(text: &str) -> Test {
    let mut clauses = parse(text).unwrap().clauses;
    assert_eq!(clauses.len(), 1, "{text}");
    clauses.remove(0).test
}

#[test]
fn every_filter_is_read() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    for (text, test) in [
        (
            "kind:message,poll",
            Test::Kind(vec!["message".into(), "poll".into()]),
        ),
        ("KIND:hologram", Test::Kind(vec!["hologram".into()])),
        ("chat:-100123", Test::Chat(vec![Peer::Id(-100_123)])),
        (
            "chat:\"Pizza, orders\",5",
            Test::Chat(vec![Peer::Name("Pizza, orders".into()), Peer::Id(5)]),
        ),
        ("user:@ann", Test::User(vec![Peer::Username("ann".into())])),
        ("user:\"5\"", Test::User(vec![Peer::Name("5".into())])),
        (
            "status:failed,none",
            Test::Status(vec![Status::Failed, Status::None]),
        ),
        ("pinned:yes", Test::Pinned(true)),
        ("note:no", Test::Note(false)),
        ("before:1h", Test::Before(When::Ago(1, Unit::Hours))),
        ("BEFORE:10M", Test::Before(When::Ago(10, Unit::Minutes))),
        ("after:2026-11-24", Test::After(When::Day(day))),
        (
            "after:2026-11-24T10:00",
            Test::After(When::Local(day.and_hms_opt(10, 0, 0).unwrap())),
        ),
        (
            "after:2026-11-24T10:00:05Z",
            Test::After(When::Utc(day.and_hms_opt(10, 0, 5).unwrap())),
        ),
        ("id:904137712", Test::Id(vec![904_137_712])),
        (
            "size:>10kb",
            Test::Size(Size {
                is: Compare::More,
                bytes: 10_240,
            }),
        ),
        (
            "text:\"a \\\"b\\\" \\n\"",
            Test::Text(vec!["a \"b\" \\n".into()]),
        ),
        ("raw:\"is_bot\":true", Test::Words(String::new())),
        ("\"exact words\"", Test::Words("exact words".into())),
        ("NEAR(", Test::Words("NEAR(".into())),
        ("10:30", Test::Words("10:30".into())),
        ("5\"x", Test::Words("5\"x".into())),
    ] {
        if let Test::Words(words) = &test
            && words.is_empty()
        {
            assert!(parse(text).is_err(), "{text}");
            continue;
        }
        assert_eq!(only(text), test, "{text}");
    }
    let query = parse("-kind:message  -\"no words\" x").unwrap();
    assert_eq!(
        query
            .clauses
            .iter()
            .map(|clause| clause.negated)
            .collect::<Vec<_>>(),
        [true, true, false]
    );
    assert_eq!(parse(" \n\u{3000}"), Ok(Query::default()));
}

#[test]
fn a_problem_points_at_its_place() {
    for (text, wrong) in [
        ("pizza color:red", "color:"),
        ("kind:", "kind:"),
        ("kind:message, pizza", ","),
        ("kind:Message", "Message"),
        ("status:failed,lost", "lost"),
        ("pinned:yes,no", "no"),
        ("pinned:maybe", "maybe"),
        ("before:yesterday", "yesterday"),
        ("before:2026-02-30", "2026-02-30"),
        ("after:2026-1-1", "2026-1-1"),
        ("id:x", "x"),
        ("id:99999999999999999999", "99999999999999999999"),
        ("chat:99999999999999999999", "99999999999999999999"),
        ("size:>", ">"),
        ("size:10tb", "10tb"),
        ("user:@a-b", "@a-b"),
        ("pizza \"and pasta", "\"and pasta"),
        ("\"x\\\"", "\"x\\\""),
        ("text:\"x", "\"x"),
        ("\"a\"b", "b"),
        ("text:\"a\"b,c", "b"),
        ("pizza - pasta", "-"),
        ("\"\"", "\"\""),
        ("text:\" \"", "\" \""),
        ("http://example.com", "http:"),
    ] {
        let problem = parse(text).unwrap_err();
        assert_eq!(&text[problem.from..problem.to], wrong, "{text}");
        assert!(
            problem.message.ends_with('.') && problem.remedy.ends_with('.'),
            "{problem:?}"
        );
    }
}

#[test]
fn a_query_has_an_end() {
    let many = "word ".repeat(20_000);
    let pieces = read(&many);
    assert_eq!(pieces.len(), MOST_CLAUSES + 1);
    assert_eq!(pieces[MOST_CLAUSES].to, many.trim_end().len());
    assert!(parse(&many).is_err());
    assert!(parse(&format!("id:{}", vec!["1"; 101].join(","))).is_err());
    let long = "x".repeat(100_000);
    assert_eq!(only(&long), Test::Words(long.clone()));
}

#[test]
fn places_are_counted_as_a_text_field_does() {
    let text = "a🍕b";
    assert_eq!(
        [0, 1, 5, 6].map(|byte| places::utf16(text, byte)),
        [0, 1, 3, 4]
    );
    assert_eq!(
        [0, 1, 2, 3, 4, 9].map(|place| places::byte(text, place)),
        [0, 1, 1, 5, 6, 6]
    );
}

fn inserted(text: &str, known: &[Known]) -> Vec<String> {
    let caret = text.find('|').unwrap();
    let text = text.replace('|', "");
    let Some(wanted) = wanted(&text, caret) else {
        return Vec::new();
    };
    let apply = |offer: super::complete::Offer| {
        format!(
            "{}{}{}",
            &text[..wanted.from],
            offer.insert,
            &text[wanted.to..]
        )
    };
    offers(&wanted, known).into_iter().map(apply).collect()
}

#[test]
fn completes_what_the_caret_is_in() {
    let ann = Known {
        id: 7,
        name: Some("Ann".into()),
        username: None,
    };
    let by_username = Known {
        username: Some("ann_p".into()),
        ..ann.clone()
    };
    assert_eq!(inserted("|", &[]).len(), Key::ALL.len());
    assert_eq!(inserted("pizza k|", &[]), ["pizza kind:"]);
    assert_eq!(inserted("-ki|nd:poll", &[]), ["-kind:poll"]);
    assert_eq!(inserted("kind:callback|", &[]), ["kind:callback_query"]);
    assert_eq!(
        inserted("kind:message,po|,x y", &[]),
        [
            "kind:message,poll,x y",
            "kind:message,poll_answer,x y",
            "kind:message,channel_post,x y",
            "kind:message,edited_channel_post,x y"
        ]
    );
    assert_eq!(inserted("status:a|", &[])[0], "status:aside");
    assert_eq!(inserted("user:An|", std::slice::from_ref(&ann)), ["user:7"]);
    assert_eq!(
        inserted("user:7,@an|", std::slice::from_ref(&by_username)),
        ["user:7,@ann_p"]
    );
    assert_eq!(inserted("chat:@|", &[by_username]), ["chat:@ann_p"]);
    assert_eq!(inserted("chat:\"Pizza or|ders\" x", &[ann]), ["chat:7 x"]);
    for nothing in ["\"wor|ds\"", "color:r|", "id:|", "10:3|"] {
        assert!(inserted(nothing, &[]).is_empty(), "{nothing}");
    }
    let wanted = wanted("chat:\"Pizza o", 13).unwrap();
    assert_eq!(
        (wanted.key, wanted.typed.as_str()),
        (Some(Key::Chat), "Pizza o")
    );
}

fn words() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("says something", |text| !text.trim().is_empty())
}

fn peer() -> impl Strategy<Value = Peer> {
    prop_oneof![
        any::<i64>().prop_map(Peer::Id),
        "[A-Za-z0-9_]{1,32}".prop_map(Peer::Username),
        words().prop_map(Peer::Name),
    ]
}

fn when() -> impl Strategy<Value = When> {
    let unit = prop_oneof![
        Just(Unit::Seconds),
        Just(Unit::Minutes),
        Just(Unit::Hours),
        Just(Unit::Days),
        Just(Unit::Weeks)
    ];
    let day = (0..9_999_i32, 1..=366_u32)
        .prop_filter_map("a day", |(year, day)| NaiveDate::from_yo_opt(year, day));
    let moment = (day.clone(), 0..86_400_u32).prop_filter_map("a moment", |(day, second)| {
        Some(day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(second, 0)?))
    });
    prop_oneof![
        (0..1_000_000_u32, unit).prop_map(|(number, unit)| When::Ago(number, unit)),
        day.prop_map(When::Day),
        moment.clone().prop_map(When::Local),
        moment.prop_map(When::Utc),
    ]
}

fn test() -> impl Strategy<Value = Test> {
    let statuses: Vec<Status> = super::STATUSES
        .iter()
        .map(|(status, _, _)| *status)
        .collect();
    let compare = prop_oneof![
        Just(Compare::More),
        Just(Compare::AtLeast),
        Just(Compare::Less),
        Just(Compare::AtMost),
        Just(Compare::Exactly)
    ];
    prop_oneof![
        vec(words(), 1..4).prop_map(Test::Kind),
        vec(peer(), 1..4).prop_map(Test::Chat),
        vec(peer(), 1..4).prop_map(Test::User),
        vec(proptest::sample::select(statuses), 1..4).prop_map(Test::Status),
        any::<bool>().prop_map(Test::Pinned),
        any::<bool>().prop_map(Test::Note),
        when().prop_map(Test::Before),
        when().prop_map(Test::After),
        vec(any::<i64>(), 1..4).prop_map(Test::Id),
        (compare, 0..1_000_000_000_000_u64).prop_map(|(is, bytes)| Test::Size(Size { is, bytes })),
        vec(words(), 1..4).prop_map(Test::Text),
        vec(words(), 1..4).prop_map(Test::Raw),
        words().prop_map(Test::Words),
    ]
}

/// Text that is nearly a query.
fn nearly() -> impl Strategy<Value = String> {
    let bit = prop_oneof![
        "[a-z]{1,6}:",
        proptest::sample::select(vec![
            "kind:", "chat:", "user:", "status:", "before:", "after:", "size:", "text:", "raw:",
            "id:", "pinned:", "note:", "\"", "\\", ",", "-", " ", ":", "@", "message", "1h",
            "NEAR", "OR", "*", "';--", "🍕", "e\u{301}", "\u{202e}", "\0"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    vec(bit, 0..12).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn what_is_printed_is_parsed_to_the_same(clauses in vec((any::<bool>(), test()), 0..6)) {
        let clauses = clauses.into_iter().map(|(negated, test)| Clause { negated, test });
        let query = Query { clauses: clauses.collect() };
        prop_assert_eq!(parse(&query.to_string()), Ok(query));
    }

    #[test]
    fn any_text_is_a_query_or_has_a_place_that_is_wrong(text in nearly()) {
        let mut at = 0;
        for piece in read(&text) {
            prop_assert!(at <= piece.from && piece.from < piece.to && text.is_char_boundary(piece.from) && text.is_char_boundary(piece.to));
            prop_assert!(text[at..piece.from].trim().is_empty());
            at = piece.to;
        }
        prop_assert!(text[at..].trim().is_empty());
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(problem) => {
                prop_assert!(problem.from < problem.to && problem.to <= text.len());
                prop_assert!(text.get(problem.from..problem.to).is_some());
            }
        }
    }

    #[test]
    fn what_is_completed_is_right_or_goes_on(text in nearly(), place in 0..40_u32) {
        let caret = places::byte(&text, place);
        let Some(wanted) = wanted(&text, caret) else { return Ok(()) };
        prop_assert!(wanted.from <= caret && caret <= wanted.to && wanted.to <= text.len());
        let known = [Known { id: -5, name: None, username: None }];
        for offer in offers(&wanted, &known) {
            let applied = format!("{}{}{}", &text[..wanted.from], offer.insert, &text[wanted.to..]);
            let caret = wanted.from + offer.insert.len();
            let piece = read(&applied).into_iter().find(|piece| piece.from < caret && caret <= piece.to);
            let goes_on = super::complete::wanted(&applied, caret).is_some();
            prop_assert!(goes_on || piece.is_some_and(|piece| piece.says.is_ok()), "{applied:?}");
        }
    }
}
