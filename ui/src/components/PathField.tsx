import { useStore } from "../app/store";
import type { PathWanted } from "../backend/backend";
import { useAction } from "./action";
import { Button } from "./Button";
import { Field } from "./Field";

interface Props {
  label: string;
  hint?: string;
  sort: PathWanted["sort"];
  value: string;
  onChange: (path: string) => void;
  placeholder?: string;
  "data-testid": string;
}

/** The whole path of a file or folder: written, or chosen in the system's own dialog where there is one. */
export function PathField({ label, hint, sort, value, onChange, placeholder, ...rest }: Props) {
  const { choosePath } = useStore();
  const choose = useAction(async (signal) => {
    const path = await choosePath?.({ sort, title: label, start: value.trim() });
    signal.throwIfAborted();
    if (path) onChange(path);
  });
  const field = <Field label={label} hint={choose.error ? `${choose.error.message} ${choose.error.remedy}` : hint} className="mono" required placeholder={placeholder} value={value} onChange={(event) => onChange(event.target.value)} data-testid={rest["data-testid"]} />;
  if (!choosePath) return field;
  return (
    <div className="beside">
      {field}
      <Button busy={choose.busy} onClick={() => void choose.run()}>
        Choose
      </Button>
    </div>
  );
}

/** The folder that a path is in, with its last stroke; empty where there is none. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
