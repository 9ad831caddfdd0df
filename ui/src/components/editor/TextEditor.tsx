import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { Annotation, EditorState, Text, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { wrapping } from "./wrapping";

/** What is wrong with a text. */
export interface Problem {
  /** The characters that it is about. */
  from: number;
  to: number;
  message: string;
}

export interface EditorProps {
  /** What it begins with; afterwards the text is the reader's, until there is another start. */
  start: string;
  onChange: (text: string) => void;
  check: (text: string) => Problem | null | Promise<Problem | null>;
  takesFocus?: boolean;
}

interface Props extends EditorProps {
  language: Extension;
  /** What is written in it, for who hears it. */
  label: string;
  "data-testid": string;
}

/** A change that the reader did not make. */
const isGiven = Annotation.define<boolean>();

/** The colours of the view of JSON. */
const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, class: "j-key" },
  { tag: tags.string, class: "j-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "j-number" },
  { tag: tags.comment, class: "muted" },
]);

/** The page's policy lets only styles with its nonce in; the page's own empty style element carries it. */
const styleNonce = () => document.querySelector<HTMLStyleElement>("style[data-nonce]")?.nonce ?? "";

/** A text to edit, with what is wrong marked where it is. Tab leaves it; it indents nothing. */
export function TextEditor({ start, onChange, check, language, label, takesFocus = true, ...rest }: Props) {
  const editor = useRef<EditorView | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ onChange, check });
  latest.current = { onChange, check };
  useEffect(() => {
    if (!box.current) return;
    const doc = Text.of(start.split(/\r\n?|\n/));
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          wrapping(doc),
          language,
          syntaxHighlighting(COLOURS),
          linter(async ({ state }) => {
            const problem = await latest.current.check(state.doc.toString());
            return problem ? [{ ...problem, severity: "error" }] : [];
          }),
          lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            const isOurs = update.transactions.some((each) => each.annotation(isGiven));
            if (update.docChanged && !isOurs) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    editor.current = view;
    if (takesFocus) view.focus();
    return () => {
      editor.current = null;
      view.destroy();
    };
    // The text is the reader's after the start.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === start) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: start }, annotations: isGiven.of(true) });
  }, [start]);
  return <div ref={box} className="text-editor" data-testid={rest["data-testid"]} dir="ltr" />;
}
