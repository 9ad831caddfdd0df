import { useState } from "react";
import { useStore } from "../../app/store";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { SandboxAct } from "../../bindings/SandboxAct";
import type { SandboxDid } from "../../bindings/SandboxDid";

interface Where {
  bot_id: string;
  user_id: number;
  /** None for the private chat with the bot. */
  chat_id: number | null;
}

export interface Acting {
  act: (act: SandboxAct) => Promise<SandboxDid | null>;
  /** Why the bot is not told, or what else is to be known. */
  note: string | null;
  setNote: (note: string | null) => void;
  error: ApiError | null;
}

/** Does what a person does in the sandbox, and keeps what the last one came to. */
export function useAct(where: Where, afterwards: () => void): Acting {
  const store = useStore();
  const [said, setSaid] = useState<{ note: string | null; error: ApiError | null }>({ note: null, error: null });
  const act = async (act: SandboxAct) => {
    try {
      const did = await store.read("act_in_sandbox", { ...where, act });
      setSaid({ note: did.note, error: null });
      return did;
    } catch (thrown) {
      const error = toApiError(thrown);
      // The chat's own reason says all: what else to do there is the person's to know.
      setSaid({ note: null, error: error.code === "invalid_input" ? { ...error, remedy: "" } : error });
      return null;
    } finally {
      afterwards();
    }
  };
  return { act, ...said, setNote: (note) => setSaid({ note, error: null }) };
}
