// JSON as written, not as a number type can hold it: every scalar keeps its own text, so that a
// 64-bit id or a lone surrogate is shown and copied exactly. Input that breaks off or goes wrong
// gives what was read up to there, and where it ended.

export type JsonNode =
  | { kind: "object"; entries: { key: string; value: JsonNode }[]; complete: boolean }
  | { kind: "array"; items: JsonNode[]; complete: boolean }
  | { kind: "string" | "number" | "word"; raw: string };

export interface Parsed {
  root: JsonNode | null;
  /** Where the text stops being JSON; null when all of it is. */
  problem: { at: number; rest: string } | null;
}

const SPACE = /[ \t\n\r]*/y;
// The closing quote is optional here: a string that breaks off must not be taken for another value.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*("?)/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
/** Deeper than anything Telegram sends, and far from where a call stack ends. */
const MAX_DEPTH = 200;

class Broken extends Error {}

class Reader {
  at = 0;
  constructor(private readonly text: string) {}

  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }

  space(): void {
    this.take(SPACE);
  }

  eat(char: string): boolean {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  string(): string | null {
    const start = this.at;
    const raw = this.take(STRING);
    if (raw === null) return null;
    if (raw.length < 2 || !raw.endsWith('"') || isEscapedEnd(raw)) {
      this.at = start;
      throw new Broken();
    }
    return raw;
  }
}

/** Whether the last quote belongs to an escape, so that the string is still open. */
function isEscapedEnd(raw: string): boolean {
  let slashes = 0;
  for (let i = raw.length - 2; i > 0 && raw[i] === "\\"; i--) slashes++;
  return slashes % 2 === 1;
}

/** Reads one value and hands it to `keep` before its parts, so that a break loses nothing read. */
function value(reader: Reader, depth: number, keep: (node: JsonNode) => void): void {
  reader.space();
  if (depth > MAX_DEPTH) throw new Broken();
  if (reader.eat("{")) {
    const node: JsonNode = { kind: "object", entries: [], complete: false };
    keep(node);
    if (!reader.eat("}")) {
      do {
        reader.space();
        const key = reader.string();
        if (key === null || !reader.eat(":")) throw new Broken();
        value(reader, depth + 1, (inner) => node.entries.push({ key, value: inner }));
      } while (reader.eat(","));
      if (!reader.eat("}")) throw new Broken();
    }
    node.complete = true;
  } else if (reader.eat("[")) {
    const node: JsonNode = { kind: "array", items: [], complete: false };
    keep(node);
    if (!reader.eat("]")) {
      do value(reader, depth + 1, (inner) => node.items.push(inner));
      while (reader.eat(","));
      if (!reader.eat("]")) throw new Broken();
    }
    node.complete = true;
  } else {
    const raw = reader.string();
    if (raw !== null) return keep({ kind: "string", raw });
    const number = reader.take(NUMBER);
    if (number !== null) return keep({ kind: "number", raw: number });
    const word = reader.take(WORD);
    if (word === null) throw new Broken();
    keep({ kind: "word", raw: word });
  }
}

export function parseJson(text: string): Parsed {
  const reader = new Reader(text);
  let root: JsonNode | null = null;
  try {
    value(reader, 0, (node) => {
      root = node;
    });
    reader.space();
  } catch (thrown) {
    if (!(thrown instanceof Broken)) throw thrown;
    return { root, problem: { at: reader.at, rest: text.slice(reader.at) } };
  }
  return { root, problem: reader.at < text.length ? { at: reader.at, rest: text.slice(reader.at) } : null };
}

/** A string token as a person reads it: escapes become letters, except those that have none. */
export function readable(raw: string): string {
  return raw.replace(/\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\\//g, (escape) => {
    if (escape === "\\/") return "/";
    // An escaped backslash is taken whole, so that a u after it starts no escape.
    if (escape === "\\\\") return escape;
    const units = escape.split("\\u").slice(1).map((hex) => parseInt(hex, 16));
    const first = units[0] ?? 0;
    // Controls, quotes, slashes, lone surrogates and what turns text around stay as written.
    if (units.length === 1 && (first < 0x20 || first === 0x22 || first === 0x5c || (first >= 0x7f && first < 0xa0))) return escape;
    if (units.length === 1 && ((first >= 0xd800 && first <= 0xdfff) || (first >= 0x202a && first <= 0x202e) || (first >= 0x2066 && first <= 0x2069))) return escape;
    return String.fromCharCode(...units);
  });
}

/** The same JSON, indented, every scalar exactly as it was. */
export function pretty(node: JsonNode, indent = ""): string {
  const inner = `${indent}  `;
  if (node.kind === "object") {
    if (node.entries.length === 0) return node.complete ? "{}" : "{";
    const lines = node.entries.map(({ key, value: each }) => `${inner}${key}: ${pretty(each, inner)}`);
    return `{\n${lines.join(",\n")}${node.complete ? `\n${indent}}` : ""}`;
  }
  if (node.kind === "array") {
    if (node.items.length === 0) return node.complete ? "[]" : "[";
    return `[\n${node.items.map((each) => inner + pretty(each, inner)).join(",\n")}${node.complete ? `\n${indent}]` : ""}`;
  }
  return node.raw;
}

/** A text of JSON indented; as it is where it is none. */
export function indented(text: string): string {
  const { root, problem } = parseJson(text);
  return root && !problem ? pretty(root) : text;
}
