// What the bot asks of one person and not of another, and what a chat lets each of them do.
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { done, opened } from "../../testing/chatPane";
import { keyboard } from "../../testing/sandbox";
import { apiError } from "../../testing/world";

beforeEach(() => localStorage.clear());
afterEach(cleanup);

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

it("gives the chat's own reason alone where it refuses something", async () => {
  const pane = await opened({ act: () => { throw apiError({ code: "invalid_input", message: "A poll has 2 to 12 choices.", remedy: "Do something else in the chat." }); } });
  pane.write("Hello", "Enter");
  const words = (await screen.findByTestId("error-note")).textContent;
  expect(words).toContain("A poll has 2 to 12 choices.");
  expect(words).not.toContain("Do something else");
});
