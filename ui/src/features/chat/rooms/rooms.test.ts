import { expect, it } from "vitest";
import { chat, group, world } from "../../../testing/sandbox";
import { placeOf, roomsOf, writingAs } from "./rooms";

const two = world({ chats: [chat(), group()] });

it("has a private chat for everyone, also for who has not written yet", () => {
  expect(roomsOf(two).map(({ id }) => id)).toEqual([1, -7, 2]);
});

it("lets one write in a private chat as its person only, and in a group as anybody", () => {
  expect(placeOf(two, null)).toEqual({ me: 1, room: 1 });
  expect(placeOf(two, { me: 2, room: 1 })).toEqual({ me: 1, room: 1 });
  expect(placeOf(two, { me: 2, room: -7 })).toEqual({ me: 2, room: -7 });
  expect(placeOf(two, { me: 99, room: -99 })).toEqual({ me: 1, room: 1 });
  expect(placeOf(world({ people: [], chats: [] }), null)).toBeNull();
});

it("goes to the other person's own private chat, and stays in a group", () => {
  expect(writingAs(two, { me: 1, room: 1 }, 2)).toEqual({ me: 2, room: 2 });
  expect(writingAs(two, { me: 1, room: -7 }, 2)).toEqual({ me: 2, room: -7 });
});
