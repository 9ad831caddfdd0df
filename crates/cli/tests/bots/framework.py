"""A bot on python-telegram-bot that polls, with a command, buttons, and an echo."""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

ECHO = os.environ.get("BOT_FAULT") or "You said"


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    buttons = [[InlineKeyboardButton(text, callback_data=text) for text in ("Small", "Large")]]
    await update.effective_message.reply_text("What size?", reply_markup=InlineKeyboardMarkup(buttons))


async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text(f"{update.callback_query.data} it is.")


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_text(f"{ECHO} {update.effective_message.text}")


root = os.environ["TELEGRAM_API_ROOT"]
application = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{root}/bot").build()
application.add_handler(CommandHandler("start", start))
application.add_handler(CallbackQueryHandler(press))
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
