"""Registers a webhook of its own at every start, as run_webhook does by itself."""

import os

from telegram.ext import Application

PORT = int(os.environ["PORT"])
API = os.environ["BOT_API"]

builder = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(f"{API}/bot")
builder.build().run_webhook(
    listen="127.0.0.1",
    port=PORT,
    secret_token=os.environ["BOT_SECRET"],
    webhook_url=f"https://127.0.0.1:{PORT}/",
    bootstrap_retries=-1,
)
