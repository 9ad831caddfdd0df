import { useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from "react";
import type { ChatMessage } from "../../../bindings/ChatMessage";
import { useEvent } from "../../../components/useEvent";
import { useScene } from "../scene";
import type { Timeline, TimelineState } from "../timeline";
import type { Presses } from "../usePresses";
import { useStick } from "../useStick";
import { Message } from "./Message";
import type { Doing } from "./MessageActions";
import { actionWords } from "./words";

export interface MessagesHandle {
  /** The focus goes to the message that Tab comes to. */
  focus: () => void;
  /** And to the newest one. */
  focusLast: () => void;
  show: (message_id: number) => void;
  toEnd: () => void;
}

interface Props {
  ref: Ref<MessagesHandle>;
  timeline: Timeline;
  state: TimelineState;
  chosen: number | null;
  onChoose: (message: ChatMessage) => void;
  presses: Presses;
  doing: Doing;
  onWrite: (text: string) => void;
  onLeave: () => void;
}

/** Whether nobody else and nothing else stands between the two. */
const goesOn = (before: ChatMessage | undefined, message: ChatMessage) => before !== undefined && before.service === null && before.from === message.from;

/** The chat itself. What is new keeps it at its end, or waits below where it is read elsewhere. */
export function Messages({ ref, timeline, state, chosen, onChoose, presses, doing, onWrite, onLeave }: Props) {
  const { bot } = useScene();
  const box = useRef<HTMLDivElement>(null);
  const [hot, setHot] = useState<number | null>(null);
  const [stop, setStop] = useState<number | null>(null);
  const messages = state.items;
  const last = messages.at(-1)?.message_id ?? 0;
  const stick = useStick({
    box,
    items: ".message",
    onTop: () => void timeline.fetchOlder(),
    onLook: (key) => timeline.look(key === null ? null : Number(key)),
  });

  const seen = useRef(last);
  if (stick.atEnd) seen.current = last;
  const fresh = messages.filter(({ message_id }) => message_id > seen.current).length;

  const byId = useMemo(() => new Map(messages.map((message) => [message.message_id, message])), [messages]);
  const stopId = stop !== null && byId.has(stop) ? stop : last;
  const element = (id: number) => box.current?.querySelector<HTMLElement>(`.message[data-key="${id}"]`);
  const focus = (id: number) => {
    setStop(id);
    element(id)?.focus();
  };
  const show = (id: number) => {
    element(id)?.scrollIntoView({ block: "nearest" });
    setStop(id);
  };
  // WebKit shows no focus that a key of elsewhere has brought: what is gone through by keys is marked here.
  const byKeys = (isSo: boolean) => box.current?.toggleAttribute("data-keys", isSo);
  const focusByKey = (id: number) => {
    byKeys(true);
    focus(id);
  };
  useImperativeHandle(ref, () => ({ focus: () => focusByKey(stopId), focusLast: () => focusByKey(last), show, toEnd: stick.toEnd }));

  const step = useEvent((by: number) => {
    const at = messages.findIndex(({ message_id }) => message_id === stopId);
    const next = messages[Math.max(0, Math.min(messages.length - 1, at + by))];
    if (at === 0 && by < 0) void timeline.fetchOlder();
    if (next) focus(next.message_id);
  });
  const choose = useEvent(onChoose);
  const goTo = useEvent((id: number) => {
    show(id);
    element(id)?.focus({ preventScroll: true });
  });
  const leave = useEvent(onLeave);
  const write = useEvent(onWrite);

  // Content that is too short to scroll never says that it is at its top.
  useEffect(() => {
    const element = box.current;
    if (state.ready && state.more && element && element.scrollHeight <= element.clientHeight && element.clientHeight > 0) void timeline.fetchOlder();
  }, [state, timeline]);

  const keyOf = (target: EventTarget | null) => {
    const key = target instanceof Element ? target.closest<HTMLElement>(".message")?.dataset["key"] : undefined;
    return key === undefined ? null : Number(key);
  };
  return (
    <div className="messages-frame">
      {/* What the bot answers is told by `Announcer`: one's own words and older pages are not. */}
      <div
        ref={box}
        className="messages"
        role="log"
        aria-live="off"
        aria-label="Chat"
        onScroll={stick.onScroll}
        onKeyDown={() => byKeys(true)}
        onPointerDown={() => byKeys(false)}
        onPointerOver={(event) => setHot(keyOf(event.target))}
        onPointerLeave={() => setHot(null)}
        onFocus={(event) => {
          const key = keyOf(event.target);
          if (key !== null) setStop(key);
          setHot(key);
        }}
        onBlur={(event) => {
          // Whoever goes on to the field has done with the message.
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setHot(null);
        }}
      >
        <div className="messages-inner">
          {state.loadingOlder && <p className="list-end">Fetching older messages</p>}
          {messages.map((message, index) => (
            <Message
              key={message.message_id}
              message={message}
              answered={message.reply_to === null ? undefined : byId.get(message.reply_to)}
              goesOn={goesOn(messages[index - 1], message)}
              isChosen={message.message_id === chosen}
              isStop={message.message_id === stopId}
              isHot={message.message_id === hot}
              presses={presses}
              doing={doing}
              onWrite={write}
              onChoose={choose}
              onGoTo={goTo}
              onStep={step}
              onLeave={leave}
            />
          ))}
          {state.action && (
            <p className="bot-action" data-testid="bot-action" role="status">
              {actionWords(bot.name, state.action)}
            </p>
          )}
        </div>
      </div>
      {fresh > 0 && (
        <button type="button" className="pill" data-testid="new-messages" onClick={stick.toEnd}>
          <span aria-hidden="true">↓</span> {fresh} new
        </button>
      )}
    </div>
  );
}
