// Says what it is told in the response to the update, as grammY does when it is allowed to.

import { createServer } from "node:http";
import { Bot, webhookCallback } from "grammy";
import { note } from "./seen.mjs";

const { BOT_TOKEN, BOT_API, BOT_SECRET, PORT } = process.env;

// docs: reply
const bot = new Bot(BOT_TOKEN, {
  client: {
    apiRoot: BOT_API,
    canUseWebhookReply: (method) => method === "sendMessage",
  },
});
// docs: end
bot.on("message:text", async (ctx) => {
  note(ctx.update.update_id);
  await ctx.reply("from the response");
});

const webhook = webhookCallback(bot, "http", { secretToken: BOT_SECRET });
createServer(webhook).listen(Number(PORT), "127.0.0.1");
