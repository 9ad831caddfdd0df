"""The same bot with a webhook: it listens first, says where, and answers some in the answer's body."""

import json
import secrets
from http.server import BaseHTTPRequestHandler, HTTPServer

import pizza

SECRET = secrets.token_urlsafe(16)
# What was answered; who tried to get in meanwhile.
ANSWERED = set()
INTRUDERS = []


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["X-Telegram-Bot-Api-Secret-Token"] != SECRET:
            INTRUDERS.append(self.client_address)
            return self.answer(401, {})
        if pizza.FAULT == "breaks":
            return self.answer(500, {})
        update = json.loads(body)
        chat = update.get("message", {}).get("chat", {}).get("id")
        if INTRUDERS:
            INTRUDERS.clear()
            pizza.say(chat, "Somebody came with a wrong secret.")
        if update["update_id"] in ANSWERED:
            pizza.say(chat, "You told me before.")
            return self.answer(200, {})
        reply = {}
        if update.get("message", {}).get("text") == "/inline":
            reply = {"method": "sendMessage", "chat_id": chat, "text": "In the answer"}
        else:
            pizza.handle(update)
        ANSWERED.add(update["update_id"])
        self.answer(200, reply)

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def main():
    pizza.begin()
    server = HTTPServer(("127.0.0.1", 0), Webhook)
    pizza.call("setWebhook", url=f"http://127.0.0.1:{server.server_port}/", secret_token=SECRET)
    print("open for orders")
    server.serve_forever()


main()
