import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { MishapMenu } from "./mishap/MishapMenu";
import { botStanding, whoIsIn } from "./rooms/rooms";
import { useScene } from "./scene";

interface Props {
  isTranscriptOpen: boolean;
  onTranscript: () => void;
  /** More that can be done with the conversation: to record it, to run it again. */
  children?: ReactNode;
}

const STANDINGS = {
  private: [
    ["member", "The bot can write"],
    ["kicked", "The bot is blocked"],
  ],
  group: [
    ["member", "The bot is a member"],
    ["administrator", "The bot is an administrator"],
    ["left", "The bot is not in it"],
    ["kicked", "The bot was put out"],
  ],
  channel: [
    ["administrator", "The bot is an administrator"],
    ["left", "The bot is not in it"],
    ["kicked", "The bot was put out"],
  ],
} as const;

/** Where one is, who else is there, what the bot is there. */
export function ChatHead({ isTranscriptOpen, onTranscript, children }: Props) {
  const { bot, world, room, me, act, note } = useScene();
  const standings = STANDINGS[room.kind === "supergroup" ? "group" : room.kind];
  const isKnown = standings.some(([status]) => status === room.bot_status);
  const isIn = room.members.includes(me.id);
  const ahead = clockWords(world.clock_ahead);
  return (
    <header className="chat-head">
      <div className="chat-title">
        <h2 className="cut" dir="auto">
          {room.title}
        </h2>
        <span className="mark">sandbox</span>
        <p className="small muted cut" data-testid="who-is-in">
          {whoIsIn(room, bot.name, world.people)}
          {ahead && `. ${ahead}`}
        </p>
      </div>
      <select className={`input bot-standing ${botStanding(room) ? "tone-care" : ""}`} aria-label="What the bot is here" data-testid="bot-status" value={room.bot_status} onChange={(event) => void act({ type: "set_bot", status: event.target.value })}>
        {standings.map(([status, words]) => (
          <option key={status} value={status}>
            {words}
          </option>
        ))}
        {!isKnown && <option value={room.bot_status}>The bot is {room.bot_status}</option>}
      </select>
      <div className="row chat-tools">
        {children}
        {room.kind !== "private" && isIn && (
          <Button look="quiet" data-testid="leave" onClick={() => void act({ type: "leave" })}>
            Leave
          </Button>
        )}
        <MishapMenu botId={bot.id} onOrdered={(words) => note(`Ordered: ${words}`)} />
        <Button look="quiet" data-testid="transcript-toggle" aria-expanded={isTranscriptOpen} onClick={onTranscript}>
          Transcript
        </Button>
      </div>
    </header>
  );
}

/** How far the sandbox's clock is ahead, where it is. */
export function clockWords(seconds: number): string | null {
  if (seconds < 1) return null;
  const [n, unit] = seconds >= 172_800 ? [seconds / 86_400, "d"] : seconds >= 3600 ? [seconds / 3600, "h"] : seconds >= 60 ? [seconds / 60, "min"] : [seconds, "s"];
  return `The sandbox's clock is ${Math.round(n)} ${unit} ahead`;
}
