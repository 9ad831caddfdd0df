import { useState } from "react";
import { Button } from "../../../components/Button";
import { Field, TextField, Tick } from "../../../components/Field";
import { useFocusBack } from "../../../components/useFocusBack";
import { useKeys } from "../../../app/keys";
import { useScene } from "../scene";

/** What the sandbox takes as a poll. */
const FEWEST = 2;
const MOST = 12;

/** The lines with something on them. */
export const choicesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

interface Props {
  /** A button of the bot's asks for it. */
  isAsked: boolean;
  onClose: () => void;
  onSent: () => void;
}

/** A poll of one's own. */
export function PollForm({ isAsked, onClose, onSent }: Props) {
  const { act, bot } = useScene();
  const [question, setQuestion] = useState("");
  const [text, setText] = useState("");
  const [several, setSeveral] = useState(false);
  const [open, setOpen] = useState(false);
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  const options = choicesOf(text);
  const isRight = question.trim() !== "" && options.length >= FEWEST && options.length <= MOST;
  return (
    <form
      className="poll-form"
      data-testid="poll-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRight) return;
        void act({ type: "poll", question: question.trim(), options, anonymous: !open, several, right: [], explanation: null }).then((did) => {
          if (!did) return;
          onClose();
          onSent();
        });
      }}
    >
      {isAsked && <p className="muted">{bot.name} asks for a poll.</p>}
      <Field label="Question" data-testid="poll-question" autoFocus maxLength={255} value={question} onChange={(event) => setQuestion(event.target.value)} />
      <TextField label="Choices, one a line" data-testid="poll-choices" hint={`${FEWEST} to ${MOST}`} rows={3} value={text} onChange={(event) => setText(event.target.value)} />
      <div className="row wrap">
        <Tick label="Several answers" checked={several} onChange={(event) => setSeveral(event.target.checked)} />
        <Tick label="Votes are seen" checked={open} onChange={(event) => setOpen(event.target.checked)} />
        <span className="spring" />
        <Button type="submit" data-testid="poll-send" disabled={!isRight}>
          Send the poll
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
