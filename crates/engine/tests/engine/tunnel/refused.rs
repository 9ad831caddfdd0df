//! What ngrok refuses for good, and until when.

use super::*;

#[tokio::test]
async fn a_refused_authtoken_is_told_and_not_retried() {
    let edge = edge().await;
    edge.refuse_sign_in(Some(Refusal::invalid_authtoken()));
    let tunnel = open(&edge);
    let error = failed(&*tunnel).await;
    assert_eq!(error.code, Code::NgrokAuth);
    assert_eq!(
        error.message,
        "ngrok refused the authtoken (ERR_NGROK_107)."
    );
    assert!(
        error.remedy.contains("dashboard.ngrok.com"),
        "{}",
        error.remedy
    );
    let detail = error.detail.clone().unwrap();
    assert!(
        detail.starts_with("ERR_NGROK_107: ") && detail.contains("is invalid"),
        "{detail}"
    );
    assert!(!format!("{error:?} {:?}", plan(&edge)).contains(AUTHTOKEN));

    // The refused agent hangs up, and does not come back by itself in four times the first wait.
    seen(&edge, |view| view.sign_ins == 1 && view.sessions == 0).await;
    let mut view = edge.watch();
    let back = timeout(
        Duration::from_secs(1),
        view.wait_for(|view| view.connections > 1),
    )
    .await;
    assert!(back.is_err(), "it came back by itself");

    edge.refuse_sign_in(None);
    tunnel.retry();
    online(&*tunnel).await;
    assert_eq!(seen(&edge, |view| view.sessions == 1).await.sign_ins, 2);
    tunnel.close().await;
}

#[tokio::test]
async fn a_malformed_authtoken_and_a_full_account_are_final_too() {
    for (refusal, code) in [
        (Refusal::malformed_authtoken(), "105"),
        (Refusal::session_limit(), "108"),
    ] {
        let edge = edge().await;
        edge.refuse_sign_in(Some(refusal));
        let tunnel = open(&edge);
        let error = failed(&*tunnel).await;
        assert_eq!(error.code, Code::NgrokAuth);
        assert!(
            error.message.ends_with(&format!("(ERR_NGROK_{code}).")),
            "{}",
            error.message
        );
        assert!(!format!("{error:?}").contains(AUTHTOKEN));
        tunnel.close().await;
    }
}

#[tokio::test]
async fn the_edge_knows_its_authtoken() {
    let options = EdgeOptions {
        authtoken: Some("another".into()),
        ..EdgeOptions::default()
    };
    let edge = Edge::start(options).await.unwrap();
    let tunnel = open(&edge);
    assert_eq!(failed(&*tunnel).await.code, Code::NgrokAuth);
    tunnel.close().await;
}

#[tokio::test]
async fn a_refused_domain_is_final_and_a_taken_one_is_tried_again() {
    let edge = edge().await;
    let domain = Some("calm-otter.ngrok.test".to_owned());
    let mine = NgrokPlan {
        domain,
        ..plan(&edge)
    };
    edge.refuse_bind(Some(Refusal::domain_not_reserved()));
    let tunnel = tunnel::open(Plan::Ngrok(mine.clone()), echo());
    let error = failed(&*tunnel).await;
    let said = "ngrok refused the domain calm-otter.ngrok.test (ERR_NGROK_320).";
    assert_eq!((error.code, error.message.as_str()), (Code::Ngrok, said));

    edge.refuse_bind(None);
    tunnel.retry();
    online(&*tunnel).await;
    let theirs = NgrokPlan {
        authtoken: Secret::new("somebody-else"),
        ..mine
    };
    let second = tunnel::open(Plan::Ngrok(theirs), echo());
    assert!(
        reconnecting(&*second)
            .await
            .message
            .ends_with("(ERR_NGROK_334).")
    );
    tunnel.close().await;
    online(&*second).await;
    second.close().await;
}
