import { json } from "@codemirror/lang-json";
import { TextEditor, type EditorProps } from "../../components/editor/TextEditor";

/** An update as JSON, to edit. */
export default function JsonEditor(props: EditorProps) {
  return <TextEditor language={json()} label="The update as JSON" data-testid="json-editor" {...props} />;
}
