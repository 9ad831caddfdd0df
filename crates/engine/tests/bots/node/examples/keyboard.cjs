// Asks with buttons, and writes the answer into the question.

const { Bot, InlineKeyboard } = require("grammy");

const bot = new Bot("");

const sizes = new InlineKeyboard().text("Small", "S").text("Large", "L").row().text("Cancel", "-");

bot.command("start", (ctx) => ctx.reply("What size?", { reply_markup: sizes }));

bot.callbackQuery("-", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "Nothing is ordered.", show_alert: true });
  await ctx.deleteMessage();
});

bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery("Noted");
  await ctx.editMessageText(`Size ${ctx.callbackQuery.data} it is.`);
});

bot.start();
