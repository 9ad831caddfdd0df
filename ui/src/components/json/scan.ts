// JSON as lines, without a tree of objects: where each value lies in the text, how deep, and which
// line closes it. It can stop and go on, so that a body of megabytes is read in slices.

export const KIND = { object: 0, array: 1, close: 2, string: 3, number: 4, word: 5, empty: 6 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** One column a property of a line. */
type Column = "kind" | "depth" | "from" | "to" | "keyFrom" | "keyTo" | "end" | "parent" | "at" | "comma";
const COLUMNS: Column[] = ["kind", "depth", "from", "to", "keyFrom", "keyTo", "end", "parent", "at", "comma"];

export type Lines = Record<Column, Int32Array> & {
  text: string;
  count: number;
  /** Where the text stops being JSON; null when all of it is. */
  problem: number | null;
};

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f]/;
/** Lines between two looks at the clock. */
const BETWEEN = 500;

type Next = "value" | "value or end" | "key or end" | "key" | "comma or end" | "nothing";

export class Scanner {
  readonly lines: Lines;
  private at = 0;
  private next: Next = "value";
  /** The lines that are open. */
  private readonly open: number[] = [];
  private readonly children: number[] = [];
  private key: [number, number] = [-1, -1];
  private done = false;
  /** The next backslash that is known. */
  private slash = -1;

  constructor(private readonly text: string) {
    const columns = Object.fromEntries(COLUMNS.map((name) => [name, new Int32Array(256)])) as Record<Column, Int32Array>;
    this.lines = { ...columns, text, count: 0, problem: null };
  }

  /** Reads until it is done, or the time is over; whether it is done. */
  run(until = Infinity, now: () => number = () => performance.now()): boolean {
    while (!this.done) {
      for (let i = 0; i < BETWEEN && !this.done; i++) this.step();
      if (until !== Infinity && now() >= until) break;
    }
    return this.done;
  }

  private step(): void {
    this.take(SPACE);
    const char = this.text[this.at];
    if (char === undefined) return this.end(this.next === "nothing");
    switch (this.next) {
      case "nothing":
        return this.end(false);
      case "comma or end":
        if (char === ",") {
          this.at++;
          this.comma();
          this.next = this.isInObject() ? "key" : "value";
          return;
        }
        return this.close(char);
      case "key or end":
        if (char === "}") return this.close(char);
        return this.readKey();
      case "key":
        return this.readKey();
      case "value or end":
        if (char === "]") return this.close(char);
        return this.value(char);
      case "value":
        return this.value(char);
    }
  }

  private readKey(): void {
    const from = this.at;
    if (!this.string()) return this.end(false);
    const to = this.at;
    this.take(SPACE);
    if (this.text[this.at] !== ":") {
      this.at = from;
      return this.end(false);
    }
    this.at++;
    this.key = [from, to];
    this.next = "value";
  }

  private value(char: string): void {
    const from = this.at;
    if (char === "{" || char === "[") {
      const line = this.push(char === "{" ? KIND.object : KIND.array, from, from + 1);
      this.at++;
      this.open.push(line);
      this.children.push(0);
      this.next = char === "{" ? "key or end" : "value or end";
      return;
    }
    const kind = char === '"' ? KIND.string : char === "-" || (char >= "0" && char <= "9") ? KIND.number : KIND.word;
    const isRead = kind === KIND.string ? this.string() : this.take(kind === KIND.number ? NUMBER : WORD);
    if (!isRead) return this.end(false);
    this.push(kind, from, this.at);
    this.after();
  }

  private close(char: string): void {
    const line = this.open.at(-1);
    if (line === undefined || char !== (this.isInObject() ? "}" : "]")) return this.end(false);
    this.open.pop();
    const { lines } = this;
    if (this.children.pop() === 0) {
      lines.kind[line] = KIND.empty;
      lines.to[line] = this.at + 1;
      lines.end[line] = line;
    } else {
      const depth = lines.depth[line] ?? 0;
      this.key = [-1, -1];
      const closing = this.write(KIND.close, this.at, this.at + 1, depth, lines.parent[line] ?? -1, lines.at[line] ?? 0);
      lines.end[line] = closing;
    }
    this.at++;
    this.after();
  }

  private after(): void {
    this.next = this.open.length === 0 ? "nothing" : "comma or end";
  }

  private isInObject(): boolean {
    return this.lines.kind[this.open.at(-1) ?? -1] === KIND.object;
  }

  private comma(): void {
    this.lines.comma[this.lines.count - 1] = 1;
  }

  private push(kind: Kind, from: number, to: number): number {
    const parent = this.open.at(-1) ?? -1;
    const at = this.children.at(-1) ?? 0;
    if (this.children.length > 0) this.children[this.children.length - 1] = at + 1;
    return this.write(kind, from, to, this.open.length, parent, at);
  }

  private write(kind: Kind, from: number, to: number, depth: number, parent: number, at: number): number {
    const { lines } = this;
    const line = lines.count++;
    if (line >= lines.kind.length) this.grow();
    const values: Record<Column, number> = { kind, depth, from, to, keyFrom: this.key[0], keyTo: this.key[1], end: kind === KIND.object || kind === KIND.array ? -1 : line, parent, at, comma: 0 };
    for (const name of COLUMNS) lines[name][line] = values[name];
    this.key = [-1, -1];
    return line;
  }

  private grow(): void {
    for (const name of COLUMNS) {
      const wider = new Int32Array(this.lines[name].length * 2);
      wider.set(this.lines[name]);
      this.lines[name] = wider;
    }
  }

  private end(isWhole: boolean): void {
    this.done = true;
    if (!isWhole) this.lines.problem = this.at;
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }

  /** By the places of quotes and escapes: a pattern over a string of megabytes is too much for some engines. */
  private string(): boolean {
    const start = this.at;
    if (this.text[start] !== '"') return false;
    let at = start + 1;
    let quote = this.text.indexOf('"', at);
    for (;;) {
      if (quote < 0) return false;
      // Looked for once, and not anew in every string.
      if (this.slash < at) this.slash = indexOrEnd(this.text, "\\", at);
      const { slash } = this;
      if (slash > quote) break;
      ESCAPE.lastIndex = slash;
      if (!ESCAPE.test(this.text)) return false;
      at = ESCAPE.lastIndex;
      if (at > quote) quote = this.text.indexOf('"', at);
    }
    if (CONTROL.test(this.text.slice(start + 1, quote))) return false;
    this.at = quote + 1;
    return true;
  }
}

function indexOrEnd(text: string, char: string, from: number): number {
  const at = text.indexOf(char, from);
  return at < 0 ? Infinity : at;
}
