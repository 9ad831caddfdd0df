import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Store, StoreContext } from "../../../app/store";
import { apiError, later, overview, row, TableBackend } from "../../../testing/world";
import { useUpdate } from "./useUpdate";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

async function reader() {
  const backend = new TableBackend({
    overview: () => overview(),
    get_update: ({ seq }) => {
      if (seq === 13) throw apiError({ message: "It is gone." });
      return { row: row(seq), body: "{}", headers: [], source: null, note: null };
    },
  });
  const store = new Store(backend, 0);
  const hook = renderHook(({ seq }) => useUpdate(seq), { initialProps: { seq: null as number | null }, wrapper: ({ children }) => <StoreContext value={store}>{children}</StoreContext> });
  const to = async (seq: number | null, after: number) => {
    hook.rerender({ seq });
    await act(() => vi.advanceTimersByTimeAsync(after));
  };
  const asked = () => backend.asked.map((each) => (each.input as { seq: number }).seq);
  const shown = () => hook.result.current.detail?.row.seq ?? null;
  return { to, asked, shown, hook, backend };
}

it("reads the first step after a rest at once, and of a run of steps only where it ends", async () => {
  const { to, asked, shown } = await reader();
  await to(1, 5);
  expect([asked(), shown()]).toEqual([[1], 1]);
  for (let seq = 2; seq <= 30; seq++) await to(seq, 33);
  expect(asked()).toEqual([1]);
  expect(shown()).toBe(1);
  await to(31, 500);
  expect([asked(), shown()]).toEqual([[1, 31], 31]);
  await to(32, 5);
  expect(shown()).toBe(32);
});

it("asks again where what it asks for is changed meanwhile", async () => {
  const { to, hook, backend } = await reader();
  const call = backend.call.bind(backend);
  const answered = later();
  let note: string | null = null;
  backend.call = async (op, input) => {
    const answer = { ...((await call(op, input)) as object), note };
    if (backend.count("get_update") === 1) await answered.promise;
    return answer as never;
  };
  await to(1, 5);
  note = "ask Ann";
  hook.result.current.renew({ row: row(1), body: "{}", headers: [], source: null, note });
  answered.resolve();
  await to(1, 5);
  expect(hook.result.current.detail?.note).toBe("ask Ann");
});

it("shows nothing once nothing is selected, and no error of another update", async () => {
  const { to, shown, hook } = await reader();
  await to(13, 500);
  expect(hook.result.current.error?.message).toBe("It is gone.");
  await to(2, 500);
  expect([shown(), hook.result.current.error]).toEqual([2, null]);
  await to(3, 5);
  await to(null, 5);
  expect(shown()).toBeNull();
  await to(null, 500);
  expect(shown()).toBeNull();
});
