import { useEffect, useId, useImperativeHandle, useRef, useState, type ClipboardEvent, type KeyboardEvent, type Ref } from "react";
import { flushSync } from "react-dom";
import type { BotCommand } from "../../../bindings/BotCommand";
import type { ChatMessage } from "../../../bindings/ChatMessage";
import type { InlineOffer } from "../../../bindings/InlineOffer";
import type { ReplyButton } from "../../../bindings/ReplyButton";
import type { ReplyKeyboard } from "../../../bindings/ReplyKeyboard";
import { Button } from "../../../components/Button";
import { lineOf } from "../messages/words";
import { nameOf, useScene } from "../scene";
import { askOf } from "./asks";
import { Attachments } from "./Attachments";
import { base64Of, MOST_BYTES, pick, type Picked } from "./files";
import type { Mode } from "./mode";
import { Keys, type KeysHandle } from "./Keys";
import { PollForm } from "./PollForm";
import { ShareForm, type Shared } from "./ShareForm";
import { offered } from "./suggest";
import { optionId, Suggestions } from "./Suggestions";
import { useGiveBack } from "./useGiveBack";
import { useInline } from "./useInline";

export interface ComposerHandle {
  focus: () => void;
  write: (text: string) => void;
  attach: (files: Iterable<File>) => void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  /** The bot's, where one has it. */
  keyboard: ReplyKeyboard | null;
  inline: InlineOffer | null;
  /** Those that one is offered. */
  commands: readonly BotCommand[];
  mode: Mode;
  onMode: (mode: Mode) => void;
  /** The last message that one can edit. */
  lastOwn: ChatMessage | undefined;
  /** Into the chat above. */
  onUp: () => void;
  onSent: () => void;
  /** What is kept of the field while another chat is open. */
  draft: string;
  onDraft: (text: string) => void;
}

export function Composer({ ref, keyboard, inline, commands, mode, onMode, lastOwn, onUp, onSent, draft, onDraft }: Props) {
  const scene = useScene();
  const { act, bot, me, room } = scene;
  const list = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const edited = mode.type === "edit" ? mode.message : null;
  const [text, setText] = useState(edited?.text ?? draft);
  const [at, setAt] = useState(0);
  const [isShut, setShut] = useState(false);
  const [picked, setPicked] = useState<readonly Picked[]>([]);
  const [sharing, setSharing] = useState<Shared | null>(null);
  const [poll, setPoll] = useState<{ isAsked: boolean; kind: string | null } | null>(null);
  const [isFolded, setFolded] = useState(false);
  const open = useRef<HTMLInputElement>(null);
  const keysBelow = useRef<KeysHandle>(null);
  const giveBack = useGiveBack({ text, mode, draft, onText: setText, onMode, onDraft });

  const write = (next: string) => {
    setText(next);
    setShut(false);
    setAt(0);
    if (mode.type !== "edit") onDraft(next);
  };
  const attach = async (files: Iterable<File>) => {
    const all = [...files];
    const fit = all.filter(({ size }) => size <= MOST_BYTES);
    if (fit.length < all.length) scene.note("A file of more than 20 MB is left out: a bot could not fetch it.");
    const more = await Promise.all(fit.map(pick)).catch(() => []);
    if (more.length < fit.length) scene.note("A file could not be read.");
    setPicked((now) => [...now, ...more]);
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    write: (next) => {
      write(next);
      field.current?.focus();
    },
    attach: (files) => void attach(files),
  }));

  // To edit is to find the old words in the field, and what was typed before it afterwards.
  const [wasEdited, setWasEdited] = useState(edited);
  if (edited !== wasEdited) {
    setWasEdited(edited);
    setText(edited ? (edited.text ?? "") : draft);
  }
  useEffect(() => {
    if (mode.type === "new") return;
    const here = document.activeElement;
    // What the bot wants takes nobody out of another field, or from elsewhere in the window.
    const isBusy = here !== null && here !== document.body && (here.matches("input, textarea, select") || !here.closest(".room-pane"));
    if (mode.type === "edit" || !mode.asked || !isBusy) field.current?.focus();
  }, [mode]);
  // As high as its text, up to the height that the style sets.
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);
  useEffect(() => setFolded(false), [keyboard]);

  useInline(mode.type === "edit" ? "" : text, scene);
  const offers = mode.type === "edit" || isShut ? ({ type: "none" } as const) : offered(text, bot.username, commands, inline);
  const items = offers.type === "commands" || offers.type === "results" ? offers.items.length : 0;

  const toField = () => field.current?.focus();
  const say = async (words: string) => {
    const reply_to = mode.type === "reply" ? mode.message.message_id : null;
    onSent();
    onMode({ type: "new" });
    return (await act({ type: "say", text: words, reply_to })) !== null;
  };
  /** What was typed. At once: the next one may be typed while this one is under way. */
  const sayTyped = async (words: string) => {
    write("");
    if (!(await say(words))) giveBack(words, mode);
  };
  const sendFiles = async (words: string) => {
    const files = picked;
    write("");
    setPicked([]);
    onSent();
    onMode({ type: "new" });
    for (const [index, { kind, file, url }] of files.entries()) {
      const did = await act({ type: "upload", kind, name: file.name, data: base64Of(url), caption: index === 0 && words ? words : null });
      if (did) continue;
      setPicked((now) => [...files.slice(index), ...now]);
      return giveBack(index === 0 ? words : "", mode);
    }
    if (mode.type === "reply") scene.note("In the sandbox a file answers no message: it was sent by itself.");
  };
  const send = async () => {
    const words = text.trim();
    if (edited) {
      if (words === "" || words === edited.text) return onMode({ type: "new" });
      if (await act({ type: "edit", message_id: edited.message_id, text: words })) onMode({ type: "new" });
      return;
    }
    if (picked.length > 0) return sendFiles(words);
    if (words !== "") return sayTyped(words);
  };
  const choose = async (index: number) => {
    if (offers.type === "commands") {
      const command = offers.items[index];
      if (command) await sayTyped(`/${command.command}`);
    } else if (offers.type === "results") {
      const result = offers.items[index];
      const asked = text;
      write("");
      onSent();
      if (result && !(await act({ type: "choose_inline", query_id: offers.queryId, result_id: result.id }))) giveBack(asked, mode);
    }
  };
  const foldOnce = () => {
    if (keyboard?.one_time) setFolded(true);
  };
  const pressKey = async (button: ReplyButton) => {
    const not = askOf(button)?.not;
    if (not) return scene.note(not);
    if (button.kind === "contact" || button.kind === "location") return setSharing(button.kind);
    if (button.kind === "poll") return setPoll({ isAsked: true, kind: button.poll });
    toField();
    // A keyboard for one use goes with what was sent.
    if (await say(button.text)) foldOnce();
    else if (mode.type === "reply") onMode(mode);
  };

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const take = (work: () => void) => {
      event.preventDefault();
      work();
    };
    if (event.key === "ArrowUp" && event.ctrlKey) return take(onUp);
    if (event.key === "ArrowDown" && event.ctrlKey && keyboard) {
      // Drawn first, where it is folded away.
      flushSync(() => setFolded(false));
      return take(() => keysBelow.current?.focus());
    }
    if (items > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) return take(() => setAt((at + items + (event.key === "ArrowDown" ? 1 : -1)) % items));
    if (items > 0 && event.key === "Tab" && !event.shiftKey) return take(() => void choose(at));
    if (event.key === "ArrowUp" && text === "" && lastOwn) return take(() => onMode({ type: "edit", message: lastOwn }));
    if (event.key === "Enter" && !event.shiftKey) return take(() => void (items > 0 ? choose(Math.min(at, items - 1)) : send()));
    if (event.key !== "Escape") return;
    take(() => {
      if (offers.type !== "none") setShut(true);
      else if (mode.type !== "new") onMode({ type: "new" });
      // The page's own keys again.
      else field.current?.blur();
    });
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void attach(event.clipboardData.files);
  };

  return (
    <div className="writing">
      <Suggestions id={list} offered={offers} at={at} bot={bot.name} onPick={(index) => void choose(index)} />
      {mode.type !== "new" && (
        <p className="writing-mode" data-testid="composer-mode">
          <span className="cut">
            {mode.type === "edit" ? "Edit" : `Reply to ${nameOf(scene, mode.message.from)}`}: {lineOf(mode.message)}
          </span>
          <Button look="quiet" onClick={() => onMode({ type: "new" })}>
            Cancel
          </Button>
        </p>
      )}
      <Attachments picked={picked} onChange={setPicked} />
      {poll && (
        <PollForm
          key={poll.kind}
          {...poll}
          onClose={() => setPoll(null)}
          onSent={() => {
            onSent();
            if (poll.isAsked) foldOnce();
            toField();
          }}
        />
      )}
      {sharing && (
        <ShareForm
          key={sharing}
          what={sharing}
          onClose={() => setSharing(null)}
          onSent={() => {
            onSent();
            foldOnce();
            toField();
          }}
        />
      )}
      <div className="writing-line">
        <Button look="quiet" title="Photo or file; dropping or pasting one does the same" onClick={() => open.current?.click()}>
          Attach
        </Button>
        <Button look="quiet" data-testid="poll-open" aria-expanded={poll !== null} title="Make a poll" onClick={() => setPoll(poll ? null : { isAsked: false, kind: null })}>
          Poll
        </Button>
        <input
          ref={open}
          type="file"
          multiple
          hidden
          aria-label="Photos and files"
          data-testid="attach"
          onChange={(event) => {
            void attach(event.target.files ?? []);
            event.target.value = "";
          }}
        />
        <textarea
          ref={field}
          className="input writing-field"
          data-testid="chat-field"
          rows={1}
          dir="auto"
          maxLength={4096}
          role="combobox"
          aria-label={`Write as ${me.name} ${room.kind === "private" ? `to ${bot.name}` : `in ${room.title}`}`}
          aria-expanded={items > 0}
          aria-autocomplete="list"
          aria-controls={items > 0 ? list : undefined}
          aria-activedescendant={items > 0 ? optionId(list, Math.min(at, items - 1)) : undefined}
          placeholder={(mode.type === "reply" && mode.asked?.placeholder) || (keyboard?.placeholder ?? `Write as ${me.name}`)}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={keys}
          onPaste={paste}
        />
        {commands.length > 0 && text === "" && mode.type === "new" && (
          <Button look="quiet" data-testid="commands-open" title="The bot's commands" aria-label="The bot's commands" onClick={() => (write("/"), toField())}>
            /
          </Button>
        )}
        {keyboard && (
          <Button look="quiet" data-testid="keyboard-fold" aria-expanded={!isFolded} title="The bot's keyboard (Ctrl ↓)" aria-keyshortcuts="Control+ArrowDown" onClick={() => setFolded(!isFolded)}>
            Keyboard
          </Button>
        )}
        <Button data-testid="chat-send" disabled={text.trim() === "" && picked.length === 0} onClick={() => void send()}>
          {edited ? "Save" : "Send"}
        </Button>
      </div>
      {keyboard && !isFolded && <Keys ref={keysBelow} keyboard={keyboard} onPress={(button) => void pressKey(button)} onLeave={toField} />}
    </div>
  );
}
