// Everything that can be pressed in a chat is reached by keys, and the focus never falls out of it.
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { done, opened } from "../../testing/chatPane";
import { keyboard, message } from "../../testing/sandbox";
import { at } from "../../testing/world";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const key = (key: string, more: { ctrlKey?: boolean } = {}) => fireEvent.keyDown(document.activeElement!, { key, ...more });
const focused = () => document.activeElement?.getAttribute("data-testid");
/** What Enter does on a button, which the made-up page does not do by itself. */
const press = () => fireEvent.click(document.activeElement!);
const buttons = [[{ text: "Yes", kind: "callback", value: "y" }, { text: "No", kind: "callback", value: "n" }], [{ text: "Later", kind: "callback", value: "l" }]];
const spoiler = { type: "spoiler", offset: 0, length: 5, url: null, language: null };

it("goes through all that a message has: what can be done with it, its text, its buttons", async () => {
  const pane = await opened({}, { messages: [message(1, { text: "Pizza or pasta", entities: [spoiler], buttons, reactions: [{ emoji: "👍", by: [0] }] })] });
  fireEvent.keyDown(pane.field, { key: "ArrowUp", ctrlKey: true });
  key("Enter");
  expect(document.activeElement?.textContent?.trim()).toBe("Yes");
  key("ArrowDown");
  expect(document.activeElement?.textContent?.trim()).toBe("Later");
  key("ArrowDown");
  expect(document.activeElement?.textContent?.trim()).toBe("Later");
  key("ArrowUp");
  key("ArrowUp");
  expect(focused()).toBe("reaction");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("👍 from Echo");
  key("ArrowUp");
  expect(focused()).toBe("spoiler");
  key("ArrowUp");
  expect(focused()).toBe("reply");
  key("ArrowRight");
  expect(focused()).toBe("react");
  key("Escape");
  expect(focused()).toBe("chat-message");
  key("Escape");
  expect(document.activeElement).toBe(pane.field);
});

it("opens what is hidden, which is heard before it only as hidden, and keeps the focus there", async () => {
  const pane = await opened({}, { messages: [message(1, { text: "Pizza or pasta", entities: [spoiler] })] });
  const [first] = pane.shownMessages();
  expect(first!.getAttribute("aria-label")).toMatch(/: hidden text or pasta$/);
  first!.focus();
  key("Enter");
  expect(focused()).toBe("spoiler");
  press();
  expect(focused()).toBe("spoiler-open");
  expect(document.activeElement?.textContent).toBe("Pizza");
  key("Escape");
  expect(document.activeElement).toBe(first);
});

it("reacts by keys, and takes it back, with the focus on the message afterwards", async () => {
  const pane = await opened({}, { messages: [message(1)] });
  pane.shownMessages()[0]!.focus();
  key("+");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("React with 👍");
  key("ArrowRight");
  press();
  await done({ type: "react", message_id: 1, emoji: "❤" });
  expect(document.activeElement).toBe(pane.shownMessages()[0]);
  expect(screen.queryByTestId("react-with")).toBeNull();
  await pane.tell({ messages: [message(1, { reactions: [{ emoji: "❤", by: [1] }] })] });
  key("+");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Take ❤ back");
  key("Escape");
  expect(document.activeElement).toBe(pane.shownMessages()[0]);
  expect(screen.queryByTestId("react-with")).toBeNull();
});

it("keeps the focus at a message whose buttons the bot takes away, also from under an alert", async () => {
  const pane = await opened({}, { messages: [message(1, { buttons })] });
  pane.shownMessages()[0]!.focus();
  key("Enter");
  await pane.tell({ messages: [message(1, { text: "Yes it is." })] });
  expect(document.activeElement).toBe(pane.shownMessages()[0]);

  await pane.tell({ messages: [message(1, { buttons })] });
  key("Enter");
  await pane.tell({ toasts: [{ id: "q", user_id: 1, at: at(0), text: "Nothing is ordered.", alert: true, url: null }] });
  expect(focused()).toBe("alert-close");
  await pane.tell({ messages: [message(1, { buttons, deleted: true })] });
  key("Escape");
  expect(document.activeElement).toBe(pane.shownMessages()[0]);
});

it("keeps the focus at a poll that one has voted in", async () => {
  const poll = { question: "Which?", options: [{ text: "A", by: [] as number[] }, { text: "B", by: [] as number[] }], is_anonymous: false, several: false, quiz: false, closed: false, closes_at: null, right: [], explanation: null };
  const pane = await opened({}, { messages: [message(1, { text: null, poll })] });
  pane.shownMessages()[0]!.focus();
  key("Enter");
  key("ArrowDown");
  press();
  await done({ type: "vote", options: [1] });
  await pane.tell({ messages: [message(1, { text: null, poll: { ...poll, options: [poll.options[0]!, { text: "B", by: [1] }] } })] });
  expect(document.activeElement).toBe(pane.shownMessages()[0]);
  key("Enter");
  expect(document.activeElement?.textContent).toBe("Take my vote back");
});

it("shows what can be done with a message for as long as one is there", async () => {
  const pane = await opened({}, { messages: [message(1)] });
  pane.shownMessages()[0]!.focus();
  await screen.findByTestId("reply");
  key("r");
  await expect.poll(() => document.activeElement).toBe(pane.field);
  await expect.poll(() => screen.queryByTestId("reply")).toBeNull();
});

it("goes into the bot's keyboard and back, by its rows", async () => {
  const rows = [["Menu", { text: "Place", kind: "location" }], ["Bill"]];
  const pane = await opened({}, { keyboard: keyboard(rows, { one_time: true }) });
  pane.field.focus();
  key("ArrowDown", { ctrlKey: true });
  const words = () => document.activeElement?.textContent?.trim();
  expect(words()).toBe("Menu");
  key("ArrowRight");
  key("ArrowDown");
  expect(words()).toBe("Bill");
  key("ArrowUp");
  key("ArrowUp");
  expect(document.activeElement).toBe(pane.field);
  key("ArrowDown", { ctrlKey: true });
  key("ArrowRight");
  // What it asks for is refused by nobody, and it goes once that is sent.
  press();
  expect(screen.getByTestId("reply-keyboard")).toBeTruthy();
  fireEvent.submit(screen.getByTestId("share-form"));
  await done({ type: "share_location" });
  await expect.poll(() => screen.queryByTestId("reply-keyboard")).toBeNull();
  expect(document.activeElement).toBe(pane.field);
  key("ArrowDown", { ctrlKey: true });
  expect(words()).toBe("Menu");
});

it("goes from the page into the messages by the arrow, and nowhere else from", async () => {
  const pane = await opened({}, { messages: [message(1), message(2)] });
  pane.field.focus();
  key("Escape");
  expect(document.activeElement).toBe(document.body);
  key("ArrowUp");
  expect(document.activeElement).toBe(pane.shownMessages()[1]);
  key("ArrowUp");
  key("Escape");
  // From the field it is always the newest.
  key("ArrowUp", { ctrlKey: true });
  expect(document.activeElement).toBe(pane.shownMessages()[1]);
});
