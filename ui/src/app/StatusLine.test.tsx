import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { HttpApiState } from "../bindings/HttpApiState";
import { show } from "../testing/show";
import { apiError, at, bot, NOW, overview, TableBackend, webhook } from "../testing/world";
import { StatusLine } from "./StatusLine";

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it.each<[HttpApiState, string | null]>([
  [{ type: "off" }, null],
  [{ type: "listening", url: "http://127.0.0.1:4665" }, "API 127.0.0.1:4665"],
  [{ type: "failed", error: apiError() }, "API failed"],
])("of the HTTP API that is %j it says %s", async (http_api, words) => {
  await show(new TableBackend({ overview: () => overview({ http_api }) }), <StatusLine bot={undefined} />);
  expect(screen.queryByTestId("api-address")?.textContent ?? null).toBe(words);
});

it.each([
  [5, 90, "5 s"],
  [90, 5, "5 s"],
  [null, 90, "1 min"],
  [5, null, "5 s"],
])("of a bot asked %s s ago and checked %s s ago it says %s", async (asked, checked, words) => {
  const of = bot({ webhook: asked === null ? null : webhook({ checked_at: at(asked) }), watch: { ...bot().watch, last_checked_at: checked === null ? null : at(checked) } });
  await show(new TableBackend({ overview: () => overview() }), <StatusLine bot={of} />);
  expect(screen.getByTestId("checked").textContent).toBe(`Checked ${words} ago`);
});
