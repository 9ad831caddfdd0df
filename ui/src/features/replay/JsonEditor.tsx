import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Problem } from "./check";

interface Props {
  /** What it begins with; afterwards the text is the reader's. */
  start: string;
  onChange: (text: string) => void;
  check: (text: string) => Problem | null;
}

/** The colours of the view of JSON. */
const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, class: "j-key" },
  { tag: tags.string, class: "j-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "j-number" },
]);

/** The page's policy lets only styles with its nonce in; the page's own empty style element carries it. */
const styleNonce = () => document.querySelector<HTMLStyleElement>("style[data-nonce]")?.nonce ?? "";

/** A text of JSON to edit, with what is wrong marked where it is. Tab leaves it; it indents nothing. */
export default function JsonEditor({ start, onChange, check }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ onChange, check });
  latest.current = { onChange, check };
  useEffect(() => {
    if (!box.current) return;
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: start,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          EditorView.lineWrapping,
          json(),
          syntaxHighlighting(COLOURS),
          linter(({ state }) => {
            const problem = latest.current.check(state.doc.toString());
            return problem ? [{ ...problem, severity: "error" }] : [];
          }),
          lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ "aria-label": "The update as JSON", spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.focus();
    return () => view.destroy();
    // The text is the reader's after the start.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return <div ref={box} className="json-editor" data-testid="json-editor" dir="ltr" />;
}
