import { memo, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { ChatMessage } from "../../../bindings/ChatMessage";
import { copyText } from "../../../components/CopyButton";
import { absolute, clock } from "../../../components/time";
import { nameOf, useScene } from "../scene";
import type { Presses } from "../usePresses";
import { Attachment } from "./Attachment";
import { enter, moveIn } from "./cells";
import { Formatted } from "./Formatted";
import { Keyboard } from "./Keyboard";
import { MessageActions, type Doing } from "./MessageActions";
import { Poll } from "./Poll";
import { useFocusKept } from "./useFocusKept";
import { heard, lineOf } from "./words";

export interface MessageProps {
  message: ChatMessage;
  /** What it answers, where that is here. */
  answered: ChatMessage | undefined;
  /** The one before it is by the same. */
  goesOn: boolean;
  isChosen: boolean;
  /** Tab comes to this one. */
  isStop: boolean;
  /** The pointer is on it, or the focus in it. */
  isHot: boolean;
  presses: Presses;
  doing: Doing;
  onWrite: (text: string) => void;
  onChoose: (message: ChatMessage) => void;
  onGoTo: (message_id: number) => void;
  /** To the one before or after it, by so many. */
  onStep: (by: number) => void;
  onLeave: () => void;
}

export const Message = memo(function Message({ message, answered, goesOn, isChosen, isStop, isHot, presses, doing, onWrite, onChoose, onGoTo, onStep, onLeave }: MessageProps) {
  const scene = useScene();
  const [reacting, setReacting] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const kept = useFocusKept(box);
  useEffect(() => {
    if (!isHot) setReacting(false);
  }, [isHot]);
  const who = nameOf(scene, message.from);
  const isMine = message.from === scene.me.id;
  const given = message.reactions.find(({ by }) => by.includes(scene.me.id))?.emoji ?? null;
  const isService = message.service !== null;

  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const own = event.currentTarget;
    const wanted: Record<string, () => void> = {};
    if (event.target === own) {
      Object.assign(wanted, {
        ArrowUp: () => onStep(-1),
        ArrowDown: () => onStep(1),
        ArrowRight: () => enter(own),
        Home: () => onStep(-Infinity),
        End: () => onStep(Infinity),
        Escape: onLeave,
        Enter: () => enter(own) || onChoose(message),
        " ": () => onChoose(message),
      });
    } else {
      if (moveIn(own, event.key)) return event.preventDefault();
      wanted["Escape"] = () => {
        setReacting(false);
        own.focus();
      };
    }
    if (!message.deleted && !isService) {
      Object.assign(wanted, { r: () => doing.reply(message), "+": () => setReacting(true), Delete: () => doing.remove(message) });
      if (isMine && message.text !== null) wanted["e"] = () => doing.edit(message);
      if (message.text !== null) wanted["c"] = () => void copyText(message.text ?? "").then((done) => scene.note(done ? "The text is copied." : "The text could not be copied."));
    }
    const work = wanted[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  };
  const react = (emoji: string) => {
    setReacting(false);
    doing.react(message, emoji);
  };

  return (
    <div
      ref={box}
      className={`message ${isService ? "service" : isMine ? "mine" : message.from === null ? "bots" : "others"}`}
      role="article"
      tabIndex={isStop ? 0 : -1}
      aria-label={heard(message, who)}
      aria-current={isChosen || undefined}
      data-key={message.message_id}
      data-deleted={message.deleted || undefined}
      data-testid="chat-message"
      onKeyDown={keys}
      {...kept}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("button")) return;
        if (getSelection()?.isCollapsed !== false) onChoose(message);
      }}
    >
      {(isHot || reacting) && !message.deleted && !isService && <MessageActions message={message} isMine={isMine} given={given} doing={doing} reacting={reacting} onReacting={setReacting} onReact={react} />}
      {isService ? (
        <p className="service-line">{message.service}</p>
      ) : (
        <div className="bubble">
          {!isMine && !goesOn && (
            <p className="author" dir="auto">
              {who}
              {message.from === null && <span className="mark">bot</span>}
            </p>
          )}
          {message.forwarded_from && <p className="small muted">Forwarded from {message.forwarded_from}</p>}
          {message.reply_to !== null && (
            <button type="button" tabIndex={-1} data-cell className="quoted cut" onClick={() => message.reply_to !== null && onGoTo(message.reply_to)}>
              {answered ? `${nameOf(scene, answered.from)}: ${lineOf(answered)}` : "An older message"}
            </button>
          )}
          {message.media && <Attachment media={message.media} />}
          {message.text && !message.poll && (
            <div className="said" dir="auto" data-row data-testid="said">
              <Formatted text={message.text} entities={message.entities} onCommand={(text) => void scene.act({ type: "say", text, reply_to: null })} />
            </div>
          )}
          {message.poll && <Poll message={message} poll={message.poll} />}
          <p className="message-foot" data-row>
            {message.reactions.map(({ emoji, by }) => {
              const names = by.map((id) => nameOf(scene, id)).join(", ");
              return (
                <button key={emoji} type="button" tabIndex={-1} data-cell className="reaction" data-testid="reaction" aria-pressed={given === emoji} aria-label={`${emoji} from ${names}`} title={names} onClick={() => doing.react(message, emoji)}>
                  {emoji} {by.length}
                </button>
              );
            })}
            <span className="spring" />
            {message.deleted && <span data-testid="gone">deleted</span>}
            {message.pinned && <span data-testid="pinned">pinned</span>}
            {message.edited_at && (
              <span data-testid="edited" title={`Edited ${absolute(Date.parse(message.edited_at))}`}>
                edited
              </span>
            )}
            <time dateTime={message.at} title={absolute(Date.parse(message.at))}>
              {clock(Date.parse(message.at)).slice(0, 5)}
            </time>
          </p>
        </div>
      )}
      {!message.deleted && <Keyboard message={message} presses={presses} onWrite={onWrite} />}
    </div>
  );
});
