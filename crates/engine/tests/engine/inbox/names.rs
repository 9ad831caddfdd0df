//! A part of a name finds whoever had it then, many or few, and also what came before names were noted.

use super::{Inbox, exactly};

async fn said(inbox: &mut Inbox, chat: (i64, &str), user: (i64, &str)) -> i64 {
    let payload = format!(
        r#"{{"chat":{{"id":{},"title":{:?},"type":"group"}},"from":{{"id":{},"first_name":{:?}}},"text":"x"}}"#,
        chat.0, chat.1, user.0, user.1
    );
    inbox.add("message", &payload).await
}

#[tokio::test]
async fn a_name_finds_what_was_said_under_it_and_no_more() {
    let mut inbox = Inbox::new().await;
    let mut ids = Vec::new();
    for turn in 0..40 {
        // The chat is renamed in the middle, and somebody takes its old name.
        let (own, other) = if turn < 20 {
            ("Old Küche", "Office")
        } else {
            ("Office", "Old kuche 2")
        };
        ids.push((
            said(&mut inbox, (-1, own), (100 + turn, "Ann Petrova")).await,
            said(&mut inbox, (-2, other), (7, "Luigi")).await,
        ));
        if turn == 30 {
            inbox.follow().await;
        }
    }
    for is_followed in [false, true] {
        if is_followed {
            inbox.follow().await;
        }
        let newest_first = |pick: &dyn Fn(usize, &(i64, i64)) -> Option<i64>| {
            let mut found: Vec<_> = ids
                .iter()
                .enumerate()
                .filter_map(|(turn, both)| pick(turn, both))
                .collect();
            found.sort_unstable_by(|one, other| other.cmp(one));
            found
        };
        let kitchen = newest_first(&|turn, both| Some(if turn < 20 { both.0 } else { both.1 }));
        let office = newest_first(&|turn, both| Some(if turn < 20 { both.1 } else { both.0 }));
        assert_eq!(inbox.found("chat:\"OLD kuc\"").await, kitchen);
        assert_eq!(inbox.found_by("chat:office", 7).await, office);
        assert_eq!(inbox.count("chat:office").await, exactly(40));
        // Of one name there are more people than are asked for by their numbers.
        let anns = newest_first(&|_, both| Some(both.0));
        assert_eq!(inbox.found("user:ann").await, anns);
        assert_eq!(inbox.found("user:petr chat:office").await.len(), 20);
        assert_eq!(inbox.found("user:luigi,5 chat:office,9").await.len(), 20);
        assert_eq!(inbox.found("-user:luigi chat:\"old k\"").await.len(), 20);
        assert!(inbox.found("chat:nobody").await.is_empty());
        assert_eq!(inbox.found("chat:nobody,-2").await.len(), 40);
    }
}

#[tokio::test]
async fn what_came_before_names_were_noted_is_found_as_well() {
    let mut inbox = Inbox::new().await;
    let mut kitchen = Vec::new();
    for turn in 0..60 {
        kitchen.push(said(&mut inbox, (-1, "Kitchen"), (7, "Ann")).await);
        said(&mut inbox, (-2, "Office"), (8, "Luigi")).await;
        if turn == 30 {
            inbox.follow().await;
            // As a file is that was made before.
            let file = rusqlite::Connection::open(inbox.path()).unwrap();
            file.execute_batch("DELETE FROM peer_name; UPDATE update_follow SET unnamed = seq")
                .unwrap();
        }
    }
    inbox.follow().await;
    kitchen.reverse();
    for limit in [7, 100] {
        assert_eq!(inbox.found_by("chat:kitch", limit).await, kitchen);
        assert_eq!(inbox.found_by("user:ann", limit).await, kitchen);
    }
    assert_eq!(inbox.count("chat:kitch").await, exactly(60));
}
