// Says what it is told: grammY's webhook callback, which answers when the handlers are done.

import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";
import { note } from "./seen.mjs";

const { BOT_TOKEN, BOT_API, BOT_SECRET, PORT } = process.env;

const bot = new Bot(BOT_TOKEN, { client: { apiRoot: BOT_API } });
bot.on("message:text", async (ctx) => {
  note(ctx.update.update_id);
  await ctx.reply(ctx.message.text);
});

// docs: listen
const webhook = webhookCallback(bot, "http", { secretToken: BOT_SECRET });
createServer((request, response) => {
  webhook(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(PORT), "127.0.0.1");
// docs: end
