import { useEffect, useState } from "react";
import { useStore } from "../../app/store";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import type { ComposeForm } from "../../bindings/ComposeForm";
import { inputOf, type Values } from "./draft";

/** After the last key, so long until the text follows the form. */
const PAUSE_MS = 120;

interface Made {
  /** What it was made of. */
  of: string;
  text: string | null;
  error: ApiError | null;
}

/** The text that a form makes. The one before stays until the next is here. */
export function useMade(botId: BotId, form: ComposeForm | undefined, values: Values): Omit<Made, "of"> & { isStale: boolean } {
  const store = useStore();
  const [made, setMade] = useState<Made>({ of: "", text: null, error: null });
  const fields = form && inputOf(form, values);
  const wanted = form ? JSON.stringify([form.kind, fields]) : "";
  useEffect(() => {
    if (!form || !fields) return;
    let current = true;
    const make = () =>
      store.read("compose", { bot_id: botId, kind: form.kind, fields }).then(
        ({ body }) => current && setMade({ of: wanted, text: body, error: null }),
        (thrown: unknown) => current && setMade(({ text }) => ({ of: wanted, text, error: toApiError(thrown) })),
      );
    const timer = setTimeout(() => void make(), PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
    // What is wanted says what the form and the fields are.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [botId, wanted, store]);
  return { text: made.text, error: made.error, isStale: made.of !== wanted };
}
