import { expect, it } from "vitest";
import type { ComposeField } from "../../bindings/ComposeField";
import type { ComposeForm } from "../../bindings/ComposeForm";
import { askedFields, emptyDraft, inputOf, kindsWith, nameFor, valueOf, valuesOf, withValue } from "./draft";

const field = (name: string, part: Partial<ComposeField> = {}): ComposeField => ({ name, label: name, sort: "text", default: "", help: "", choices: [], only_with: [], ...part });
const message: ComposeForm = {
  kind: "message",
  label: "Somebody wrote",
  fields: [field("from"), field("content", { sort: "choice", default: "text" }), field("text", { default: "Hello", only_with: ["text"] }), field("caption", { only_with: ["photo"] })],
};
const poll: ComposeForm = { kind: "poll_answer", label: "Somebody voted", fields: [] };

it("asks for what belongs to the content that is chosen, and sends nothing else", () => {
  const names = (values: Record<string, string>) => askedFields(message, values).map((each) => each.name);
  expect(names({})).toEqual(["content", "text", "from"]);
  expect(names({ content: "photo" })).toEqual(["content", "caption", "from"]);
  expect(inputOf(message, { content: "photo", text: "left behind", caption: "Look" })).toEqual({ content: "photo", caption: "Look" });
  expect(inputOf(message, {})).toEqual({});
});

it("keeps what was filled in for each kind", () => {
  const filled = withValue(emptyDraft, "text", "Two, please");
  const other = withValue({ ...filled, kind: "poll_answer" }, "poll_id", "7");
  expect(valuesOf(other)).toEqual({ poll_id: "7" });
  expect(valuesOf({ ...other, kind: "message" })).toEqual({ text: "Two, please" });
  expect(valueOf(field("text", { default: "Hello" }), {})).toBe("Hello");
  expect(valueOf(field("text", { default: "Hello" }), { text: "" })).toBe("");
});

it("finds a kind by its name and by what happened", () => {
  const found = (words: string) => kindsWith([message, poll], words).map((each) => each.kind);
  expect(found("")).toEqual(["message", "poll_answer"]);
  expect(found("SOMEBODY vote")).toEqual(["poll_answer"]);
  expect(found("mess")).toEqual(["message"]);
  expect(found("oven")).toEqual([]);
});

it("names a fixture after its kind and content", () => {
  expect(nameFor("message", {})).toBe("message");
  expect(nameFor("message", { content: "text" })).toBe("message");
  expect(nameFor("message", { content: "photo" })).toBe("message-photo");
});
