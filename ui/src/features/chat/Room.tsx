import { useEffect, useMemo, useRef, useState, type DragEvent } from "react";
import { useKeys } from "../../app/keys";
import { useNavigation } from "../../app/route";
import { useStore } from "../../app/store";
import type { ApiError } from "../../bindings/ApiError";
import type { BotView } from "../../bindings/BotView";
import type { ChatMessage } from "../../bindings/ChatMessage";
import type { Person } from "../../bindings/Person";
import type { SandboxChat } from "../../bindings/SandboxChat";
import type { SandboxWorld } from "../../bindings/SandboxWorld";
import type { TranscriptEntry } from "../../bindings/TranscriptEntry";
import { ErrorNote } from "../../components/ErrorNote";
import { useEvent } from "../../components/useEvent";
import { selectUpdate } from "../inbox/select";
import { ScenarioTools } from "../scenarios/ScenarioTools";
import type { Scenarios } from "../scenarios/useScenarios";
import { Announcer } from "./Announcer";
import { Answers } from "./Answers";
import { ChatHead } from "./ChatHead";
import { Composer, type ComposerHandle } from "./compose/Composer";
import { useMode } from "./compose/useMode";
import { EmptyChat } from "./EmptyChat";
import { JoinFirst } from "./JoinFirst";
import { Messages, type MessagesHandle } from "./messages/Messages";
import type { Doing } from "./messages/MessageActions";
import { commandsOf, mine } from "./mine";
import { SceneContext, type Scene } from "./scene";
import { Silent } from "./Silent";
import { chatOf, entryFor, messageFor } from "./transcript/link";
import { Transcript } from "./transcript/Transcript";
import { useTranscript } from "./transcript/useTranscript";
import { useAct } from "./useAct";
import { isWide, useBeside } from "./useBeside";
import { usePresses } from "./usePresses";
import { useTimeline } from "./useTimeline";

interface Props {
  bot: BotView;
  world: SandboxWorld;
  room: SandboxChat;
  me: Person;
  /** What stands unsent in the field of each chat. */
  drafts: Map<string, string>;
  /** Who has answered, or left, which message that the bot wants answered. */
  left: Set<string>;
  /** Where scenarios are beside the chat, the transcript is not. */
  scenarios: Scenarios;
  worldError: ApiError | null;
  /** The world may be another one now. */
  onWorld: () => void;
  onRoom: (id: number) => void;
}

/** One chat, with what the bot did because of it. */
export function Room({ bot, world, room, me, drafts, left, scenarios, worldError, onWorld, onRoom }: Props) {
  const store = useStore();
  const { open } = useNavigation();
  const [timeline, state] = useTimeline(bot.id, room.id);
  const transcript = useTranscript(bot.id);
  const [isWanted, wantTranscript] = useBeside("chat.transcript");
  const isOpen = isWanted && !scenarios.isOpen;
  const showTranscript = (open: boolean) => {
    if (open) scenarios.setOpen(false);
    wantTranscript(open);
  };
  const [chosen, setChosen] = useState<{ message: number | null; entry: number | null }>({ message: null, entry: null });
  const [mode, setMode] = useMode(room.id, me.id, state, left);
  const [isDropping, setDropping] = useState(false);
  const messages = useRef<MessagesHandle>(null);
  const field = useRef<ComposerHandle>(null);

  const acting = useAct({ bot_id: bot.id, user_id: me.id, chat_id: room.kind === "private" ? null : room.id }, () => {
    void timeline.renew();
    onWorld();
  });
  const act = useEvent(acting.act);
  const note = useEvent(acting.setNote);
  const scene = useMemo<Scene>(() => ({ bot, world, room, me, act, note }), [bot, world, room, me, act, note]);
  const presses = usePresses(scene, state.toasts);
  const toField = useEvent(() => field.current?.focus());

  // Who goes through the tabs with the arrow keys stays there, as does who runs a scenario.
  useEffect(() => {
    if (!document.activeElement?.matches("[role=tab]:focus-visible, .scenarios *")) field.current?.focus();
  }, []);

  const own = state.items.filter((message) => message.from === me.id && !message.deleted && message.service === null && message.text !== null);
  const silence = room.silent.find(({ user_id }) => user_id === me.id)?.why ?? null;
  const doing = useMemo<Doing>(
    () => ({
      reply: (message) => (silence === null ? setMode({ type: "reply", message }) : note(silence)),
      edit: (message) => setMode({ type: "edit", message }),
      remove: ({ message_id }) => {
        void act({ type: "delete", message_id });
        messages.current?.focus();
      },
      react: (message, emoji) => void act({ type: "react", message_id: message.message_id, emoji: message.reactions.some((each) => each.emoji === emoji && each.by.includes(me.id)) ? null : emoji }),
    }),
    [act, note, me.id, silence, setMode],
  );
  const chooseMessage = (message: ChatMessage) => setChosen({ message: message.message_id, entry: entryFor(message, room.id, transcript.items)?.id ?? null });
  const chooseEntry = (entry: TranscriptEntry) => {
    const message = messageFor(entry, room.id, state.items);
    setChosen({ message: message?.message_id ?? null, entry: entry.id });
    const elsewhere = chatOf(entry);
    if (message) messages.current?.show(message.message_id);
    else if (elsewhere !== null && elsewhere !== room.id) onRoom(elsewhere);
  };
  const toInbox = async (updateId: number) => {
    if (await selectUpdate(store, bot.id, updateId).catch(() => false)) open(bot.id, "inbox");
    else note("This update is not in the inbox: it has not come through the webhook.");
  };
  useKeys({
    Enter: () => (field.current ? field.current.focus() : false),
    // From nowhere: elsewhere in the page the arrow is somebody's.
    ArrowUp: () => (document.activeElement === document.body && messages.current ? messages.current.focus() : false),
    Escape: () => (isOpen && !isWide() ? showTranscript(false) : false),
  });

  const write = useEvent((text: string) => (field.current ? field.current.write(text) : note(silence)));
  const drop = (event: DragEvent) => {
    setDropping(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    if (field.current) field.current.attach(event.dataTransfer.files);
    else note(silence);
  };
  const look = useEvent(onWorld);
  const commands = commandsOf(state.commands, me.id);
  const isIn = room.kind === "private" || room.members.includes(me.id);
  const draftKey = `${room.id} ${me.id}`;
  const error = acting.error ?? state.error ?? worldError;
  return (
    <SceneContext value={scene}>
      <section
        className="room-pane"
        aria-label={room.title}
        data-dropping={isDropping || undefined}
        onDragOver={(event) => {
          if (![...event.dataTransfer.types].includes("Files")) return;
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setDropping(false);
        }}
        onDrop={drop}
      >
        <ChatHead isTranscriptOpen={isOpen} onTranscript={() => showTranscript(!isOpen)}>
          <ScenarioTools scenarios={scenarios} last={state.items.at(-1)?.message_id ?? 0} onRecord={toField} />
        </ChatHead>
        <div className="answers">
          <Answers toasts={state.toasts} ready={state.ready} />
        </div>
        {state.ready && state.items.length === 0 ? (
          <EmptyChat commands={commands} onWrite={write} />
        ) : (
          <Messages ref={messages} timeline={timeline} state={state} chosen={chosen.message} onChoose={chooseMessage} presses={presses} doing={doing} onWrite={write} onLeave={toField} />
        )}
        <Announcer messages={state.items} ready={state.ready} bot={bot.name} />
        {isDropping && <p className="drop-here">Drop to send as {me.name}</p>}
        {acting.note && (
          <p className="chat-note small" role="status" data-testid="chat-note">
            {acting.note}
          </p>
        )}
        {error && <ErrorNote error={error} />}
        {!isIn ? (
          <JoinFirst />
        ) : silence !== null && mode.type !== "edit" ? (
          <Silent why={silence} onLook={look} />
        ) : (
          <Composer
            key={draftKey}
            ref={field}
            keyboard={mine(state.keyboard, me.id)}
            inline={state.inline}
            commands={commands}
            mode={mode}
            onMode={setMode}
            lastOwn={own.at(-1)}
            onUp={() => messages.current?.focusLast()}
            onSent={() => messages.current?.toEnd()}
            draft={drafts.get(draftKey) ?? ""}
            onDraft={(text) => drafts.set(draftKey, text)}
          />
        )}
      </section>
      {isOpen && <Transcript read={transcript} chosen={chosen.entry} message={chosen.message} chatId={room.id} onChoose={chooseEntry} onInbox={(id) => void toInbox(id)} unknown={world.unknown_methods} onClose={() => showTranscript(false)} />}
    </SceneContext>
  );
}
