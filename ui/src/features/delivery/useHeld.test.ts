import { expect, it } from "vitest";
import { Store } from "../../app/store";
import { row, TableBackend } from "../../testing/world";
import { byTarget, readHeld } from "./useHeld";

const held = (id: number) => ({ id, update: row(id), target: "t", state: "aside" as const, tries: 5 });

it("reads on from the last row, in pages that one question may ask for, up to the end", async () => {
  const backend = new TableBackend({
    list_held: ({ before, limit }) => {
      const from = before ?? 701;
      const rows = Array.from({ length: Math.min(limit, from - 1) }, (_, index) => held(from - 1 - index));
      return { rows, more: from - 1 > limit };
    },
  });
  const store = new Store(backend);
  const part = await readHeld(store, "a", "aside", 650);
  expect([part.rows.length, part.rows.at(-1)?.id, part.more]).toEqual([650, 51, true]);
  const asked = backend.asked.map((each) => each.input);
  expect(asked).toMatchObject([{ before: null, limit: 500 }, { before: 201, limit: 150 }]);
  const all = await readHeld(store, "a", "aside", 5000);
  expect([all.rows.length, all.rows.at(-1)?.id, all.more]).toEqual([700, 1, false]);
});

it("parts what is picked by the targets that it is held for, the oldest first", () => {
  const of = (id: number, target: string) => ({ ...held(id), target });
  expect(byTarget([of(9, "t"), of(8, "u"), of(7, "t")])).toEqual([
    { seqs: [7, 9], target: "t" },
    { seqs: [8], target: "u" },
  ]);
});
