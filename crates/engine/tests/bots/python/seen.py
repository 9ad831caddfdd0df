"""What the bots write down for the tests: every update, as soon as it is handed to them."""

import os

_LOG = os.open(os.environ["BOT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def note(update_id: int) -> None:
    # One write, so that a bot that is killed leaves whole lines.
    os.write(_LOG, f"{update_id}\n".encode())
