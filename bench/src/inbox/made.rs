//! Updates of every kind in several languages, the same from one run to the next.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

/// People; a third of all updates are of the first thirty.
const PEOPLE: usize = 5_000;
/// Groups, some of them silent for long.
const GROUPS: usize = 400;

const NAMES: &[&str] = &[
    "Ann Petrova",
    "Luigi Bianchi",
    "Мария Иванова",
    "王小明",
    "佐藤 花子",
    "김민준",
    "محمد علي",
    "דוד כהן",
    "Zoë Müller",
    "José Álvarez",
    "Nguyễn Văn An",
    "अमित शर्मा",
    "สมชาย ใจดี",
    "Ελένη Παππά",
];

/// Words by language; each line of a text is of one.
const LANGUAGES: &[&[&str]] = &[
    &[
        "please",
        "send",
        "two",
        "large",
        "margherita",
        "pizzas",
        "to",
        "the",
        "office",
        "before",
        "noon",
        "and",
        "thanks",
        "order",
        "delivery",
        "where",
        "is",
        "my",
        "driver",
        "cheese",
        "without",
        "onions",
        "today",
        "receipt",
        "payment",
        "again",
    ],
    &[
        "пожалуйста",
        "отправьте",
        "две",
        "большие",
        "пиццы",
        "в",
        "офис",
        "до",
        "обеда",
        "и",
        "спасибо",
        "заказ",
        "доставка",
        "где",
        "курьер",
        "сыр",
        "без",
        "лука",
        "сегодня",
        "чек",
    ],
    &[
        "请",
        "送",
        "两个",
        "大",
        "披萨",
        "到",
        "办公室",
        "中午",
        "之前",
        "谢谢",
        "订单",
        "外卖",
        "在",
        "哪里",
        "奶酪",
        "不要",
        "洋葱",
        "今天",
        "发票",
    ],
    &[
        "昼",
        "まで",
        "に",
        "大きい",
        "ピザ",
        "を",
        "二枚",
        "お願いします",
        "注文",
        "配達",
        "は",
        "どこ",
        "です",
        "か",
        "チーズ",
        "玉ねぎ",
        "なし",
    ],
    &[
        "por",
        "favor",
        "envíe",
        "dos",
        "pizzas",
        "grandes",
        "a",
        "la",
        "oficina",
        "antes",
        "del",
        "mediodía",
        "gracias",
        "pedido",
        "¿dónde",
        "está",
        "queso",
        "sin",
        "cebolla",
        "mañana",
    ],
    &[
        "من",
        "فضلك",
        "أرسل",
        "بيتزا",
        "كبيرة",
        "إلى",
        "المكتب",
        "قبل",
        "الظهر",
        "شكرا",
        "طلب",
        "توصيل",
        "أين",
    ],
    &[
        "कृपया",
        "दो",
        "बड़े",
        "पिज़्ज़ा",
        "दफ़्तर",
        "भेजें",
        "धन्यवाद",
        "ऑर्डर",
        "कहाँ",
        "है",
    ],
    &["🍕", "👍", "😂", "🎉", "❤️", "ok", "lol", "👋🏽"],
];

/// Makes one update after another.
pub struct Made {
    random: StdRng,
    next: i64,
}

impl Made {
    /// From the first update on.
    pub fn new() -> Self {
        Self {
            random: StdRng::seed_from_u64(6),
            next: 0,
        }
    }

    /// Which number the next one has.
    pub fn number(&self) -> i64 {
        self.next
    }

    /// The next update's JSON.
    pub fn next(&mut self) -> String {
        let number = self.next;
        self.next += 1;
        let (kind, payload) = self.payload(number);
        // As Telegram writes it: update_id first.
        format!(
            "{{\"update_id\":{},\n\"{kind}\":{payload}}}",
            900_000_000 + number
        )
    }

    fn payload(&mut self, number: i64) -> (&'static str, Value) {
        let from = self.person();
        let chat = self.chat(&from);
        let message = |text: Value| json!({ "message_id": number, "from": from, "chat": chat, "date": 1_790_000_000 + number / 20, "text": text });
        let roll = self.random.random_range(0..1000);
        let text = self.text(number);
        match roll {
            0..500 => ("message", message(json!(text))),
            500..560 => (
                "message",
                merged(
                    message(Value::Null),
                    json!({ "text": null, "photo": [{ "file_id": self.file(), "file_unique_id": self.file(), "file_size": 1253, "width": 90, "height": 67 }, { "file_id": self.file(), "file_unique_id": self.file(), "file_size": 98_213, "width": 800, "height": 600 }], "caption": text }),
                ),
            ),
            560..590 => (
                "message",
                merged(
                    message(json!(text)),
                    json!({ "reply_to_message": message(json!(self.text(number - 1))) }),
                ),
            ),
            590..610 => (
                "message",
                merged(
                    message(Value::Null),
                    json!({ "text": null, "document": { "file_id": self.file(), "file_unique_id": self.file(), "file_name": format!("invoice-{number}.pdf"), "mime_type": "application/pdf", "file_size": 88_012 } }),
                ),
            ),
            610..640 => ("edited_message", message(json!(text))),
            640..690 => (
                "channel_post",
                json!({ "message_id": number, "chat": chat, "date": 1_790_000_000, "text": text }),
            ),
            690..700 => (
                "edited_channel_post",
                json!({ "message_id": number, "chat": chat, "date": 1_790_000_000, "text": text }),
            ),
            700..820 => (
                "callback_query",
                json!({ "id": number.to_string(), "from": from, "chat_instance": "-73421", "data": format!("order:{number}:yes"), "message": merged(message(json!(text)), json!({ "reply_markup": { "inline_keyboard": [[{ "text": "Yes", "callback_data": format!("order:{number}:yes") }, { "text": "No", "callback_data": format!("order:{number}:no") }]] } })) }),
            ),
            820..860 => (
                "inline_query",
                json!({ "id": number.to_string(), "from": from, "query": text, "offset": "" }),
            ),
            860..870 => (
                "chosen_inline_result",
                json!({ "result_id": "7", "from": from, "query": text }),
            ),
            870..900 => (
                "message_reaction",
                json!({ "chat": chat, "message_id": number, "user": from, "date": 1_790_000_000, "old_reaction": [], "new_reaction": [{ "type": "emoji", "emoji": "👍" }] }),
            ),
            900..910 => (
                "message_reaction_count",
                json!({ "chat": chat, "message_id": number, "date": 1, "reactions": [{ "type": { "type": "emoji", "emoji": "🔥" }, "total_count": 3 }] }),
            ),
            910..925 => (
                "poll",
                json!({ "id": number.to_string(), "question": text, "options": [{ "text": "Pizza", "voter_count": 2 }, { "text": "Pasta", "voter_count": 1 }], "total_voter_count": 3, "is_closed": false, "is_anonymous": true, "type": "regular" }),
            ),
            925..940 => (
                "poll_answer",
                json!({ "poll_id": number.to_string(), "user": from, "option_ids": [1] }),
            ),
            940..950 => (
                "my_chat_member",
                json!({ "chat": chat, "from": from, "date": 1, "old_chat_member": { "user": from, "status": "left" }, "new_chat_member": { "user": from, "status": "member" } }),
            ),
            950..960 => (
                "chat_member",
                json!({ "chat": chat, "from": from, "date": 1, "old_chat_member": { "user": from, "status": "left" }, "new_chat_member": { "user": from, "status": "member" } }),
            ),
            960..970 => (
                "chat_join_request",
                json!({ "chat": chat, "from": from, "user_chat_id": from["id"], "date": 1, "bio": text }),
            ),
            970..974 => (
                "shipping_query",
                json!({ "id": number.to_string(), "from": from, "invoice_payload": "order", "shipping_address": { "country_code": "IT", "state": "", "city": "Roma", "street_line1": "Via Appia 1", "street_line2": "", "post_code": "00179" } }),
            ),
            974..980 => (
                "pre_checkout_query",
                json!({ "id": number.to_string(), "from": from, "currency": "EUR", "total_amount": 1840, "invoice_payload": format!("order {number}") }),
            ),
            980..983 => ("business_message", message(json!(text))),
            983..985 => ("edited_business_message", message(json!(text))),
            985..987 => (
                "business_connection",
                json!({ "id": "b", "user": from, "user_chat_id": from["id"], "date": 1, "is_enabled": true }),
            ),
            987..989 => (
                "deleted_business_messages",
                json!({ "business_connection_id": "b", "chat": chat, "message_ids": [1, 2, 3] }),
            ),
            989..991 => ("guest_message", message(json!(text))),
            991..993 => (
                "purchased_paid_media",
                json!({ "from": from, "paid_media_payload": text }),
            ),
            993..995 => (
                "chat_boost",
                json!({ "chat": chat, "boost": { "boost_id": "x", "add_date": 1, "expiration_date": 2, "source": { "source": "premium", "user": from } } }),
            ),
            995..997 => (
                "removed_chat_boost",
                json!({ "chat": chat, "boost_id": "x", "remove_date": 1, "source": { "source": "premium", "user": from } }),
            ),
            997..999 => ("managed_bot", json!({ "user": from, "bot": from })),
            _ => (
                "hologram",
                json!({ "from": from, "chat": chat, "shape": text }),
            ),
        }
    }

    fn person(&mut self) -> Value {
        let few = self.random.random_bool(0.33);
        let number = self.random.random_range(0..if few { 30 } else { PEOPLE });
        let name = NAMES[number % NAMES.len()];
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        json!({ "id": 70_000_000 + number, "is_bot": false, "first_name": first, "last_name": last, "username": format!("person_{number}"), "language_code": "en" })
    }

    fn chat(&mut self, from: &Value) -> Value {
        if self.random.random_bool(0.6) {
            return json!({ "id": from["id"], "first_name": from["first_name"], "last_name": from["last_name"], "username": from["username"], "type": "private" });
        }
        // Squared, so that some groups are a thousand times as loud as others.
        let part: f64 = self.random.random();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a number below GROUPS"
        )]
        let number = (part.powi(4) * GROUPS as f64) as usize;
        json!({ "id": -1_001_000_000_000_i64 - i64::try_from(number).unwrap_or_default(), "title": format!("Kitchen {number}"), "type": "supergroup" })
    }

    /// 3 to 40 words, most of one language; every one has a word of its own in it, as an order's number.
    fn text(&mut self, number: i64) -> String {
        let language = LANGUAGES
            .choose(&mut self.random)
            .copied()
            .unwrap_or_default();
        let length = self.random.random_range(3..40);
        let mut words: Vec<&str> = (0..length)
            .filter_map(|_| language.choose(&mut self.random).copied())
            .collect();
        let own = format!("#{}", 10_000_000 + number);
        words.push(&own);
        let space = if language.first() == Some(&"请") || language.first() == Some(&"昼") {
            ""
        } else {
            " "
        };
        words.join(space)
    }

    fn file(&mut self) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..72)
            .map(|_| char::from(*LETTERS.choose(&mut self.random).unwrap_or(&b'A')))
            .collect()
    }
}

/// The fields of both; null takes one away.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (one.as_object_mut(), other) {
        for (name, value) in more {
            if value.is_null() {
                fields.remove(&name);
            } else {
                fields.insert(name, value);
            }
        }
    }
    one
}
