// Lines are wrapped, unless one is so long that laying it out would stop the window: 1 MB on one
// line took 17 s. A text with such a line is scrolled sideways instead.
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Characters of a line that is wrapped still. */
const LONGEST = 10_000;

function hasLong(text: Text): boolean {
  // Most texts are shorter in all.
  if (text.length <= LONGEST) return false;
  for (const line of text.iterLines()) if (line.length > LONGEST) return true;
  return false;
}

/** What wraps the lines of a text, and follows it as it is edited. */
export function wrapping(start: Text): Extension {
  const place = new Compartment();
  const fitting = (text: Text) => (hasLong(text) ? [] : EditorView.lineWrapping);
  return [
    place.of(fitting(start)),
    EditorState.transactionExtender.of(({ docChanged, newDoc, startState }) => {
      if (!docChanged) return null;
      const isWrapped = place.get(startState) === EditorView.lineWrapping;
      return isWrapped === hasLong(newDoc) ? { effects: place.reconfigure(fitting(newDoc)) } : null;
    }),
  ];
}
