//! The neighbours of an update in its chat.

use super::Inbox;

async fn around(inbox: &Inbox, id: i64, older: u32, newer: u32) -> (Vec<i64>, bool, bool) {
    let piece = inbox
        .store
        .neighbours(id, older, newer)
        .await
        .unwrap()
        .unwrap();
    let ids = piece.rows.iter().map(|row| row.update_id).collect();
    (ids, piece.more_older, piece.more_newer)
}

#[tokio::test]
async fn a_conversation_is_of_one_chat_wherever_the_index_ends() {
    let mut inbox = Inbox::new().await;
    let other = inbox.store.add_bot(crate::store::bot()).await.unwrap();
    for n in 0..30 {
        let chat = if n % 2 == 0 { -5 } else { 5 };
        let payload = format!(r#"{{"chat":{{"id":{chat}}},"text":"x"}}"#);
        inbox.add("message", &payload).await;
        inbox.add_to(other, "message", &payload, 1).await;
    }
    // The chat -5 has the ids 1, 5, 9 … 57.
    let check = async |inbox: &Inbox| {
        assert_eq!(
            around(inbox, 29, 2, 3).await,
            (vec![21, 25, 29, 33, 37, 41], true, true)
        );
        assert_eq!(around(inbox, 1, 5, 1).await, (vec![1, 5], false, true));
        assert_eq!(around(inbox, 57, 1, 5).await, (vec![53, 57], true, false));
        assert_eq!(around(inbox, 53, 0, 1).await, (vec![53, 57], true, false));
        let whole = around(inbox, 29, 200, 200).await;
        assert_eq!((whole.0.len(), whole.1, whole.2), (15, false, false));
    };
    check(&inbox).await;
    inbox.follow().await;
    check(&inbox).await;
    // The index ends in the middle of the conversation.
    inbox
        .add("message", r#"{"chat":{"id":-5},"text":"x"}"#)
        .await;
    assert_eq!(
        around(&inbox, 57, 1, 5).await,
        (vec![53, 57, 61], true, false)
    );
    assert_eq!(
        around(&inbox, 61, 2, 5).await,
        (vec![53, 57, 61], true, false)
    );
    let alone = inbox.add("poll", "{}").await;
    assert_eq!(
        around(&inbox, alone, 5, 5).await,
        (vec![alone], false, false)
    );
    assert_eq!(inbox.store.neighbours(999, 1, 1).await.unwrap(), None);
}
