import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import type { Entity } from "../../../bindings/Entity";
import { piecesOf, type Piece } from "./entities";

interface Props {
  text: string;
  entities: Entity[];
  /** A command in it was clicked: it is sent, as Telegram does. */
  onCommand: (command: string) => void;
}

/** A text in Telegram's formatting. */
export function Formatted({ text, entities, onCommand }: Props) {
  return <>{drawn(piecesOf(text, entities), onCommand)}</>;
}

function drawn(pieces: Piece[], onCommand: Props["onCommand"]): ReactNode[] {
  return pieces.map((piece, index) => (typeof piece === "string" ? piece : <Dressed key={index} piece={piece} onCommand={onCommand} />));
}

function Dressed({ piece, onCommand }: { piece: Exclude<Piece, string>; onCommand: Props["onCommand"] }) {
  const { entity, text } = piece;
  const inner = drawn(piece.pieces, onCommand);
  switch (entity.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "underline":
      return <u>{inner}</u>;
    case "strikethrough":
      return <s>{inner}</s>;
    case "spoiler":
      return <Spoiler>{inner}</Spoiler>;
    case "code":
      return <code className="said-code">{inner}</code>;
    case "pre":
      return (
        <span className="said-pre">
          {entity.language && <span className="said-language">{entity.language}</span>}
          <code>{inner}</code>
        </span>
      );
    case "blockquote":
      return <blockquote>{inner}</blockquote>;
    case "expandable_blockquote":
      return <Expandable>{inner}</Expandable>;
    case "bot_command":
      return (
        <button type="button" tabIndex={-1} data-cell className="said-link" title="Send it" onClick={() => onCommand(text)}>
          {inner}
        </button>
      );
    case "text_link":
      // Where a link leads is shown, and nothing is opened: the sandbox goes nowhere.
      return (
        <span className="said-link" title={entity.url ?? undefined}>
          {inner}
        </span>
      );
    case "custom_emoji":
      return <span title="A custom emoji: shown as the emoji that it stands for">{inner}</span>;
    case "url":
    case "email":
    case "phone_number":
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return <span className="said-link">{inner}</span>;
    default:
      return <span title={entity.type}>{inner}</span>;
  }
}

function Spoiler({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const shown = useRef<HTMLSpanElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    // Whoever opened it by key hears what it says, and goes on from there.
    if (open && hadFocus.current) shown.current?.focus();
  }, [open]);
  if (open)
    return (
      <span ref={shown} tabIndex={-1} data-cell className="said-spoiler open" data-testid="spoiler-open">
        {children}
      </span>
    );
  return (
    <button
      type="button"
      tabIndex={-1}
      data-cell
      className="said-spoiler"
      aria-label="Hidden text: show it"
      data-testid="spoiler"
      onClick={(event) => {
        hadFocus.current = document.activeElement === event.currentTarget;
        setOpen(true);
      }}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

function Expandable({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <blockquote className={open ? undefined : "folded"}>
      {children}
      <button type="button" tabIndex={-1} data-cell className="said-more" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Less" : "More"}
      </button>
    </blockquote>
  );
}
