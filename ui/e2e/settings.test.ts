// Settings from the environment and from the window, and the token of the HTTP API.
import { expect } from "vitest";
import { test } from "./parts/test";
import { until } from "./parts/until";

test("bad values in the environment are named, and the app opens all the same", async ({ home, open }) => {
  Object.assign(home.env, { NGROK_PORT: "70000", WEBHOOK_DOMAIN: "http://bots.example.com", HOOKBAY_PENDING_THRESHOLD: "25" });
  const window = await open();
  await window.see("sandbox-start");
  await window.press("settings");

  await window.says("error-ngrok_port", /^NGROK_PORT is "70000" .*environment.*: it is not a port\. Give a number from 1 to 65535, such as 8000\.$/);
  await window.says("error-webhook_domain", /^WEBHOOK_DOMAIN is "http:\/\/bots\.example\.com" .*environment.*: the domain must begin with https:\/\/\. Give it like https:\/\/api\.example\.com\.$/);

  // What the environment sets is locked, and says why.
  const field = await window.see("setting-pending_threshold");
  expect([await field.getAttribute("value"), await field.isEnabled()]).toEqual(["25", false]);
  expect(await window.text("origin-pending_threshold")).toMatch(/^From the environment \(HOOKBAY_PENDING_THRESHOLD\)\. .*environment/);

  // Where the public URL is made, it is said as well.
  await window.press("open-tunnel");
  await window.says("unusable", /^NGROK_PORT is "70000"/);
  expect(await window.texts("unusable")).toHaveLength(2);
});

test("what is saved survives a restart, and a bad value is refused beside its field", async ({ open }) => {
  let window = await open();
  await window.press("settings");
  await window.type("setting-check_interval", "5");
  await window.press("save-settings");
  await window.says("error-check_interval", /HOOKBAY_CHECK_INTERVAL cannot be .5.: .*from 10 to 86400/);
  await window.type("setting-check_interval", "120");
  await window.press("save-settings");
  await window.says("origin-check_interval", /^Saved here\./);
  await window.close();

  window = await open();
  await window.press("settings");
  await window.says("origin-check_interval", /^Saved here\./);
  expect(await (await window.see("setting-check_interval")).getAttribute("value")).toBe("120");
});

test("the token that the window shows opens the HTTP API, until another is made", async ({ open }) => {
  const window = await open();
  await window.press("settings");
  const base = await until("the HTTP API listens", async () => /Base (http:\/\/127\.0\.0\.1:\d+) /.exec(await window.text("http-api"))?.[1]);
  const status = async (token: string) => (await fetch(`${base}/v1/api/bots`, { headers: { authorization: `Bearer ${token}` } })).status;

  expect(await window.text("api-token")).toBe("••••••••");
  await window.press("show-token");
  await window.says("api-token", /^[^•]+$/);
  const first = await window.text("api-token");
  expect(await status(first)).toBe(200);
  expect(await status("another")).toBe(401);

  await window.press("rotate-token");
  await window.press("rotate-confirm");
  await window.says("api-token", new RegExp(`^(?!${first})[^•]+$`));
  const second = await window.text("api-token");
  expect(await status(first)).toBe(401);
  expect(await status(second)).toBe(200);
});
