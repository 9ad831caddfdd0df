// Sends a poll, says what each person chose, and closes the poll after three.

const { Bot } = require("grammy");

const CHOICES = ["Margherita", "Marinara", "Funghi"];
const ENOUGH = 3;

const bot = new Bot("");
const open = new Map();

bot.command("start", (ctx) => ctx.reply("/poll asks everybody."));

bot.command("poll", async (ctx) => {
  const sent = await ctx.replyWithPoll("Which one?", CHOICES, { is_anonymous: false });
  open.set(sent.poll.id, { chat: sent.chat.id, message: sent.message_id, votes: 0 });
});

bot.on("poll_answer", async (ctx) => {
  const { poll_id, option_ids, user } = ctx.pollAnswer;
  const poll = open.get(poll_id);
  if (poll === undefined || option_ids.length === 0) {
    return;
  }
  poll.votes += 1;
  await ctx.api.sendMessage(poll.chat, `${user.first_name} takes ${CHOICES[option_ids[0]]}.`);
  if (poll.votes === ENOUGH) {
    await ctx.api.stopPoll(poll.chat, poll.message);
  }
});

bot.start();
