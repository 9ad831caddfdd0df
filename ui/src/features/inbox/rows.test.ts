import { expect, it } from "vitest";
import { row } from "../../testing/world";
import { arrive, KEEP, letIn, newest, newWords, NO_ROWS, older, renewed, type Rows } from "./rows";

const seqs = (rows: { seq: number }[]) => rows.map((each) => each.seq);
const page = (from: number, to: number, more = false) => ({ rows: Array.from({ length: from - to + 1 }, (_, i) => row(from - i)), more });
const start: Rows = { ...NO_ROWS, shown: page(10, 8).rows, more: true };

it("does not move the list while it is held", () => {
  const next = arrive(start, page(12, 11), true);
  expect(next.shown).toBe(start.shown);
  expect(seqs(next.waiting)).toEqual([12, 11]);
  expect(newWords(next)).toBe("2 new");
  expect(newest(next)).toBe(12);
});

it("adds to what waits, without doubles", () => {
  const next = arrive(arrive(start, page(12, 11), true), page(13, 11), true);
  expect(seqs(next.waiting)).toEqual([13, 12, 11]);
});

it("lets all in once the hold ends", () => {
  const next = arrive(arrive(start, page(12, 11), true), page(13, 13), false);
  expect(seqs(next.shown)).toEqual([13, 12, 11, 10, 9, 8]);
  expect(next.waiting).toEqual([]);
});

it("starts anew over a hole, so that no row is silently left out", () => {
  const held = arrive(start, page(100, 99, true), true);
  expect(newWords(held)).toBe("2+ new");
  const next = letIn(arrive(held, page(101, 101), true));
  expect(seqs(next.shown)).toEqual([101, 100, 99]);
  expect(next.more).toBe(true);
});

it("adds older rows at the end, without doubles", () => {
  const next = older(start, page(8, 6));
  expect(seqs(next.shown)).toEqual([10, 9, 8, 7, 6]);
  expect(next.more).toBe(false);
});

it("stays bounded while it runs by itself", () => {
  const next = arrive(start, page(10 + KEEP, 11), false);
  expect(next.shown.length).toBeLessThanOrEqual(KEEP);
  expect(next.shown[0]?.seq).toBe(10 + KEEP);
  expect(next.more).toBe(true);
});

it("renews results in their places, and nothing where none is another", () => {
  const fresh = [{ ...row(9), delivery: { type: "delivered", status: 200 } as const }, row(8)];
  const next = renewed(start, fresh);
  expect(next.shown.map((each) => each.delivery?.type)).toEqual([undefined, "delivered", undefined]);
  expect(renewed(next, fresh)).toBe(next);
  expect(renewed(next, [row(9)]).shown[1]).toEqual(row(9));
});
