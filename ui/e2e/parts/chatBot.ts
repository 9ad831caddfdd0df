// A developer's bot that talks: it answers in the answer to its webhook, one call for an update.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Message {
  message_id: number;
  text?: string;
  caption?: string;
  photo?: unknown[];
  reply_to_message?: Message;
  chat: { id: number };
}

interface Update {
  update_id: number;
  message?: Message;
  edited_message?: Message;
  callback_query?: { id: string; data: string; message: Message };
  inline_query?: { id: string; query: string };
  poll_answer?: { user: { id: number }; option_ids: number[] };
}

type Call = { method: string } & Record<string, unknown>;

const keys = { inline_keyboard: [[{ text: "Small", callback_data: "small" }, { text: "Large", callback_data: "large" }], [{ text: "Where", url: "https://example.com/" }]] };

/** What the bot does, by what is written to it. */
const COMMANDS: Record<string, (chat_id: number) => Call> = {
  "/start": (chat_id) => ({ method: "sendMessage", chat_id, text: "<b>Pizza</b> or <i>pasta</i>? <tg-spoiler>Pizza</tg-spoiler>\n<pre><code class=\"language-js\">order(\"pizza\")</code></pre>", parse_mode: "HTML" }),
  "/size": (chat_id) => ({ method: "sendMessage", chat_id, text: "Which size?", reply_markup: keys }),
  "/keys": (chat_id) => ({ method: "sendMessage", chat_id, text: "Choose", reply_markup: { keyboard: [[{ text: "Menu" }, { text: "My place", request_location: true }]], resize_keyboard: true, input_field_placeholder: "Menu or place" } }),
  "/name": (chat_id) => ({ method: "sendMessage", chat_id, text: "What is your name?", reply_markup: { force_reply: true, input_field_placeholder: "Your name" } }),
  "/poll": (chat_id) => ({ method: "sendPoll", chat_id, question: "Which topping?", options: [{ text: "Olives" }, { text: "Capers" }], is_anonymous: false }),
  "/teach": () => ({ method: "setMyCommands", commands: [{ command: "size", description: "Choose a size" }, { command: "poll", description: "Ask everybody" }] }),
  "/wrong": (chat_id) => ({ method: "sendMessage", chat_id, text: "" }),
  "/hologram": () => ({ method: "sendHologram", of: "a cat" }),
};

function answer({ message, edited_message, callback_query, inline_query, poll_answer }: Update): Call | null {
  if (callback_query) {
    const { id, data } = callback_query;
    return { method: "answerCallbackQuery", callback_query_id: id, text: data === "small" ? "A small one" : "Large is sold out", show_alert: data === "large" };
  }
  if (inline_query) return { method: "answerInlineQuery", inline_query_id: inline_query.id, results: [{ type: "article", id: "1", title: `About ${inline_query.query}`, input_message_content: { message_text: `All about ${inline_query.query}` } }] };
  if (poll_answer) return { method: "sendMessage", chat_id: poll_answer.user.id, text: `You chose ${poll_answer.option_ids.join(" and ")}` };
  if (edited_message) return { method: "sendMessage", chat_id: edited_message.chat.id, text: `Now it says ${edited_message.text}`, reply_parameters: { message_id: edited_message.message_id } };
  if (!message) return null;
  if (message.photo) return { method: "sendMessage", chat_id: message.chat.id, text: `A photo: ${message.caption ?? "no words"}` };
  if (message.text === undefined) return { method: "sendMessage", chat_id: message.chat.id, text: "Thank you" };
  return COMMANDS[message.text]?.(message.chat.id) ?? { method: "sendMessage", chat_id: message.chat.id, text: `You said ${message.text}` };
}

export class ChatBot {
  /** The updates that it got, in that order. */
  readonly got: Update[] = [];
  /** What it says in place of what it said before: a change of its program. */
  readonly instead = new Map<string, string>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ChatBot> {
    const server = createServer();
    const bot = new ChatBot(server);
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const update = JSON.parse(body) as Update;
        bot.got.push(update);
        const call = answer(update);
        const changed = bot.instead.get(String(call?.["text"]));
        if (call && changed !== undefined) call["text"] = changed;
        response.writeHead(200, { "content-type": "application/json" }).end(call ? JSON.stringify(call) : "");
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return bot;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
