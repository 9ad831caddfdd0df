//! The session's real keyring.

use hookbay_engine::api::types::{TokenState, VaultState};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::secret::Secret;
use hookbay_engine::vault::{Key, Vault};

fn service() -> String {
    format!("dev.hookbay.test.{}", uuid::Uuid::new_v4())
}

async fn keep_token(vault: &Vault, bot: BotId) {
    let token = Secret::new("12:abc");
    vault.set(Key::Token(bot), token).await.unwrap();
}

#[tokio::test]
async fn a_secret_is_read_back_in_another_run_and_removed() {
    let (service, bot) = (service(), BotId::random());
    let vault = Vault::open(&service).await;
    assert_eq!(
        vault.state(),
        VaultState::Keyring,
        "these tests need an unlocked keyring: cargo xtask test"
    );
    vault
        .set(Key::Token(bot), Secret::new("12:жабa"))
        .await
        .unwrap();

    let other_run = Vault::open(&service).await;
    assert_eq!(
        other_run
            .get(Key::Token(bot))
            .await
            .unwrap()
            .unwrap()
            .expose(),
        "12:жабa"
    );
    assert_eq!(other_run.token_state(bot).await, TokenState::Keyring);
    other_run.remove(Key::Token(bot)).await.unwrap();
    other_run.remove(Key::Token(bot)).await.unwrap();

    assert_eq!(
        Vault::open(&service)
            .await
            .get(Key::Token(bot))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_keyring_that_works_again_takes_what_was_kept_meanwhile() {
    let (service, bot) = (service(), BotId::random());
    let vault = Vault::open(&service).await;
    vault.keep_for_this_run();
    keep_token(&vault, bot).await;
    assert_eq!(vault.retry().await.unwrap(), VaultState::Keyring);
    assert_eq!(vault.token_state(bot).await, TokenState::Keyring);
    let other_run = Vault::open(&service).await;
    assert!(other_run.get(Key::Token(bot)).await.unwrap().is_some());
}

#[tokio::test]
async fn removing_during_a_run_without_the_keyring_removes_what_is_in_it() {
    let (service, bot) = (service(), BotId::random());
    let earlier = Vault::open(&service).await;
    keep_token(&earlier, bot).await;
    let vault = Vault::open(&service).await;
    vault.keep_for_this_run();
    vault.remove(Key::Token(bot)).await.unwrap();
    let later = Vault::open(&service).await;
    assert_eq!(later.get(Key::Token(bot)).await.unwrap(), None);
}

#[tokio::test]
async fn kept_for_this_run_only_never_reaches_the_keyring() {
    let (service, bot) = (service(), BotId::random());
    let vault = Vault::open(&service).await;
    vault.keep_for_this_run();
    keep_token(&vault, bot).await;
    assert_eq!(vault.token_state(bot).await, TokenState::ThisRunOnly);
    assert_eq!(
        Vault::open(&service)
            .await
            .get(Key::Token(bot))
            .await
            .unwrap(),
        None
    );
}
