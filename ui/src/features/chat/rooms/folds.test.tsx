import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { opened } from "../../../testing/chatPane";
import { ANN, chat, group, MARIO, world } from "../../../testing/sandbox";
import { at } from "../../../testing/world";
import { foldsOf, markOf, writersOf } from "./folds";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const run = (id: number, name = "Ann") => ({ id, name, username: null });
const runChat = (id: number, secondsAgo: number, title = "Ann") => chat({ id, title, members: [id], last: `run ${id}`, last_at: at(secondsAgo) });
/** Three runs with an Ann each, one with a group. Ann Petrova is somebody else, and so is the one of a run who is called as she is. */
const runs = world({
  people: [ANN, MARIO, run(11), run(12), run(13), run(14, "Ann Petrova")],
  chats: [runChat(13, 1), runChat(12, 2), group({ id: -9, members: [12, 2] }), group({ id: -8, members: [11] }), runChat(11, 3), chat(), runChat(14, 9, "Ann Petrova")],
});

it("lists of the chats of one name the latest, with the others behind it", () => {
  expect(foldsOf(runs).map(({ room, earlier }) => [room.id, earlier.map(({ id }) => id)])).toEqual([[13, [12, 11]], [-9, [-8]], [1, []], [14, []], [2, []]]);
  expect(foldsOf(runs).map(({ room }) => markOf(runs, room))).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d$/), "group", "@ann_petrova", expect.stringMatching(/^\d/), null]);
});

it("lets one write as the latest of a name, as who is in the chat, and as who one is", () => {
  const labels = (place: { me: number; room: number }) => writersOf(runs, place).map(({ person, label }) => `${person.id} ${label.replace(/\d\d:\d\d:\d\d/, "at")}`);
  expect(labels({ me: 1, room: 1 })).toEqual(["1 Ann Petrova (@ann_petrova)", "2 Mario Rossi", "13 Ann", "14 Ann Petrova (at)"]);
  expect(labels({ me: 2, room: -9 })).toEqual(["1 Ann Petrova (@ann_petrova)", "2 Mario Rossi", "12 Ann (in Kitchen)", "13 Ann (at)", "14 Ann Petrova (at)"]);
});

it("shows the chat that is open wherever it belongs, and the others when they are asked for", async () => {
  await opened({ world: runs });
  const rooms = () => screen.getAllByTestId("room").map((each) => each.textContent?.match(/run \d+/)?.[0]).filter(Boolean);
  expect(rooms()).toEqual(["run 13", "run 14"]);
  const [more] = screen.getAllByTestId("room-earlier");
  expect(more!.textContent).toBe("2 earlier chats called Ann");
  fireEvent.click(more!);
  expect(rooms()).toEqual(["run 13", "run 12", "run 11", "run 14"]);
  fireEvent.click(screen.getByText("run 11"));
  fireEvent.click(screen.getByText("Fewer"));
  expect(rooms()).toEqual(["run 13", "run 11", "run 14"]);
  expect(screen.getAllByTestId("room-earlier")[0]!.textContent).toBe("1 earlier chat called Ann");
});
