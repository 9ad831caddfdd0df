"""A bot on the standard library alone. What it is to do badly stands in BOT_FAULT."""

import json
import os
import sys
import time
import urllib.error
import urllib.request

ROOT = f"{os.environ['TELEGRAM_API_ROOT']}/bot{os.environ['BOT_TOKEN']}"
FAULT = os.environ.get("BOT_FAULT", "")


# When each chat asked for the date last.
ASKED = {}


def call(method, **parameters):
    data = json.dumps(parameters).encode()
    request = urllib.request.Request(f"{ROOT}/{method}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["result"]


def say(chat, text, buttons=None, **more):
    if buttons:
        rows = [[{"text": text, "callback_data": text} for text in row] for row in buttons]
        more["reply_markup"] = {"inline_keyboard": rows}
    try:
        call("sendMessage", chat_id=chat, text=text, **more)
    except urllib.error.HTTPError as error:
        refused(chat, json.load(error))


def refused(chat, answer):
    """Telegram did not take a message: whoever waits for it gets to know why."""
    wait = answer.get("parameters", {}).get("retry_after")
    why = f"I am to wait {wait} s." if wait else f"Telegram answered {answer['error_code']}."
    call("sendMessage", chat_id=chat, text=why)


def message(message):
    chat, text = message["chat"]["id"], message.get("text", "")
    if any(member["is_bot"] for member in message.get("new_chat_members", [])):
        return
    if text == "/start":
        if FAULT == "dies":
            print("no oven", file=sys.stderr)
            sys.exit(3)
        question = "Which size?" if FAULT == "other words" else "What size?"
        say(chat, question, [["Small", "Large"], ["No, thanks"]])
        say(chat, "Or say it.")
    elif text == "/both":
        say(chat, "One")
        say(chat, "<b>Two</b> and more", parse_mode="HTML")
    elif text == "/poll":
        call("sendPoll", chat_id=chat, question="Cheese?", options=[{"text": "Yes"}, {"text": "No"}], is_anonymous=False)
    elif text == "/keys":
        keys = {"keyboard": [[{"text": "/both"}]]}
        call("sendMessage", chat_id=chat, text="Press one.", reply_markup=keys)
    elif "photo" in message:
        say(chat, f"A picture: {message.get('caption')}")
    elif text == "/quiet":
        pass
    elif text == "/gift":
        for method in ("sendPizza", "sendGift", "sendPizza"):
            try:
                call(method, user_id=chat, gift_id="1")
            except urllib.error.HTTPError:
                pass
        say(chat, "No gift.")
    elif text == "/measure":
        began = time.monotonic()
        call("sendChatAction", chat_id=chat, action="typing")
        say(chat, "Telegram was late." if time.monotonic() - began >= 4 else "Telegram was quick.")
    elif text == "/date":
        since = message["date"] - ASKED.get(chat, message["date"])
        ASKED[chat] = message["date"]
        say(chat, f"{since // 3600} hours later.")
    else:
        say(chat, f"Order #{message['message_id']} for {message['from']['first_name']}: {text}")


def press(query):
    chat, number = query["message"]["chat"]["id"], query["message"]["message_id"]
    call("answerCallbackQuery", callback_query_id=query["id"], text="Noted", show_alert=query["data"] == "Large")
    call("editMessageText", chat_id=chat, message_id=number, text="One moment")
    call("editMessageText", chat_id=chat, message_id=number, text=f"{query['data']} it is.")


def handle(update):
    if "message" in update:
        message(update["message"])
    elif "edited_message" in update:
        say(update["edited_message"]["chat"]["id"], "You changed it.")
    elif "callback_query" in update:
        press(update["callback_query"])
    elif "poll_answer" in update:
        answer = update["poll_answer"]
        say(answer["user"]["id"], f"You chose {answer['option_ids']}.")


def main():
    print("open for orders")
    offset = 0
    while True:
        for update in call("getUpdates", offset=offset, timeout=30):
            offset = update["update_id"] + 1
            handle(update)


def begin():
    if FAULT == "does not start":
        sys.exit("no flour")
    if FAULT == "needs too much":
        call("openPizzeria")
    if FAULT == "does not listen":
        time.sleep(600)


if __name__ == "__main__":
    begin()
    main()
