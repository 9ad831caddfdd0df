"""Says what it is told, and answers Telegram only when that is done: python-telegram-bot's handlers
behind a route of its own. To `in the response` it answers there."""

import asyncio
import hmac
import json
import os

import tornado.web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from seen import note

SECRET = os.environ["BOT_SECRET"]
API = os.environ["BOT_API"]


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    note(update.update_id)
    await update.effective_message.reply_text(update.effective_message.text)


builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{API}/bot")
application = builder.updater(None).build()
application.add_handler(MessageHandler(filters.TEXT, echo))


# docs: own server
class Webhook(tornado.web.RequestHandler):
    async def post(self) -> None:
        secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(secret.encode(), SECRET.encode()):
            raise tornado.web.HTTPError(403)
        update = Update.de_json(json.loads(self.request.body), application.bot)
        if call := reply(update):
            self.finish(call)  # A dict goes out as JSON.
            return
        await application.process_update(update)
# docs: end


def reply(update: Update) -> dict | None:
    message = update.effective_message
    if message is None or message.text != "in the response":
        return None
    return {"method": "sendMessage", "chat_id": message.chat_id, "text": "from the response"}


async def main() -> None:
    async with application:
        server = tornado.web.Application([("/", Webhook)])
        server.listen(int(os.environ["PORT"]), "127.0.0.1")
        await asyncio.Event().wait()


asyncio.run(main())
