"""Says what it is told: python-telegram-bot's own webhook server, without its setWebhook."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, ExtBot, MessageHandler, filters
from telegram.request import HTTPXRequest

from seen import note


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    note(update.update_id)
    await update.effective_message.reply_text(update.effective_message.text)


# docs: listen
class Bot(ExtBot):
    async def set_webhook(self, *args, **kwargs) -> bool:
        return True  # run_webhook always calls it, and the webhook is Hookbay's to register.


api = os.environ["BOT_API"]
bot = Bot(os.environ["BOT_TOKEN"], base_url=f"{api}/bot", request=HTTPXRequest(256))
application = Application.builder().bot(bot).build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_webhook(
    listen="127.0.0.1",
    port=int(os.environ["PORT"]),
    secret_token=os.environ["BOT_SECRET"],
)
# docs: end
