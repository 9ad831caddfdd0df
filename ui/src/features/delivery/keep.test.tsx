import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Retention } from "../../bindings/Retention";
import type { RetentionView } from "../../bindings/RetentionView";
import { show } from "../../testing/show";
import { at, overview, TableBackend } from "../../testing/world";
import { KeepCard } from "./KeepCard";
import { keepDraftOf, removedWords, retentionOf, storedWords } from "./keep";

afterEach(cleanup);

const USUAL: Retention = { max_updates: 100_000, max_days: 30, max_bytes: 2 * 2 ** 30 };
const view = (part: Partial<RetentionView> = {}): RetentionView => ({ bot_id: "a", limits: USUAL, is_default: true, updates: 81_204, bytes: 41_000_000, pinned: 4, pinned_bytes: 900, delivery_bytes: 0, oldest_at: at(86_400), ...part });

it("reads and writes limits in the units of their fields, and none as empty", () => {
  expect(keepDraftOf(USUAL)).toEqual({ updates: "100000", days: "30", gib: "2" });
  expect(retentionOf(keepDraftOf(USUAL))).toEqual(USUAL);
  const none = { max_updates: null, max_days: null, max_bytes: null };
  expect(retentionOf(keepDraftOf(none))).toEqual(none);
  expect(retentionOf({ updates: "1", days: "", gib: "0.5" })).toEqual({ max_updates: 1, max_days: null, max_bytes: 2 ** 29 });
});

it("says what is stored, and what new limits would remove", () => {
  expect(storedWords(view())).toBe("81,204 updates stored, 39.1 MB, 4 of them pinned.");
  expect(storedWords(view({ pinned: 0, delivery_bytes: 3_000_000 }))).toBe("81,204 updates stored, 39.1 MB. Their deliveries take 2.9 MB.");
  expect(storedWords(view({ updates: 0 }))).toBe("Nothing is stored yet.");
  expect(removedWords(view(), { ...USUAL, max_updates: 1200 })).toBe("The oldest 80,000 updates will be removed, and that cannot be undone.");
  expect(removedWords(view(), { ...USUAL, max_days: 7 })).toContain("beyond these limits");
  expect(removedWords(view(), { ...USUAL, max_days: null, max_updates: 200_000 })).toBeNull();
});

it("says what goes before it is saved, and leads back to the usual limits", async () => {
  let now = view();
  const backend = new TableBackend({
    overview: () => overview(),
    retention: () => now,
    set_retention: ({ limits }) => (now = view({ limits: limits ?? USUAL, is_default: limits === null })),
  });
  await show(backend, <KeepCard botId="a" />);
  fireEvent.change(await screen.findByTestId("keep-updates"), { target: { value: "1200" } });
  expect(screen.getByTestId("keep-removed").textContent).toContain("80,000 updates");
  expect(backend.count("set_retention")).toBe(0);
  fireEvent.click(screen.getByText("Keep only that"));
  fireEvent.click(await screen.findByTestId("keep-usual"));
  await expect.poll(() => backend.asked.filter((each) => each.op === "set_retention").map((each) => each.input)).toEqual([
    { bot_id: "a", limits: { ...USUAL, max_updates: 1200 } },
    { bot_id: "a", limits: null },
  ]);
});

it("has the first limit ready for whoever was sent to it", async () => {
  await show(new TableBackend({ overview: () => overview(), retention: () => view() }), <KeepCard botId="a" isAsked />);
  await expect.poll(() => document.activeElement?.getAttribute("data-testid")).toBe("keep-updates");
});
