import { useState } from "react";
import type { ChatMessage } from "../../../bindings/ChatMessage";
import type { PollView } from "../../../bindings/PollView";
import { Button } from "../../../components/Button";
import { clock, count } from "../../../components/time";
import { nameOf, useScene } from "../scene";

/** A poll that one votes in. */
export function Poll({ message, poll }: { message: ChatMessage; poll: PollView }) {
  const scene = useScene();
  const mine = poll.options.flatMap(({ by }, index) => (by.includes(scene.me.id) ? [index] : []));
  const [picked, setPicked] = useState<readonly number[]>([]);
  const voters = new Set(poll.options.flatMap(({ by }) => by)).size;
  const vote = (options: number[]) => void scene.act({ type: "vote", message_id: message.message_id, options });
  const choose = (index: number) => {
    if (!poll.several) return vote([index]);
    setPicked(picked.includes(index) ? picked.filter((each) => each !== index) : [...picked, index]);
  };
  const isOpen = !poll.closed && mine.length === 0;
  const isRight = (index: number) => !isOpen && poll.right.includes(index);
  return (
    <div className="poll" data-asked data-testid="poll">
      <p className="poll-question">{poll.question}</p>
      <p className="small muted">{pollWords(poll)}</p>
      {poll.options.map((option, index) => {
        const share = voters === 0 ? 0 : Math.round((100 * option.by.length) / voters);
        const who = poll.is_anonymous ? undefined : option.by.map((id) => nameOf(scene, id)).join(", ");
        return (
          <button
            key={index}
            type="button"
            tabIndex={-1}
            className="poll-option"
            data-testid="poll-option"
            data-cell
            aria-pressed={mine.includes(index) || picked.includes(index)}
            disabled={!isOpen}
            title={who}
            onClick={() => choose(index)}
          >
            <span className="poll-tick" aria-hidden="true">{mine.includes(index) || picked.includes(index) ? "✓" : ""}</span>
            <span className="grow">{option.text}</span>
            {isRight(index) && <span className="small tone-good">right</span>}
            <span className="mono small muted">{isOpen ? "" : `${option.by.length} · ${share} %`}</span>
          </button>
        );
      })}
      {!isOpen && poll.explanation && (
        <p className="small" data-testid="poll-explanation">
          {poll.explanation}
        </p>
      )}
      <div className="row" data-row>
        <span className="small muted grow">{voters === 0 ? "No votes yet" : count(voters, "vote")}</span>
        {isOpen && poll.several && (
          <Button tabIndex={-1} data-testid="poll-vote" data-cell disabled={picked.length === 0} onClick={() => vote([...picked].sort((one, other) => one - other))}>
            Vote
          </Button>
        )}
        {!poll.closed && mine.length > 0 && !poll.quiz && (
          <Button
            look="quiet"
            tabIndex={-1}
            data-cell
            onClick={() => {
              setPicked([]);
              vote([]);
            }}
          >
            Take my vote back
          </Button>
        )}
      </div>
    </div>
  );
}

function pollWords(poll: PollView): string {
  const kind = poll.quiz ? "Quiz" : "Poll";
  const parts = [poll.is_anonymous ? `Anonymous ${kind.toLowerCase()}` : kind];
  if (poll.several) parts.push("several answers");
  if (poll.closed) parts.push("closed");
  else if (poll.closes_at !== null) parts.push(`closes at ${clock(Date.parse(poll.closes_at))}`);
  return parts.join(", ");
}
