import type { Media } from "../../../bindings/Media";
import { bytes } from "../../../components/time";

/** A picture, or the words for whatever else came with the message. */
export function Attachment({ media }: { media: Media }) {
  if (media.picture) return <img className="chat-picture" src={media.picture} alt={media.name ?? media.kind} data-testid="chat-picture" />;
  return (
    <p className="attachment" data-testid="attachment">
      <span className="mark">{media.kind}</span>
      <span className="cut">{media.name ?? "no name"}</span>
      {media.size !== null && <span className="small muted">{bytes(media.size)}</span>}
    </p>
  );
}
