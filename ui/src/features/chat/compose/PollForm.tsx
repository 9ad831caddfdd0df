import { useState } from "react";
import { Button } from "../../../components/Button";
import { Choice, Field, TextField, Tick } from "../../../components/Field";
import { useFocusBack } from "../../../components/useFocusBack";
import { useKeys } from "../../../app/keys";
import { useScene } from "../scene";

/** What the sandbox takes as a poll. */
const FEWEST = 2;
const MOST = 12;

const WANTED: Partial<Record<string, string>> = { any: "a poll", quiz: "a quiz", regular: "a poll that is no quiz" };

/** The lines with something on them. */
export const choicesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

interface Props {
  /** A button of the bot's asks for it. */
  isAsked: boolean;
  /** `quiz` or `regular`, where it has to be one. */
  kind: string | null;
  onClose: () => void;
  onSent: () => void;
}

/** A poll of one's own. */
export function PollForm({ isAsked, kind, onClose, onSent }: Props) {
  const { act, bot } = useScene();
  const [question, setQuestion] = useState("");
  const [text, setText] = useState("");
  const [several, setSeveral] = useState(false);
  const [open, setOpen] = useState(false);
  const [quiz, setQuiz] = useState(kind === "quiz");
  const [right, setRight] = useState<string | null>(null);
  const [explanation, setExplanation] = useState("");
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  const options = choicesOf(text);
  // Kept by its words: its place changes while one writes.
  const place = right === null ? -1 : options.indexOf(right);
  const isRight = question.trim() !== "" && options.length >= FEWEST && options.length <= MOST && (!quiz || place >= 0);
  const answers = quiz ? { several: false, right: [place], explanation: explanation.trim() || null } : { several, right: [], explanation: null };
  return (
    <form
      className="poll-form"
      data-testid="poll-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRight) return;
        void act({ type: "poll", question: question.trim(), options, anonymous: !open, ...answers }).then((did) => {
          if (!did) return;
          onClose();
          onSent();
        });
      }}
    >
      {isAsked && <p className="muted">{bot.name} asks for {WANTED[kind ?? "any"]}.</p>}
      <Field label="Question" data-testid="poll-question" autoFocus maxLength={255} value={question} onChange={(event) => setQuestion(event.target.value)} />
      <TextField label="Choices, one a line" data-testid="poll-choices" hint={`${FEWEST} to ${MOST}`} rows={3} value={text} onChange={(event) => setText(event.target.value)} />
      {quiz && options.length > 0 && <Choice legend="The right answer" value={right ?? ""} options={[...new Set(options)].map((value) => ({ value, label: value }))} onChange={setRight} />}
      {quiz && <Field label="What it says of the answer" hint="Need not be" data-testid="poll-explanation" maxLength={200} value={explanation} onChange={(event) => setExplanation(event.target.value)} />}
      <div className="row wrap">
        {kind === null && <Tick label="Quiz" checked={quiz} onChange={(event) => setQuiz(event.target.checked)} />}
        {!quiz && <Tick label="Several answers" checked={several} onChange={(event) => setSeveral(event.target.checked)} />}
        <Tick label="Votes are seen" checked={open} onChange={(event) => setOpen(event.target.checked)} />
        <span className="spring" />
        <Button type="submit" data-testid="poll-send" disabled={!isRight}>
          Send the {quiz ? "quiz" : "poll"}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
