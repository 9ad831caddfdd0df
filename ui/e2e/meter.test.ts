// The bench's own arithmetic: whose a pause is.
import { expect, test } from "vitest";
import { verdict, waited, type Sample } from "./bench/meter";

/** Every 2 ms; the thread had no processor from 100 to 160. */
const samples: Sample[] = Array.from({ length: 200 }, (_, i) => ({ at: i * 2, ran: 0, waited: Math.min(60, Math.max(0, i * 2 - 100)) }));

test("what the thread waited for a processor is not the page's", () => {
  expect(waited(samples, 98, 170)).toBe(60);
  expect(waited(samples, 200, 280)).toBe(0);
  expect(waited(samples, 0, 90)).toBe(0);
});

test("where samples are missing, a pause is the page's", () => {
  const few = samples.filter(({ at }) => at < 110 || at > 300);
  expect(waited(few, 98, 170)).toBe(8);
  expect(waited([], 98, 170)).toBe(0);
  expect(waited(samples.slice(-2), 98, 170)).toBe(0);
});

test("a task that is felt is wrong where the machine was quiet", () => {
  const of = (part: Partial<Parameters<typeof verdict>[0]>) => verdict({ what: "wheel", long: 0, longest: 12, waited: 0, ...part });
  expect(of({})).toBeNull();
  expect(of({ long: 1, longest: 63 })).toBe("wheel: a task of up to 63 ms, and the goal is 50 ms");
  expect(of({ long: 3, longest: 80, waited: 4 })).toContain("3 tasks");
  expect(of({ long: 3, longest: 80, waited: 22 })).toBeNull();
});
