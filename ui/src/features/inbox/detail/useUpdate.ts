import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";

/** A selection that moves on within this time is passed over: only where it rests is read. */
const REST_MS = 90;

interface Shown {
  detail: UpdateDetail | null;
  error: ApiError | null;
}

const NONE: Shown = { detail: null, error: null };

/** An update with its body. The one before stays until the next is here. */
export function useUpdate(seq: number | null): Shown & { renew: (detail: UpdateDetail) => void } {
  const store = useStore();
  const [shown, setShown] = useState(NONE);
  const movedAt = useRef(-Infinity);
  const renewed = useRef(0);
  useEffect(() => {
    if (seq === null) {
      setShown(NONE);
      return;
    }
    setShown((now) => (now.error ? NONE : now));
    let current = true;
    const read = (): void => {
      const before = renewed.current;
      store.read("get_update", { seq }).then(
        (detail) => {
          if (!current) return;
          // Changed meanwhile: this answer may be from before that.
          if (renewed.current !== before) read();
          else setShown({ detail, error: null });
        },
        (thrown) => current && setShown({ detail: null, error: toApiError(thrown) }),
      );
    };
    const isMoving = performance.now() - movedAt.current < REST_MS;
    movedAt.current = performance.now();
    // The first step after a rest is shown at once.
    const timer = isMoving ? setTimeout(read, REST_MS) : undefined;
    if (!isMoving) read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [seq, store]);
  const renew = useCallback((detail: UpdateDetail) => {
    renewed.current += 1;
    setShown((now) => (now.detail?.row.seq === detail.row.seq ? { detail, error: null } : now));
  }, []);
  return { ...shown, renew };
}
