"""The same bot with a webhook: it listens first, says where, and answers some in the answer's body."""

import json
import secrets
from http.server import BaseHTTPRequestHandler, HTTPServer

import pizza

SECRET = secrets.token_urlsafe(16)


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["X-Telegram-Bot-Api-Secret-Token"] != SECRET:
            return self.answer(401, {})
        if pizza.FAULT == "breaks":
            return self.answer(500, {})
        update = json.loads(body)
        if update.get("message", {}).get("text") == "/inline":
            chat = update["message"]["chat"]["id"]
            return self.answer(200, {"method": "sendMessage", "chat_id": chat, "text": "In the answer"})
        pizza.handle(update)
        self.answer(200, {})

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
