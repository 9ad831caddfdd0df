// The way from Telegram to this computer is examined, probed, and repaired when it is dead.
import { expect } from "vitest";
import { AUTHTOKEN, history, historySays, listeningBot } from "./parts/steps";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("a bot that works is examined from end to end", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  await listeningBot(window, telegram);
  await window.press("tab-webhook");
  await window.press("examine");
  await window.says("found", "Nothing is wrong.");

  const said = async (name: string) => [await (await window.see(`check-${name}`)).getAttribute("data-finding"), await window.text(`check-${name}`)];
  for (const name of ["token", "webhook", "dns", "port", "tls", "path", "secret", "keyring", "clock"]) {
    expect(await said(name), name).toEqual(["good", expect.stringMatching(/\.\s.*\d+ (ms|s)$/)]);
  }
  // What does not apply says why.
  expect(await said("polling")).toEqual(["skipped", expect.stringMatching(/The bot has a webhook, so no program can fetch its updates with getUpdates\.$/)]);
});

const CAME_BACK = /^The last probe came back in [\d.]+ m?s\.$/;

test("a tunnel that is connected but dead is found by a probe, and connected again", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  const window = await open();
  const token = await listeningBot(window, telegram);
  await window.press("tunnel-open");
  await window.press("probe");
  await until("this probe has ended", async () => (await window.see("probe")).isEnabled());
  await window.says("probe-result", CAME_BACK);
  const legs = await window.texts("leg");
  expect(legs.map((leg) => leg.split(" ")[0])).toEqual(["Name", "Connection", "TLS", "There", "Back"]);
  for (const leg of legs) expect(leg).toMatch(/ [\d.]+ m?s$/);

  // Requests are taken and never answered, while ngrok's own heartbeats are.
  await telegram.edge("hang_visitors");
  await window.press("probe");
  expect(await window.error("probe_lost")).toEqual({
    happened: "The public URL takes requests, and no answer comes back: the way is connected but dead.",
    remedy: "Connect the tunnel again.",
  });
  await window.says("probe-result", "The last probe did not come back.");
  expect((await window.texts("leg")).at(-1)).toMatch(/not reached$/);
  expect(await window.text("tunnel-now")).toMatch(/^ngrok is online, but the last probe did not come back\./);

  await window.press("connect-again");
  await window.says("probe-result", CAME_BACK);
  await window.says("tunnel-now", /^Telegram reaches this computer through ngrok\./);
  await until("the error is gone", async () => (await window.all("error-note")).length === 0);
  await telegram.says(token, "alive again");
  await (await window.see("bot")).click();
  await window.press("tab-inbox");
  await window.says("update-row", /alive again$/);
  // By the button, and before a second lost probe would have had it repaired.
  await window.press("tab-webhook");
  await historySays(window, /Webhook set to/);
  expect((await history(window)).filter((entry) => entry.includes("did not lead here"))).toEqual([]);
});
