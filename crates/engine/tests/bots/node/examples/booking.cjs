// Asks for a name and a number, until /cancel.

const { Bot } = require("grammy");
const { conversations, createConversation } = require("@grammyjs/conversations");

const bot = new Bot("");

async function booking(conversation, ctx) {
  await ctx.reply("In whose name?");
  const name = await conversation.form.text();
  await ctx.reply("For how many?");
  const people = await conversation.form.int({
    otherwise: (ctx) => ctx.reply("A number, please."),
  });
  await ctx.reply(`${name}, a table for ${people}.`);
}

bot.use(conversations());

// Before the conversation, which would take it for an answer.
bot.command("cancel", async (ctx) => {
  await ctx.conversation.exitAll();
  await ctx.reply("Nothing is booked.");
});

bot.use(createConversation(booking));
bot.command("start", (ctx) => ctx.conversation.enter("booking"));
bot.on("message", (ctx) => ctx.reply("Say /start."));

bot.start();
