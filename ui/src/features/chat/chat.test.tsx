// The chat pane over a made-up sandbox: what is shown, what is done, and by which keys.
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { done, opened } from "../../testing/chatPane";
import { call, chat, commandsFor, entryOf, group, keyboard, message, timeline, world } from "../../testing/sandbox";
import { apiError, at } from "../../testing/world";

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it("has the field ready, sends with Enter, and says in an empty chat what to try", async () => {
  const pane = await opened({}, { commands: [commandsFor([1], { menu: "The menu" }), commandsFor([2], { bill: "The bill" })] });
  await expect.poll(() => document.activeElement).toBe(pane.field);
  expect((await screen.findAllByTestId("try")).map((each) => each.textContent)).toEqual(["/start", "/menu"]);
  pane.write("Hello");
  fireEvent.keyDown(pane.field, { key: "Enter", shiftKey: true });
  expect(pane.did()).toEqual([]);
  fireEvent.keyDown(pane.field, { key: "Enter" });
  await done({ type: "say", text: "Hello", reply_to: null });
  expect(pane.did()[0]).toMatchObject({ bot_id: "a", user_id: 1, chat_id: null });
  expect(pane.field.value).toBe("");
});

it("gives back what could not be sent, and says why", async () => {
  const pane = await opened({
    act: () => {
      throw apiError({ message: "The sandbox does not run.", remedy: "Start it." });
    },
  });
  pane.write("Hello", "Enter");
  expect((await screen.findByRole("alert")).textContent).toContain("The sandbox does not run.");
  expect(pane.field.value).toBe("Hello");
});

it("says why the bot is not told", async () => {
  const note = "The bot's allowed_updates leave out message_reaction.";
  const pane = await opened({ act: () => ({ update_ids: [], note }) }, { messages: [message(1)] });
  fireEvent.pointerOver(pane.shownMessages()[0]!);
  fireEvent.click(screen.getByTestId("react"));
  fireEvent.click(screen.getByRole("button", { name: "React with 👍" }));
  await done({ type: "react", message_id: 1, emoji: "👍" });
  expect((await screen.findByTestId("chat-note")).textContent).toBe(note);
});

it("edits the last own message with Up, and finds the draft again after it", async () => {
  const pane = await opened({}, { messages: [message(1, { from: 1, text: "Pizza" }), message(2), message(3, { from: 1, text: "gone", deleted: true })] });
  fireEvent.keyDown(pane.field, { key: "ArrowUp" });
  expect(pane.field.value).toBe("Pizza");
  expect(screen.getByTestId("composer-mode").textContent).toContain("Edit: Pizza");
  pane.write("Two pizzas", "Enter");
  await done({ type: "edit", message_id: 1, text: "Two pizzas" });
  await expect.poll(() => screen.queryByTestId("composer-mode")).toBeNull();
  expect(pane.field.value).toBe("");
});

it("is walked through by keys: to the messages, onto a button, and back to the field", async () => {
  const buttons = [[{ text: "Yes", kind: "callback", value: "y" }, { text: "No", kind: "callback", value: "n" }]];
  const pane = await opened({}, { messages: [message(1, { from: 1 }), message(2, { buttons })] });
  fireEvent.keyDown(pane.field, { key: "ArrowUp", ctrlKey: true });
  const [first, second] = pane.shownMessages();
  expect(document.activeElement).toBe(second);
  fireEvent.keyDown(second!, { key: "ArrowUp" });
  expect(document.activeElement).toBe(first);
  expect(pane.shownMessages().map((each) => each.tabIndex)).toEqual([0, -1]);
  fireEvent.keyDown(first!, { key: "ArrowDown" });
  fireEvent.keyDown(second!, { key: "Enter" });
  expect(document.activeElement?.textContent?.trim()).toBe("Yes");
  fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
  expect(document.activeElement?.textContent?.trim()).toBe("No");
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  expect(document.activeElement).toBe(second);
  fireEvent.keyDown(second!, { key: "r" });
  expect(screen.getByTestId("composer-mode").textContent).toContain("Reply to Echo: text 2");
  await expect.poll(() => document.activeElement).toBe(pane.field);
  pane.write("Sure", "Enter");
  await done({ type: "say", text: "Sure", reply_to: 2 });
});

it("shows that a button waits until the bot has answered it, and then what it answered", async () => {
  const pane = await opened({}, { messages: [message(2, { buttons: [[{ text: "Yes", kind: "callback", value: "y" }]] })] });
  const button = () => screen.getByTestId("inline-button");
  fireEvent.click(button());
  await done({ type: "press", message_id: 2, row: 0, column: 0 });
  expect(button().getAttribute("aria-busy")).toBe("true");
  const toast = { id: "q", user_id: 1, at: null, text: null, alert: false, url: null };
  await pane.tell({ toasts: [toast] });
  expect(button().getAttribute("aria-busy")).toBe("true");
  await pane.tell({ toasts: [{ ...toast, at: at(0), text: "Ordered" }] });
  expect(button().getAttribute("aria-busy")).toBeNull();
  expect(screen.getByTestId("toast").textContent).toBe("Ordered");
  await pane.tell({ toasts: [{ ...toast, at: at(0), text: "Ordered" }, { ...toast, id: "r", at: at(0), text: "Sold out", alert: true }] });
  expect(screen.getByTestId("chat-alert").textContent).toContain("Sold out");
  expect(document.activeElement).toBe(screen.getByTestId("alert-close"));
  fireEvent.keyDown(document.activeElement!, { key: "Escape" });
  expect(screen.queryByTestId("chat-alert")).toBeNull();
});

it("does not say again what was answered before the chat was opened", async () => {
  await opened({ chat: () => timeline([message(1)], { toasts: [{ id: "q", user_id: 1, at: at(9), text: "Ordered", alert: true, url: null }] }) });
  await screen.findByTestId("chat-message");
  expect(screen.queryByTestId("chat-alert")).toBeNull();
  expect(screen.getByTestId("announced").textContent).toBe("");
});

it("offers the bot's commands after a slash, and inline results after its name", async () => {
  const pane = await opened({}, { commands: [commandsFor([1], { start: "Begins", stop: "Ends" })] });
  pane.write("/st");
  expect(screen.getAllByTestId("command").map((each) => each.textContent)).toEqual(["/startBegins", "/stopEnds"]);
  fireEvent.keyDown(pane.field, { key: "ArrowDown" });
  expect(document.getElementById(pane.field.getAttribute("aria-activedescendant") ?? "")?.textContent).toContain("/stop");
  fireEvent.keyDown(pane.field, { key: "Enter" });
  await done({ type: "say", text: "/stop" });
  pane.write("@echo_bot cats");
  await done({ type: "inline_query", query: "cats" });
  await pane.tell({ inline: { query_id: "q", query: "cats", answered: true, results: [{ id: "r", kind: "article", title: "A cat", description: "It sleeps" }] } });
  expect(screen.getByTestId("inline-result").textContent).toContain("A cat");
  fireEvent.keyDown(pane.field, { key: "Enter" });
  await done({ type: "choose_inline", query_id: "q", result_id: "r" });
  expect(pane.field.value).toBe("");
});

it("has the bot's keyboard under the field; a key says what stands on it, or asks for what it shares", async () => {
  const rows = [["Menu"], [{ text: "My number", kind: "contact" }, { text: "My place", kind: "location" }]];
  await opened({}, { keyboard: keyboard(rows, { placeholder: "Choose" }) });
  expect(screen.getByTestId<HTMLTextAreaElement>("chat-field").placeholder).toBe("Choose");
  const [menu, number, place] = screen.getAllByTestId("reply-button");
  fireEvent.click(menu!);
  await done({ type: "say", text: "Menu" });
  fireEvent.click(number!);
  fireEvent.submit(screen.getByTestId("share-form"));
  await done({ type: "share_contact", phone: "+15550142" });
  fireEvent.click(place!);
  fireEvent.change(screen.getByLabelText("Latitude, longitude"), { target: { value: "1.5, -2" } });
  fireEvent.submit(screen.getByTestId("share-form"));
  await done({ type: "share_location", latitude: 1.5, longitude: -2 });
});

it("votes once, or for several at once, and takes a vote back", async () => {
  const poll = { question: "Which?", options: [{ text: "A", by: [] }, { text: "B", by: [] }, { text: "C", by: [2] }], is_anonymous: false, several: true, quiz: false, closed: false, closes_at: null, right: [], explanation: null };
  const pane = await opened({}, { messages: [message(1, { text: null, poll })] });
  const options = () => screen.getAllByTestId<HTMLButtonElement>("poll-option");
  fireEvent.click(options()[2]!);
  fireEvent.click(options()[0]!);
  fireEvent.click(screen.getByTestId("poll-vote"));
  await done({ type: "vote", message_id: 1, options: [0, 2] });
  await pane.tell({ messages: [message(1, { text: null, poll: { ...poll, options: [{ text: "A", by: [1] }, ...poll.options.slice(1)] } })] });
  expect(options()[0]!.textContent).toContain("1 · 50 %");
  expect(options().every(({ disabled }) => disabled)).toBe(true);
  fireEvent.click(screen.getByText("Take my vote back"));
  await done({ type: "vote", options: [] });
});

it("makes a poll of two choices or more", async () => {
  await opened();
  fireEvent.click(screen.getByTestId("poll-open"));
  const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  write("Question", " Tea? ");
  write("Choices, one a line", "Yes\n\n");
  expect(screen.getByTestId<HTMLButtonElement>("poll-send").disabled).toBe(true);
  write("Choices, one a line", "Yes\n\n No \n");
  fireEvent.click(screen.getByLabelText("Votes are seen"));
  fireEvent.submit(screen.getByTestId("poll-form"));
  await done({ type: "poll", question: "Tea?", options: ["Yes", "No"], anonymous: false, several: false });
  await expect.poll(() => screen.queryByTestId("poll-form")).toBeNull();
});

it("shows the right answer of a quiz and why to whoever answered it", async () => {
  const poll = { question: "2 + 2?", options: [{ text: "4", by: [] as number[] }, { text: "5", by: [] as number[] }], is_anonymous: true, several: false, quiz: true, closed: false, closes_at: null, right: [0], explanation: "Count them." };
  const pane = await opened({}, { messages: [message(1, { text: null, poll })] });
  expect(screen.queryByTestId("poll-explanation")).toBeNull();
  expect(screen.getByTestId("poll").textContent).not.toContain("right");
  await pane.tell({ messages: [message(1, { text: null, poll: { ...poll, options: [poll.options[0]!, { text: "5", by: [1] }] } })] });
  expect(screen.getByTestId("poll-explanation").textContent).toBe("Count them.");
  expect(screen.getAllByTestId("poll-option")[0]!.textContent).toContain("right");
});

it("sends files with their caption, a picture as a photo or as a file", async () => {
  const pane = await opened();
  const files = [new File([new Uint8Array([1, 2, 3])], "cat.png", { type: "image/png" }), new File(["x"], "note.txt", { type: "text/plain" })];
  fireEvent.drop(pane.field, { dataTransfer: { files, types: ["Files"] } });
  await expect.poll(() => screen.queryAllByTestId("to-send").length).toBe(2);
  pane.write("Look", "Enter");
  await expect.poll(() => pane.did().length).toBe(2);
  expect(pane.did().map(({ act }) => act)).toEqual([
    { type: "upload", kind: "photo", name: "cat.png", data: "AQID", caption: "Look" },
    { type: "upload", kind: "document", name: "note.txt", data: "eA==", caption: null },
  ]);
  expect(screen.queryAllByTestId("to-send")).toEqual([]);
});

it("shows what is edited, deleted, pinned and done, and tells a screen reader the bot's words only", async () => {
  const pane = await opened({}, { messages: [message(1, { from: 1 })] });
  expect(screen.getByTestId("announced").textContent).toBe("");
  const messages = [message(1, { from: 1, edited_at: at(1), pinned: true, reactions: [{ emoji: "👍", by: [0] }] }), message(2, { deleted: true }), message(3, { from: 1, service: "Ann joined", text: null }), message(4, { text: "Which size?" })];
  await pane.tell({ messages, action: "typing" });
  const [first, second, third] = pane.shownMessages();
  for (const id of ["edited", "pinned"]) expect(within(first!).getByTestId(id)).toBeTruthy();
  expect(within(first!).getByTestId("reaction").title).toBe("Echo");
  expect(within(second!).getByTestId("gone")).toBeTruthy();
  expect(third!.textContent).toBe("Ann joined");
  expect(screen.getByTestId("bot-action").textContent).toBe("Echo is typing");
  expect(screen.getByTestId("announced").textContent).toContain("Which size?");
  expect(screen.getByRole("log").getAttribute("aria-live")).toBe("off");
});

it("leads from a message to what the bot did because of it, back, and into the inbox", async () => {
  const entries = [entryOf(5, { update_id: 10, kind: "message", calls: [call({ method: "sendMessage", status: 400, description: "Bad Request: chat not found" })] }), entryOf(6, { update_id: 11 })];
  const pane = await opened({ entries, world: world({ unknown_methods: { getStickerSet: 3 } }) }, { messages: [message(1, { from: 1, update_id: 10 }), message(2, { from: 1, update_id: 11 })] });
  if (!screen.queryByTestId("transcript")) fireEvent.click(screen.getByTestId("transcript-toggle"));
  expect((await screen.findByTestId("unknown-method")).textContent).toBe("Your bot called getStickerSet 3 times: the sandbox does not know it.");
  expect(screen.getByTestId("refusal").textContent).toBe("Bad Request: chat not found");
  const current = (id: string) => screen.getAllByTestId(id).map((each) => each.getAttribute("aria-current"));
  fireEvent.click(pane.shownMessages()[0]!);
  expect(current("transcript-entry")).toEqual(["true", null]);
  fireEvent.click(within(screen.getAllByTestId("transcript-entry")[1]!).getByRole("button"));
  expect(current("chat-message")).toEqual([null, "true"]);
  fireEvent.click(screen.getByTestId("show-in-inbox"));
  expect((await screen.findByTestId("chat-note")).textContent).toMatch(/^This update is not in the inbox/);
  fireEvent.click(pane.shownMessages()[0]!);
  fireEvent.click(screen.getByTestId("show-in-inbox"));
  await expect.poll(() => pane.navigation.open.mock.calls).toEqual([["a", "inbox"]]);
  expect(localStorage.getItem("hookbay.selected.a")).toBe("77");
});

it("says of a call that the sandbox does not know whose refusal it is, at the update that caused it", async () => {
  const unsimulated = call({ method: "getStickerSet", status: 400, description: "Bad Request: method is not simulated by the sandbox" });
  const misspelt = call({ method: "sendMesage", status: 404, description: "Not Found: method not found" });
  const known = call({ method: "sendMessage", status: 400, description: "Bad Request: chat not found" });
  await opened({ entries: [entryOf(5, { calls: [known] }), entryOf(6, { calls: [unsimulated, misspelt] })], world: world({ unknown_methods: { getStickerSet: 1, sendMesage: 1 } }) });
  if (!screen.queryByTestId("transcript")) fireEvent.click(screen.getByTestId("transcript-toggle"));
  const [first, second] = await screen.findAllByTestId("transcript-entry");
  expect(within(first!).queryByTestId("unknown-here")).toBeNull();
  expect(within(second!).getAllByTestId("unknown-here").map((each) => each.textContent)).toEqual([
    "The sandbox does not simulate getStickerSet, and Telegram does: this refusal is the sandbox's alone.",
    "There is no method sendMesage: Telegram answers this too.",
  ]);
});

it("leads from what the bot said to the very call that said it", async () => {
  const calls = [call({ message_ids: [2] }), call({ message_ids: [3] }), call({ method: "editMessageText", message_ids: [3] })];
  const pane = await opened({ entries: [entryOf(5, { update_id: 10, calls })] }, { messages: [message(1, { from: 1, update_id: 10 }), message(2), message(3)] });
  if (!screen.queryByTestId("transcript")) fireEvent.click(screen.getByTestId("transcript-toggle"));
  const sources = () => screen.getAllByTestId("call").map((each) => each.closest("li")?.getAttribute("aria-current") ?? null);
  fireEvent.click(pane.shownMessages()[2]!);
  await expect.poll(sources).toEqual([null, "true", null]);
  fireEvent.click(pane.shownMessages()[0]!);
  expect(sources()).toEqual([null, null, null]);
});

it("writes as another in their own chat, and joins a group before writing in it", async () => {
  const pane = await opened({ world: world({ chats: [chat(), group()] }) });
  fireEvent.change(screen.getByTestId("write-as"), { target: { value: "2" } });
  await expect.poll(() => screen.getByTestId("chat-field").getAttribute("aria-label")).toBe("Write as Mario Rossi to Echo");
  fireEvent.click(screen.getAllByTestId("room")[1]!);
  fireEvent.click(await screen.findByTestId("join"));
  await expect.poll(() => pane.did().at(-1)).toMatchObject({ user_id: 2, chat_id: -7, act: { type: "join" } });
  fireEvent.change(screen.getByTestId("bot-status"), { target: { value: "administrator" } });
  await done({ type: "set_bot", status: "administrator" });
});

it("adds a person and writes as them", async () => {
  const pane = await opened();
  fireEvent.click(screen.getByTestId("add-person"));
  fireEvent.change(screen.getByTestId("person-name"), { target: { value: "Omar" } });
  fireEvent.submit(screen.getByTestId("add-person-form"));
  await expect.poll(() => screen.queryByTestId("add-person-form")).toBeNull();
  await expect.poll(() => screen.getByTestId("chat-field").getAttribute("aria-label")).toBe("Write as Omar to Echo");
  expect(pane.backend.count("add_person")).toBe(1);
});

it("orders a mishap in words that say what will happen", async () => {
  const pane = await opened();
  fireEvent.click(screen.getByTestId("mishap"));
  fireEvent.change(screen.getByLabelText("Seconds to wait"), { target: { value: "30" } });
  fireEvent.click(screen.getByTestId("order-too_many_requests"));
  expect((await screen.findByTestId("chat-note")).textContent).toBe("Ordered: The bot's next call is answered 429, and asked to wait 30 s.");
  expect(pane.backend.asked.find(({ op }) => op === "sandbox_trouble")?.input).toEqual({ bot_id: "a", trouble: { type: "too_many_requests", retry_after: 30, calls: 1 } });
  expect(screen.queryByTestId("mishaps")).toBeNull();
});
