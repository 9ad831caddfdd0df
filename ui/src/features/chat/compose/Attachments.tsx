import { Button } from "../../../components/Button";
import { bytes } from "../../../components/time";
import { canBePhoto, type Picked } from "./files";

interface Props {
  picked: readonly Picked[];
  onChange: (picked: readonly Picked[]) => void;
}

/** What is sent with the next Send. */
export function Attachments({ picked, onChange }: Props) {
  if (picked.length === 0) return null;
  const put = (one: Picked, part: Partial<Picked>) => onChange(picked.map((each) => (each === one ? { ...each, ...part } : each)));
  return (
    <ul className="attachments" aria-label="To be sent">
      {picked.map((one, index) => (
        <li key={index} data-testid="to-send">
          {one.kind === "photo" && <img src={one.url} alt="" />}
          <span className="cut">{one.file.name}</span>
          <span className="small muted">{bytes(one.file.size)}</span>
          <span className="spring" />
          {canBePhoto(one.file) && (
            <Button look="quiet" data-testid="send-as" onClick={() => put(one, { kind: one.kind === "photo" ? "document" : "photo" })}>
              {one.kind === "photo" ? "Send as a file" : "Send as a photo"}
            </Button>
          )}
          <Button look="quiet" aria-label={`Leave out ${one.file.name}`} onClick={() => onChange(picked.filter((each) => each !== one))}>
            Leave out
          </Button>
        </li>
      ))}
    </ul>
  );
}
