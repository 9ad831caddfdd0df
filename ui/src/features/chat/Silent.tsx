import { useEffect } from "react";

/** A restriction for a time ends by itself, and nobody is told of it. */
const LOOK_MS = 10_000;

/** In the place of the field, for who cannot write in the chat. */
export function Silent({ why, onLook }: { why: string; onLook: () => void }) {
  useEffect(() => {
    const timer = setInterval(onLook, LOOK_MS);
    return () => clearInterval(timer);
  }, [onLook]);
  return (
    <div className="writing join">
      <p className="grow" role="status" data-testid="silent">
        {why}
      </p>
    </div>
  );
}
