//! Each trouble has a word of its own, nothing is lost by it, and other chats go on.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{AttemptRow, GetAttempt, Limits, Mode, ReplayUpdates, Trouble};
use std::future::Future;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server that does as told with each connection.
async fn raw<F: Future<Output = ()> + Send + 'static>(
    does: impl Fn(TcpStream) -> F + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(does(stream));
        }
    });
    format!("http://{addr}/")
}

/// Reads the request's head and as much of its body as came along.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut text = String::new();
    let mut part = [0; 4096];
    while !text.contains("}}") {
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => break,
            Ok(read) => text.push_str(&String::from_utf8_lossy(&part[..read])),
        }
    }
    text
}

/// Relays one update there: the first attempt, and the update is not lost.
async fn first_attempt(url: &str, within_ms: u32) -> (Scene, AttemptRow) {
    let scene = Scene::new().await;
    let quick = Limits {
        answer_within_ms: within_ms,
        ..limits()
    };
    let to = vec![target(url, true)];
    scene.configure(Mode::Relay, quick, to).await.unwrap();
    scene.say(5, "hello");
    let attempt = scene.attempts_made(1).await.remove(0);
    assert!(!attempt.remedy.as_deref().unwrap_or_default().is_empty());
    (scene, attempt)
}

async fn is_held(scene: &Scene) {
    scene.until("it is held", |view| view.held == 1).await;
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn nothing_listens() {
    let mut bot = LocalBot::start().await;
    bot.kill().await;
    let (scene, attempt) = first_attempt(&bot.url(), 20_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::Refused));
    is_held(&scene).await;
}

#[tokio::test]
async fn it_never_answers() {
    let url = raw(|mut stream| async move {
        request(&mut stream).await;
        std::future::pending::<()>().await;
    })
    .await;
    let (scene, attempt) = first_attempt(&url, 1_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::Timeout));
    assert!(attempt.phases.total >= 1_000_000 && attempt.phases.first_byte.is_none());
    is_held(&scene).await;
}

#[tokio::test]
async fn it_closes_early() {
    for part in ["", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"] {
        let url = raw(move |mut stream| async move {
            request(&mut stream).await;
            let _ = stream.write_all(part.as_bytes()).await;
        })
        .await;
        let (scene, attempt) = first_attempt(&url, 20_000).await;
        assert_eq!(attempt.trouble, Some(Trouble::ClosedEarly), "{part:?}");
        is_held(&scene).await;
    }
}

#[tokio::test]
async fn it_speaks_something_else() {
    let url = raw(|mut stream| async move {
        request(&mut stream).await;
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n").await;
    })
    .await;
    let (scene, attempt) = first_attempt(&url, 20_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::NotHttp));
    is_held(&scene).await;
    // A mail server speaks first.
    let url = raw(|mut stream| async move {
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n").await;
        request(&mut stream).await;
    })
    .await;
    let url = url.replace("http:", "https:");
    let (scene, attempt) = first_attempt(&url, 20_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::Tls));
    is_held(&scene).await;
}

#[tokio::test]
async fn its_answer_is_50_megabytes() {
    let bot = LocalBot::answering(|_| answer(200, "text/plain", vec![b'x'; 50 << 20])).await;
    let (scene, attempt) = first_attempt(&bot.url(), 20_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::TooLarge));
    assert!(attempt.delivered, "it took the update");
    let size = attempt.response_size;
    assert!((10 << 20..20 << 20).contains(&size), "{size} were read");
    scene.telegram_is_content().await;
    assert_eq!((scene.view().await.held, bot.got().len()), (0, 1));
}

#[tokio::test]
async fn a_long_answer_goes_back_whole_and_is_kept_in_part() {
    let bot = LocalBot::answering(|_| answer(200, "text/plain", "é".repeat(200_000))).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "hello");
    let attempt = scene.attempts_made(1).await.remove(0);
    assert_eq!((attempt.trouble, attempt.response_size), (None, 400_000));
    let whole = scene.bench.app.get_attempt(GetAttempt { id: attempt.id });
    let whole = whole.await.unwrap();
    assert!(whole.cut && whole.response_is_text);
    assert_eq!(whole.response_body.len(), 256 * 1024);
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn it_redirects_in_a_loop() {
    let bot = LocalBot::answering(|got: &Got| {
        Response::builder()
            .status(307)
            .header("location", got.path.as_str())
            .body(Body::empty())
            .unwrap()
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "hello");
    let attempt = scene.attempts_made(1).await.remove(0);
    assert_eq!(
        (attempt.trouble, attempt.status),
        (Some(Trouble::Redirect), Some(307))
    );
    is_held(&scene).await;
    bot.answer(|_| answer(200, "text/plain", ""));
    scene.until("it is delivered", |view| view.held == 0).await;
    // Attempts are written in their order, so those before are written as well.
    let attempts = scene.attempts().await.len();
    assert!(bot.got().len() <= attempts, "none was followed");
}

#[tokio::test]
async fn its_certificate_is_its_own_and_can_be_accepted() {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let url = raw(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            serve(&mut stream).await;
        }
    })
    .await;
    let url = url.replace("http:", "https:");
    let (scene, attempt) = first_attempt(&url, 20_000).await;
    assert_eq!(attempt.trouble, Some(Trouble::Certificate));
    is_held(&scene).await;
    let mut to = target(&url, true);
    to.id = Some(scene.view().await.targets[0].id);
    to.certificate = Some("00".repeat(32));
    scene.deliver(Mode::Relay, to.clone()).await;
    let tried = scene.bench.app.replay(ReplayUpdates {
        bot_id: scene.bot,
        seqs: vec![attempt.seq],
        body: None,
        target: to.id,
        url: None,
        confirm_host: false,
        fresh_ids: false,
        carry_out: false,
        speed: None,
    });
    let tried = tried.await.unwrap().attempt.unwrap();
    assert_eq!(tried.trouble, Some(Trouble::Certificate), "another one");
    is_held(&scene).await;
    to.certificate = attempt.certificate;
    assert!(to.certificate.is_some());
    scene.deliver(Mode::Relay, to).await;
    scene.until("it is delivered", |view| view.held == 0).await;
    let last = eventually("its attempt", || async {
        scene
            .attempts()
            .await
            .into_iter()
            .find(|attempt| attempt.delivered)
    })
    .await;
    assert!(last.phases.tls.is_some());
}

async fn serve(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    request(stream).await;
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let _ = stream.write_all(answer).await;
    let _ = stream.shutdown().await;
}

#[tokio::test]
async fn it_is_the_receiver_itself() {
    let scene = Scene::new().await;
    let status = scene.bench.app.webhook_status(scene.bot).await.unwrap();
    let receiver = url::Url::parse(&status.desired_url.unwrap()).unwrap();
    let addr = format!("127.0.0.1:{}", receiver.port().unwrap());
    let path = receiver.path().to_owned();
    // Another address that leads there, as a proxy's would.
    let url = raw(move |mut stream| {
        let (addr, path) = (addr.clone(), path.clone());
        async move {
            let asked = request(&mut stream).await;
            let asked = asked.replacen("POST / ", &format!("POST {path} "), 1);
            let mut there = TcpStream::connect(addr).await.unwrap();
            there.write_all(asked.as_bytes()).await.unwrap();
            let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
        }
    })
    .await;
    scene.deliver(Mode::Relay, target(&url, true)).await;
    scene.say(6, "again");
    let looped = eventually("the loop is seen", || async {
        let attempts = scene.attempts().await;
        attempts
            .into_iter()
            .find(|attempt| attempt.trouble == Some(Trouble::Loop))
    })
    .await;
    assert_eq!(looped.status, Some(508));
    is_held(&scene).await;
    assert_eq!(scene.bench.rows(scene.bot).await.len(), 1);
    let bot = LocalBot::start().await;
    let mut to = target(&bot.url(), true);
    to.id = Some(scene.view().await.targets[0].id);
    scene.deliver(Mode::Relay, to).await;
    scene.until("it is delivered", |view| view.held == 0).await;
    assert_eq!(bot.got().len(), 1);
}

#[tokio::test]
async fn one_chat_that_hangs_does_not_stop_the_others() {
    let bot = LocalBot::answering(|got: &Got| {
        if got.text() == "hang" {
            let never = futures_util::stream::pending::<Result<String, std::io::Error>>();
            return Response::new(Body::from_stream(never));
        }
        answer(200, "text/plain", "")
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(1, "hang");
    scene.say(1, "behind it");
    for chat in 2..12 {
        scene.say(chat, "hello");
    }
    scene.stored(12).await;
    scene
        .until("the others are delivered", |view| view.held == 2)
        .await;
    assert_eq!(sent_to(&bot, 11).await.len(), 11);
}
