// What the composer holds: what is filled in for each kind, and a text that was written by hand. Pure.
import type { ComposeField } from "../../bindings/ComposeField";
import type { ComposeForm } from "../../bindings/ComposeForm";
import type { ComposeValue } from "../../bindings/ComposeValue";

export type Values = Readonly<Record<string, ComposeValue>>;

export interface Draft {
  kind: string;
  /** By kind, what was filled in and is not as the form has it. */
  filled: Readonly<Record<string, Values>>;
  /** A text that takes the form's place: edited by hand, or taken from somewhere. */
  written: Written | null;
  /** Its own update_id is sent, and none is given to it. */
  keepId: boolean;
}

export interface Written {
  text: string;
  /** The text as it was given, which the editor begins with. */
  start: string;
  /** What it began as, in a few words; null where it is the form's, edited. */
  from: string | null;
  /** The fixture that it is, by its name. */
  fixture: string | null;
  /** When it was taken: two texts from one place are two. */
  at: number;
}

/** A text from elsewhere. */
export const given = (text: string, from: string, fixture: string | null = null): Written => ({ text, start: text, from, fixture, at: Date.now() });

export const emptyDraft: Draft = { kind: "message", filled: {}, written: null, keepId: false };

export const valuesOf = (draft: Draft): Values => draft.filled[draft.kind] ?? {};

export const withValue = (draft: Draft, name: string, value: ComposeValue): Draft => ({
  ...draft,
  filled: { ...draft.filled, [draft.kind]: { ...valuesOf(draft), [name]: value } },
});

export const valueOf = (field: ComposeField, values: Values): ComposeValue => values[field.name] ?? field.default;

/** The fields that are asked for: some belong to one sort of content only. What is said comes first, as it changes most. */
export function askedFields(form: ComposeForm, values: Values): ComposeField[] {
  const content = form.fields.find((field) => field.name === "content");
  const chosen = content ? String(valueOf(content, values)) : "";
  const isSaid = (field: ComposeField) => field === content || field.only_with.length > 0;
  const said = form.fields.filter((field) => isSaid(field) && (field === content || field.only_with.includes(chosen)));
  return [...said, ...form.fields.filter((field) => !isSaid(field))];
}

/** What was filled in and is asked for. */
export function inputOf(form: ComposeForm, values: Values): Record<string, ComposeValue> {
  const asked = askedFields(form, values).filter((field) => field.name in values);
  return Object.fromEntries(asked.map((field) => [field.name, valueOf(field, values)]));
}

/** The kinds that all of these words are in. */
export function kindsWith(forms: readonly ComposeForm[], words: string): ComposeForm[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return forms.filter((form) => {
    const said = `${form.kind} ${form.label}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}

/** A file's name for an update that has none yet. */
export function nameFor(kind: string, values: Values): string {
  const content = values["content"];
  return typeof content === "string" && content !== "text" ? `${kind}-${content}` : kind;
}
