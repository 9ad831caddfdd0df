import { expect, it } from "vitest";
import type { BotView } from "../../bindings/BotView";
import { apiError, bot, info, overview, webhook } from "../../testing/world";
import { verdict } from "../webhook/verdict";
import { emptyWords } from "./EmptyInbox";

const online = overview();
const down = overview({ tunnel: { ...online.tunnel, state: { type: "failed", error: apiError({ message: "ngrok refuses the authtoken." }) } } });
const words = (of: BotView, world = online) => {
  const { title, text } = emptyWords(of, verdict(of, world));
  return `${title}. ${text}`;
};
const unknown = "does not know this computer yet";

it.each([
  ["all is set", bot(), online, "Write to @pizza_bot in Telegram"],
  ["all is set in the sandbox", bot({ environment: { type: "sandbox" } }), online, "Say something as Ann below"],
  ["it is known that there is no webhook", bot({ webhook: webhook({ owner: "none", info: info({ url: "" }) }) }), online, unknown],
  ["there is none, and no tunnel either", bot({ webhook: webhook({ owner: "none", info: info({ url: "" }) }) }), down, unknown],
  ["someone else has it", bot({ webhook: webhook({ owner: "foreign", info: info({ url: "https://api.example.com/x" }) }) }), online, "updates to api.example.com"],
  ["it was not asked for", bot({ webhook: null }), online, "Not checked yet"],
  ["asking failed", bot({ webhook: webhook({ owner: "unknown", info: null, error: apiError({ code: "dns", message: "Telegram cannot be found." }) }) }), online, "Telegram cannot be found."],
  ["the keyring is locked", bot({ webhook: null, token_state: "unreadable" }), online, "keyring that holds this bot's token cannot be read"],
  ["the tunnel is down", bot(), down, "The tunnel is down: Telegram cannot reach this computer. ngrok refuses the authtoken."],
])("when %s", (_name, of, world, expected) => {
  const said = words(of, world);
  expect(said).toContain(expected);
  if (expected !== unknown) expect(said).not.toContain(unknown);
});
