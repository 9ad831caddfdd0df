import type { Offered } from "./suggest";

interface Props {
  id: string;
  offered: Offered;
  at: number;
  bot: string;
  onPick: (index: number) => void;
}

export const optionId = (list: string, index: number) => `${list}-${index}`;

/** Above the field: the bot's commands, or what it offers in inline mode. The focus stays in the field. */
export function Suggestions({ id, offered, at, bot, onPick }: Props) {
  if (offered.type === "none") return null;
  if (offered.type === "waiting")
    return (
      <p className="suggestions muted" role="status" data-testid="inline-waiting">
        Waiting for what {bot} offers
      </p>
    );
  const lines = offered.type === "commands" ? offered.items.map(({ command, description }) => ({ lead: `/${command}`, rest: description })) : offered.items.map(({ title, kind, description }) => ({ lead: title || kind, rest: description ?? kind }));
  if (lines.length === 0)
    return (
      <p className="suggestions muted" role="status">
        {bot} offers nothing for this
      </p>
    );
  return (
    <ul id={id} className="suggestions" role="listbox" aria-label={offered.type === "commands" ? "The bot's commands" : `What ${bot} offers`}>
      {lines.map(({ lead, rest }, index) => (
        <li
          key={index}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === at}
          className="suggestion"
          data-testid={offered.type === "commands" ? "command" : "inline-result"}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(index)}
        >
          <span className={offered.type === "commands" ? "mono" : "suggestion-title"}>{lead}</span>
          <span className="cut muted">{rest}</span>
        </li>
      ))}
    </ul>
  );
}
