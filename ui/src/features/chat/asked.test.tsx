// What the bot asks of one person and not of another, and what a chat lets each of them do.
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { done, opened } from "../../testing/chatPane";
import { chat, commandsFor, group, keyboard, message, timeline, world } from "../../testing/sandbox";
import { apiError } from "../../testing/world";

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const field = () => screen.getByTestId<HTMLTextAreaElement>("chat-field");
const mode = () => screen.queryByTestId("composer-mode")?.textContent;
const writeAs = async (id: number, name: string) => {
  fireEvent.change(screen.getByTestId("write-as"), { target: { value: `${id}` } });
  await expect.poll(() => field().getAttribute("aria-label")).toContain(`Write as ${name} `);
};
const enter = (room: number) => fireEvent.click(screen.getAllByTestId("room")[room]!);
const kitchen = (silent: { user_id: number; why: string }[] = []) => world({ chats: [group({ members: [1, 2], silent }), chat()] });
const inKitchen = () => localStorage.setItem("hookbay.chat.a", JSON.stringify({ me: 1, room: -7 }));
const asks = { message_id: 2, placeholder: "Your name", only_for: null };

it("answers the message that the bot wants answered, once", async () => {
  const pane = await opened({}, { messages: [message(2)], force_reply: asks });
  expect(mode()).toContain("Reply to Echo: text 2");
  expect(pane.field.placeholder).toBe("Your name");
  expect(document.activeElement).toBe(pane.field);
  pane.write("Ann", "Enter");
  await done({ type: "say", text: "Ann", reply_to: 2 });
  expect(mode()).toBeUndefined();
  expect(pane.field.placeholder).toBe("Write as Ann Petrova");
  await pane.tell({ messages: [message(2), message(3)], force_reply: { ...asks, message_id: 3, placeholder: null } });
  expect(mode()).toContain("text 3");
  expect(pane.field.placeholder).toBe("Write as Ann Petrova");
});

it("leaves by Escape what the bot wants answered, also in another chat and back", async () => {
  const pane = await opened({ world: world({ chats: [chat(), chat({ id: 2, title: "Mario Rossi", members: [2] })] }), chat: ({ chat_id }) => (chat_id === 1 ? timeline([message(2)], { force_reply: asks }) : timeline()) });
  await expect.poll(mode).toContain("text 2");
  enter(1);
  await expect.poll(mode).toBeUndefined();
  enter(0);
  await expect.poll(mode).toContain("text 2");
  fireEvent.keyDown(field(), { key: "Escape" });
  expect(mode()).toBeUndefined();
  enter(1);
  enter(0);
  await screen.findByTestId("chat-message");
  expect(mode()).toBeUndefined();
  pane.backend.asked.length = 0;
  fireEvent.change(field(), { target: { value: "Hello" } });
  fireEvent.keyDown(field(), { key: "Enter" });
  await done({ type: "say", text: "Hello", reply_to: null });
});

it("wants the answer again where it could not be sent", async () => {
  const pane = await opened({ act: () => { throw apiError(); } }, { messages: [message(2)], force_reply: asks });
  pane.write("Ann", "Enter");
  await screen.findByRole("alert");
  expect(pane.field.value).toBe("Ann");
  expect(mode()).toContain("Reply to Echo: text 2");
});

it("comes back to what the bot wants answered after an edit", async () => {
  const pane = await opened({}, { messages: [message(1, { from: 1 }), message(2)], force_reply: asks });
  fireEvent.keyDown(pane.field, { key: "ArrowUp" });
  expect(mode()).toContain("Edit: text 1");
  fireEvent.keyDown(pane.field, { key: "Escape" });
  expect(mode()).toContain("Reply to Echo: text 2");
});

it("takes nobody out of another field for what the bot wants", async () => {
  const pane = await opened({}, { messages: [message(2)] });
  fireEvent.click(screen.getByTestId("poll-open"));
  expect(document.activeElement).toBe(screen.getByTestId("poll-question"));
  await pane.tell({ force_reply: asks });
  expect(mode()).toContain("text 2");
  expect(document.activeElement).toBe(screen.getByTestId("poll-question"));
});

it("shows a keyboard and a wanted answer to those alone whom they are for", async () => {
  inKitchen();
  const only_for = [2];
  const pane = await opened({ world: kitchen() }, { messages: [message(2)], keyboard: keyboard([["Menu"]], { only_for, placeholder: "Choose" }), force_reply: { ...asks, only_for } });
  expect([mode(), screen.queryByTestId("reply-keyboard"), screen.queryByTestId("keyboard-fold")]).toEqual([undefined, null, null]);
  expect(pane.field.placeholder).toBe("Write as Ann Petrova");
  await writeAs(2, "Mario Rossi");
  expect(mode()).toContain("text 2");
  expect(screen.getByTestId("reply-button").textContent).toContain("Menu");
  await pane.tell({ force_reply: null });
  expect(field().placeholder).toBe("Choose");
});

it("offers each person the commands that are for them", async () => {
  inKitchen();
  await opened({ world: kitchen() }, { messages: [message(1)], commands: [commandsFor([2], { pizza: "Ordina" })] });
  const offered = () => {
    fireEvent.change(field(), { target: { value: "/" } });
    const shown = screen.queryAllByTestId("command").map((each) => each.textContent);
    fireEvent.change(field(), { target: { value: "" } });
    return shown;
  };
  expect(offered()).toEqual([]);
  expect(screen.queryByTestId("commands-open")).toBeNull();
  await writeAs(2, "Mario Rossi");
  expect(offered()).toEqual(["/pizzaOrdina"]);
  expect(screen.getByTestId("commands-open")).toBeTruthy();
});

it("makes the kind of poll that a button asks for", async () => {
  const buttons = [null, "quiz", "regular"].map((poll) => ({ text: "Ask", kind: "poll", poll }));
  await opened({}, { keyboard: keyboard([buttons]) });
  const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const [any, quiz, regular] = screen.getAllByTestId("reply-button");
  expect(quiz!.textContent).toContain("quiz");
  fireEvent.click(any!);
  expect(screen.getByLabelText("Quiz")).toBeTruthy();
  fireEvent.click(regular!);
  expect(screen.getByTestId("poll-form").textContent).toContain("Echo asks for a poll that is no quiz.");
  expect([screen.queryByLabelText("Quiz"), screen.queryByTestId("poll-explanation")]).toEqual([null, null]);
  fireEvent.click(quiz!);
  expect(screen.getByTestId("poll-form").textContent).toContain("Echo asks for a quiz.");
  expect([screen.queryByLabelText("Quiz"), screen.queryByLabelText("Several answers")]).toEqual([null, null]);
  write("Question", "2 + 2?");
  write("Choices, one a line", "3\n4");
  expect(screen.getByTestId<HTMLButtonElement>("poll-send").disabled).toBe(true);
  fireEvent.click(screen.getByLabelText("4"));
  // It stays the right one where others come before it.
  write("Choices, one a line", "2\n3\n4");
  write("What it says of the answer", " Count. ");
  fireEvent.submit(screen.getByTestId("poll-form"));
  await done({ type: "poll", options: ["2", "3", "4"], several: false, right: [2], explanation: "Count." });
});

it("makes a quiz of one's own", async () => {
  await opened();
  fireEvent.click(screen.getByTestId("poll-open"));
  fireEvent.click(screen.getByLabelText("Quiz"));
  fireEvent.change(screen.getByLabelText("Question"), { target: { value: "2 + 2?" } });
  fireEvent.change(screen.getByLabelText("Choices, one a line"), { target: { value: "3\n4" } });
  fireEvent.click(screen.getByLabelText("4"));
  fireEvent.submit(screen.getByTestId("poll-form"));
  await done({ type: "poll", right: [1], explanation: null });
});

it("says why somebody cannot write in the place of the field, and lets them edit", async () => {
  inKitchen();
  const why = "Ann Petrova is restricted in this chat and cannot write.";
  const pane = await opened({ world: kitchen() }, { messages: [message(1, { from: 1 }), message(2)], keyboard: keyboard([["Menu"]]) });
  pane.write("Half a sen");
  pane.now.world = kitchen([{ user_id: 1, why }]);
  await pane.tell({});
  expect((await screen.findByTestId("silent")).textContent).toBe(why);
  expect([screen.queryByTestId("chat-field"), screen.queryByTestId("reply-keyboard")]).toEqual([null, null]);
  fireEvent.keyDown(pane.shownMessages()[1]!, { key: "r" });
  expect(screen.getByTestId("chat-note").textContent).toBe(why);
  fireEvent.drop(screen.getByRole("region", { name: "Kitchen" }), { dataTransfer: { files: [new File(["x"], "a.txt")], types: ["Files"] } });
  expect(screen.queryByTestId("to-send")).toBeNull();
  fireEvent.keyDown(pane.shownMessages()[0]!, { key: "e" });
  expect(field().value).toBe("text 1");
  fireEvent.change(field(), { target: { value: "other" } });
  fireEvent.keyDown(field(), { key: "Enter" });
  await done({ type: "edit", message_id: 1, text: "other" });
  await screen.findByTestId("silent");
  await writeAs(2, "Mario Rossi");
  await expect.poll(() => screen.queryByTestId("silent")).toBeNull();
});

it("sees by itself that a restriction is over, and has kept what was written", async () => {
  inKitchen();
  const pane = await opened({ world: kitchen() }, { messages: [message(1)] });
  pane.write("Half a sen");
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  pane.now.world = kitchen([{ user_id: 1, why: "Ann Petrova is restricted." }]);
  await pane.tell({});
  await screen.findByTestId("silent");
  pane.now.world = kitchen();
  vi.advanceTimersByTime(10_000);
  await expect.poll(() => screen.queryByTestId("silent")).toBeNull();
  expect(field().value).toBe("Half a sen");
});

it("gives the chat's own reason alone where it refuses something", async () => {
  const pane = await opened({ act: () => { throw apiError({ code: "invalid_input", message: "A poll has 2 to 12 choices.", remedy: "Do something else in the chat." }); } });
  pane.write("Hello", "Enter");
  const words = (await screen.findByTestId("error-note")).textContent;
  expect(words).toContain("A poll has 2 to 12 choices.");
  expect(words).not.toContain("Do something else");
});
