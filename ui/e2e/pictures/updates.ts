// An evening at a pizza place: updates of many kinds, as Telegram sends them.

type Update = Record<string, object>;

const ann = { id: 71002244, is_bot: false, first_name: "Ann", last_name: "Petrova", username: "ann_petrova", language_code: "en" };
const omar = { id: 80412233, is_bot: false, first_name: "عمر", last_name: "حداد", language_code: "ar" };
const maria = { id: 90511871, is_bot: false, first_name: "Мария", username: "maria", language_code: "ru" };
const jonas = { id: 61288340, is_bot: false, first_name: "Jonas", last_name: "Weber", username: "jweber", language_code: "de" };
const kitchen = { id: -1001876543210, type: "supergroup", title: "Kitchen crew" };
const channel = { id: -1001299887766, type: "channel", title: "Pizza of the day", username: "pizzaoftheday" };

const at = (secondsAgo: number) => Math.floor(Date.now() / 1000) - secondsAgo;
const privately = (user: typeof ann | typeof omar | typeof maria | typeof jonas) => ({ ...user, is_bot: undefined, language_code: undefined, type: "private" });
let messageId = 4000;
const message = (from: object, chat: object, rest: object): object => ({ message_id: ++messageId, from, chat, date: at(30), ...rest });

const menu = {
  inline_keyboard: [
    [
      { text: "Margherita", callback_data: "order:margherita" },
      { text: "Diavola", callback_data: "order:diavola" },
    ],
  ],
};

/** Oldest first. */
export function updates(): Update[] {
  return [
    { my_chat_member: { chat: kitchen, from: jonas, date: at(300), old_chat_member: { user: ann, status: "left" }, new_chat_member: { user: ann, status: "member" } } },
    { message: message(jonas, kitchen, { text: "/start@pizza_orders_bot", entities: [{ type: "bot_command", offset: 0, length: 23 }] }) },
    { message: message(maria, privately(maria), { text: "Есть ли столик на двоих сегодня в восемь?" }) },
    { inline_query: { id: "8841", from: jonas, query: "pizza near alexanderplatz", offset: "", chat_type: "group" } },
    { message: message(omar, privately(omar), { text: "أريد بيتزا كبيرة مع الزيتون" }) },
    { channel_post: { message_id: 512, sender_chat: channel, chat: channel, date: at(200), text: "Tonight: Quattro formaggi, and half price after nine." } },
    { message: message(ann, privately(ann), { photo: [{ file_id: "AgACAgIAAx", file_unique_id: "AQAD", width: 1280, height: 960, file_size: 184201 }], caption: "Like this one, please" }) },
    { poll_answer: { poll_id: "5301148", user: maria, option_ids: [1] } },
    { edited_message: { ...message(omar, privately(omar), { text: "أريد بيتزا كبيرة مع الزيتون والفلفل" }), edit_date: at(20) } },
    { message: message(jonas, kitchen, { location: { latitude: 52.5219, longitude: 13.4132 } }) },
    { pre_checkout_query: { id: "771", from: ann, currency: "EUR", total_amount: 1840, invoice_payload: "order-2291" } },
    { message: message(ann, privately(ann), { text: "Is the oven still on? I would like to pick it up myself." }) },
    { callback_query: { id: "301552", from: ann, message: message(ann, privately(ann), { text: "What would you like?", reply_markup: menu }), chat_instance: "-481", data: "order:margherita" } },
  ];
}
