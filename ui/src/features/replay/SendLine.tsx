import type { ReactNode } from "react";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { Waiting } from "../../components/Waiting";
import type { Replaying } from "./useReplay";

interface Props {
  replay: Replaying;
  label: string;
  disabled: boolean;
  takesFocus: boolean;
  children: ReactNode;
}

/** The button that sends, and the question before it goes to another computer. */
export function SendLine({ replay: { send, confirm, isForeign }, label, disabled, takesFocus, children }: Props) {
  return (
    <>
      <div className="row">
        <Button type="submit" data-testid="replay-send" autoFocus={takesFocus} busy={send.busy} disabled={disabled}>
          {label}
        </Button>
        {children}
      </div>
      {send.error && !isForeign && <ErrorNote error={send.error} />}
      {send.error && isForeign && (
        <section className="note care" role="alert" data-testid="foreign-host">
          <p className="note-title">{send.error.message}</p>
          <p>{send.error.remedy}</p>
          <div className="row">
            <Button look="danger" data-testid="replay-confirm" busy={confirm.busy} onClick={() => void confirm.run()}>
              Send it there
            </Button>
            <Button look="quiet" onClick={send.dismiss}>
              Do not send it
            </Button>
          </div>
        </section>
      )}
      {confirm.error && <ErrorNote error={confirm.error} />}
      <Waiting action={send} on="your bot's answer" />
      <Waiting action={confirm} on="the answer" />
    </>
  );
}
