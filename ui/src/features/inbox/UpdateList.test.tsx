import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { row } from "../../testing/world";
import { ROW } from "./list/stretch";
import { NOTHING, Source, type SourceState } from "./list/source";
import { UpdateList } from "./UpdateList";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** A thousand rows, numbered from 0 at the top, that say themselves what moved. */
class Rows extends Source {
  rankAt = (index: number) => -index;
  indexOfRank = (rank: number) => -rank;
  rowAt = (index: number) => row(index);
  indexOf = (seq: number) => seq;
  look = () => {};
  fetchAt = async (index: number) => row(index);
  letIn = () => {};
  arrived = async () => {};
  renew = () => {};
}

it("stays with the rows that are read when rows above them come or go", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  const source = new Rows();
  source.offset = 100 * ROW;
  const list = (part: Partial<SourceState>) => (
    <UpdateList ref={null} source={source} state={{ ...NOTHING, ready: true, count: 1_000, ...part }} flow="free" onFlow={() => {}} selected={null} marked={new Set()} onOpen={() => {}} onMenu={() => {}} onMarkAll={() => {}} label="Updates">
      {null}
    </UpdateList>
  );
  const { rerender } = render(list({}));
  const scrolled = () => screen.getByRole("grid").scrollTop / ROW;
  await expect.poll(scrolled).toBe(100);
  act(() => rerender(list({ moved: -20, count: 980 })));
  expect(scrolled()).toBe(80);
  act(() => rerender(list({ moved: -15, count: 985 })));
  expect(scrolled()).toBe(85);
  act(() => rerender(list({ moved: -15, count: 990 })));
  expect(scrolled()).toBe(85);
});
