import { yaml } from "@codemirror/lang-yaml";
import { TextEditor, type EditorProps } from "../../components/editor/TextEditor";

/** A scenario as YAML, to edit. */
export default function YamlEditor(props: EditorProps) {
  return <TextEditor language={yaml()} label="The scenario as YAML" data-testid="yaml-editor" {...props} />;
}
