// What was answered with 200 is kept, whatever happens to the app.
import { expect } from "vitest";
import { AUTHTOKEN, listeningBot } from "./parts/steps";
import { test } from "./parts/test";

test("an update that was answered with 200 is there after kill -9", async ({ home, open, sandbox }) => {
  const telegram = await sandbox("--local", "--authtoken", AUTHTOKEN);
  home.useEdge(telegram);
  let window = await open();
  const token = await listeningBot(window, telegram);

  // Killed the moment after the answer: nothing else of the app's has run since.
  const updateId = await telegram.says(token, "the last words");
  await telegram.delivered(token, updateId);
  await window.kill();

  window = await open();
  await window.says("update-row", /the last words$/);
  await window.press("update-row");
  expect(await window.text("update-id")).toBe(String(updateId));

  // Nothing was delivered twice to get there.
  const attempts = await telegram.deliveries(token);
  expect(attempts.map((attempt) => [attempt.update_id, attempt.attempt, attempt.delivered])).toEqual([[updateId, 1, true]]);
});
