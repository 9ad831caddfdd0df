// Whether an edited text is an update still, and where it stops being one. The engine checks again. Pure.
import type { Problem } from "../../components/editor/TextEditor";
import { parseJson, readable, type JsonNode } from "../../components/json/parse";

/** Null where it is an update: one update_id, and one field of a kind that Telegram sends. */
export function checkUpdate(text: string, kinds: readonly string[]): Problem | null {
  const { root, problem } = parseJson(text);
  if (problem || !root) {
    const at = problem?.at ?? text.length;
    return { from: at, to: Math.min(text.length, at + 1), message: `This is not JSON: line ${lineOf(text, at)}.` };
  }
  const whole = { from: 0, to: text.length };
  if (root.kind !== "object") return { ...whole, message: "An update is an object." };
  const named = (name: string) => root.entries.filter((entry) => nameOf(entry.key) === name);
  const [id, ...doubles] = named("update_id");
  if (!id) return { ...whole, message: 'An update has an update_id: add "update_id": 1 at the top.' };
  if (doubles.length > 0) return { ...whole, message: "An update has one update_id, and this has several." };
  if (id.value.kind !== "number" || !/^[0-9]+$/.test(id.value.raw)) return { ...placeOf(text, "update_id"), message: "update_id is a whole number." };
  const others = root.entries.filter((entry) => nameOf(entry.key) !== "update_id");
  const [kind] = others;
  if (!kind) return { ...whole, message: "An update has a field that says what happened, such as message." };
  if (others.length > 1) return { ...placeOf(text, nameOf(others[1]!.key)), message: "An update has exactly one field besides update_id." };
  const name = nameOf(kind.key);
  if (!kinds.includes(name)) return { ...placeOf(text, name), message: `Telegram sends no kind of update called ${name}.` };
  return isObject(kind.value) ? null : { ...placeOf(text, name), message: `What is in ${name} is an object.` };
}

const nameOf = (key: string) => readable(key).slice(1, -1);
const isObject = (node: JsonNode) => node.kind === "object";
const lineOf = (text: string, at: number) => text.slice(0, at).split("\n").length;

/** Where a name is written; its first place is near enough for a mark. */
function placeOf(text: string, name: string): { from: number; to: number } {
  const at = text.indexOf(`"${name}"`);
  return at < 0 ? { from: 0, to: text.length } : { from: at, to: at + name.length + 2 };
}
