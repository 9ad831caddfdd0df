// Runs an example bot unchanged: `node example.cjs <file>`.
//
// An example makes its bot with a token of its own and polls. Here the token and the Bot API's address
// come from the environment, and so does how it gets its updates: with PORT it listens there, and
// registers BOT_WEBHOOK if there is one. Each example sees grammY as it is, but for a Bot that knows this.

const { createServer } = require("node:http");
const { readFileSync } = require("node:fs");
const grammy = require("grammy");

const { BOT_TOKEN, BOT_API, BOT_SECRET, BOT_WEBHOOK, PORT } = process.env;

class Bot extends grammy.Bot {
  constructor(_token, config) {
    super(BOT_TOKEN, { ...config, client: { ...config?.client, apiRoot: BOT_API } });
  }

  async start(options) {
    if (PORT === undefined) {
      return await super.start(options);
    }
    const webhook = grammy.webhookCallback(this, "http", { secretToken: BOT_SECRET });
    const server = createServer((request, response) => {
      webhook(request, response).catch((error) => {
        console.error(error);
        response.writeHead(500).end();
      });
    });
    await new Promise((listens) => server.listen(Number(PORT), "127.0.0.1", listens));
    if (BOT_WEBHOOK !== undefined) {
      await this.api.setWebhook(BOT_WEBHOOK, { secret_token: BOT_SECRET });
    }
  }
}

const code = readFileSync(process.argv[2], "utf8");
if (/\bnew (\w+\.)?Bot\b/.test(code)) {
  const found = (name) => (name === "grammy" ? { ...grammy, Bot } : require(name));
  new Function("require", "exports", code)(found, {});
} else {
  // A piece of a bot: what it does not make itself is there.
  const bot = new Bot();
  new Function("bot", "Menu", code)(bot, require("@grammyjs/menu").Menu);
  bot.start();
}
