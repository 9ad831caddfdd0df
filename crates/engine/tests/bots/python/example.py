"""Runs an example bot unchanged: `python example.py <file>`.

An example builds its application with a token of its own and polls. Here the token and the Bot API's
address come from the environment, and so does how it gets its updates: with PORT it listens there, and
registers BOT_WEBHOOK if there is one.
"""

import os
import runpy
import sys

from telegram.ext import Application, ApplicationBuilder, ExtBot

API = os.environ["BOT_API"]

with_token = ApplicationBuilder.token


def token(builder: ApplicationBuilder, _: str) -> ApplicationBuilder:
    builder = with_token(builder, os.environ["BOT_TOKEN"])
    return builder.base_url(f"{API}/bot").base_file_url(f"{API}/file/bot")


def run_webhook(application: Application, allowed_updates=None) -> None:
    application.run_webhook(
        listen="127.0.0.1",
        port=int(os.environ["PORT"]),
        secret_token=os.environ["BOT_SECRET"],
        webhook_url=os.environ.get("BOT_WEBHOOK"),
        allowed_updates=allowed_updates,
    )


async def set_no_webhook(*args, **kwargs) -> bool:
    return True  # run_webhook always calls it, and here the webhook is somebody else's to register.


ApplicationBuilder.token = token
if "PORT" in os.environ:
    Application.run_polling = run_webhook
    if "BOT_WEBHOOK" not in os.environ:
        ExtBot.set_webhook = set_no_webhook

runpy.run_path(sys.argv[1], run_name="__main__")
