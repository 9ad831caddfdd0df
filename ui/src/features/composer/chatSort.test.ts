import { expect, it } from "vitest";
import type { ChatInput } from "../../bindings/ChatInput";
import { asSort } from "./chatSort";

const ann: ChatInput = { id: 42, type: "private", title: "Ann", username: "ann" };

it("gives a chat the id and the title of its sort", () => {
  const group = asSort(ann, "supergroup");
  expect(group).toEqual({ id: -1_000_000_000_042, type: "supergroup", title: "Example group", username: null });
  expect(asSort(group, "channel")).toMatchObject({ id: -1_000_000_000_042, title: "Example channel" });
  expect(asSort(group, "group")).toMatchObject({ id: -42, title: "Example group" });
  expect(asSort(asSort(group, "group"), "private")).toMatchObject({ id: 42, title: "Ann" });
});

it("keeps a title that was written, and a username, as long as it is no person's", () => {
  const kitchen: ChatInput = { id: -1_001_000_000_001, type: "supergroup", title: "Kitchen", username: "kitchen" };
  expect(asSort(kitchen, "channel")).toEqual({ ...kitchen, type: "channel" });
  expect(asSort(kitchen, "private")).toEqual({ id: 1_000_000_001, type: "private", title: "Ann", username: null });
});
