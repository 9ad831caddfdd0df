import { useEffect, useRef, useState } from "react";
import type { Toast } from "../../bindings/Toast";
import type { Scene } from "./scene";
import { answered, type Press } from "./presses";

/** Telegram shows a button as waiting for about so long. */
const PATIENCE_MS = 15_000;

export interface Presses {
  press: (message_id: number, row: number, column: number) => Promise<void>;
  isWaiting: (message_id: number, row: number, column: number) => boolean;
}

/** Buttons that were pressed and that the bot has not answered yet. */
export function usePresses(scene: Pick<Scene, "act" | "me" | "note">, toasts: readonly Toast[]): Presses {
  const [waiting, setWaiting] = useState<readonly Press[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const latest = useRef(scene);
  latest.current = scene;

  useEffect(() => {
    setWaiting((now) => answered(now, toasts));
  }, [toasts]);
  useEffect(() => {
    const all = timers.current;
    return () => {
      for (const timer of all) clearTimeout(timer);
    };
  }, []);

  const press = async (message_id: number, row: number, column: number) => {
    const mine: Press = { place: placeOf(message_id, row, column), user: scene.me.id, before: new Set(toasts.map(({ id }) => id)) };
    const drop = () => setWaiting((now) => now.filter((each) => each !== mine));
    setWaiting((now) => [...now.filter(({ place }) => place !== mine.place), mine]);
    const did = await scene.act({ type: "press", message_id, row, column });
    if (!did || did.update_ids.length === 0) return drop();
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setWaiting((now) => {
        if (!now.includes(mine)) return now;
        latest.current.note("The bot has not answered the button yet (answerCallbackQuery). In Telegram it would still show that it waits.");
        return now.filter((each) => each !== mine);
      });
    }, PATIENCE_MS);
    timers.current.add(timer);
  };
  return { press, isWaiting: (...place) => waiting.some((each) => each.place === placeOf(...place)) };
}

const placeOf = (message_id: number, row: number, column: number) => `${message_id} ${row} ${column}`;
