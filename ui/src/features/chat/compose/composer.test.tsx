// What is written into the field, and what becomes of it where it cannot be sent.
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SandboxAct } from "../../../bindings/SandboxAct";
import { done, opened } from "../../../testing/chatPane";
import { commandsFor, keyboard, message } from "../../../testing/sandbox";
import { apiError } from "../../../testing/world";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

/** A sandbox that refuses what `isRefused` says, until that is changed. */
function refusing() {
  const now = { isRefused: (_act: SandboxAct): boolean => true };
  const act = (act: SandboxAct) => {
    if (now.isRefused(act)) throw apiError({ message: "Ann has blocked the bot.", remedy: "Unblock it to write to it." });
    return { update_ids: [1] };
  };
  return { now, act };
}

const refused = async () => expect((await screen.findByRole("alert")).textContent).toContain("Ann has blocked the bot.");

it("answers the same message again after a failed send, with the same words", async () => {
  const { now, act } = refusing();
  const pane = await opened({ act }, { messages: [message(2)] });
  fireEvent.keyDown(pane.shownMessages()[0]!, { key: "r" });
  pane.write("Sure", "Enter");
  await refused();
  expect(pane.field.value).toBe("Sure");
  expect(screen.getByTestId("composer-mode").textContent).toContain("Reply to Echo: text 2");
  now.isRefused = () => false;
  fireEvent.keyDown(pane.field, { key: "Enter" });
  await done({ type: "say", text: "Sure", reply_to: 2 });
  await expect.poll(() => screen.queryByTestId("composer-mode")).toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(pane.field.value).toBe("");
});

it("puts what could not be sent before what was typed meanwhile", async () => {
  const { act } = refusing();
  const pane = await opened({ act });
  pane.write("One", "Enter");
  pane.write("Two");
  await refused();
  expect(pane.field.value).toBe("One\nTwo");
});

it("gives back a command of the list that could not be sent", async () => {
  const { act } = refusing();
  const pane = await opened({ act }, { commands: [commandsFor([1], { size: "Choose" })] });
  pane.write("/s", "Enter");
  await refused();
  expect(pane.field.value).toBe("/size");
});

it("keeps the form with what was to be shared until it is shared", async () => {
  const { now, act } = refusing();
  await opened({ act }, { keyboard: keyboard([[{ text: "My number", kind: "contact" }]], { one_time: true }) });
  fireEvent.click(screen.getByTestId("reply-button"));
  fireEvent.change(screen.getByLabelText("Ann Petrova's telephone number"), { target: { value: "12" } });
  fireEvent.submit(screen.getByTestId("share-form"));
  await refused();
  expect(screen.getByLabelText<HTMLInputElement>("Ann Petrova's telephone number").value).toBe("12");
  expect(screen.getByTestId("reply-keyboard")).toBeTruthy();
  now.isRefused = () => false;
  fireEvent.submit(screen.getByTestId("share-form"));
  await expect.poll(() => screen.queryByTestId("share-form")).toBeNull();
});

it("keeps the files that were not sent", async () => {
  const { now, act } = refusing();
  const pane = await opened({ act });
  const files = ["one.txt", "two.txt"].map((name) => new File(["x"], name, { type: "text/plain" }));
  fireEvent.drop(pane.field, { dataTransfer: { files, types: ["Files"] } });
  await expect.poll(() => screen.queryAllByTestId("to-send").length).toBe(2);
  now.isRefused = (each) => each.type === "upload" && each.name === "two.txt";
  pane.write("Look", "Enter");
  await refused();
  expect(screen.getAllByTestId("to-send").map((each) => each.textContent)).toEqual([expect.stringContaining("two.txt")]);
  expect(pane.field.value).toBe("");
});

it("asks for the poll that a button of the bot's wants, and says what it cannot give", async () => {
  const rows = [[{ text: "Ask", kind: "poll" }, { text: "Friends", kind: "users" }]];
  await opened({}, { keyboard: keyboard(rows) });
  const [ask, friends] = screen.getAllByTestId("reply-button");
  fireEvent.click(friends!);
  expect((await screen.findByTestId("chat-note")).textContent).toMatch(/asks for people to share \(request_users\).*Nothing was sent\.$/);
  fireEvent.click(ask!);
  expect(screen.getByTestId("poll-form").textContent).toContain("Echo asks for a poll.");
  fireEvent.change(screen.getByLabelText("Question"), { target: { value: "Tea?" } });
  fireEvent.change(screen.getByLabelText("Choices, one a line"), { target: { value: "Yes\nNo" } });
  fireEvent.submit(screen.getByTestId("poll-form"));
  await done({ type: "poll", question: "Tea?", options: ["Yes", "No"] });
  await expect.poll(() => screen.queryByTestId("poll-form")).toBeNull();
});
