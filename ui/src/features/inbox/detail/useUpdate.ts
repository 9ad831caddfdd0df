import { useEffect, useState } from "react";
import { useStore } from "../../../app/store";
import { toApiError } from "../../../backend/backend";
import type { ApiError } from "../../../bindings/ApiError";
import type { UpdateDetail } from "../../../bindings/UpdateDetail";

interface Shown {
  detail: UpdateDetail | null;
  error: ApiError | null;
}

/** An update with its body. The one before stays until the next is here. */
export function useUpdate(seq: number | null): Shown & { renew: (detail: UpdateDetail) => void } {
  const store = useStore();
  const [shown, setShown] = useState<Shown>({ detail: null, error: null });
  useEffect(() => {
    let current = true;
    setShown(({ detail }) => ({ detail: seq === null ? null : detail, error: null }));
    if (seq === null) return;
    store.read("get_update", { seq }).then(
      (detail) => current && setShown({ detail, error: null }),
      (thrown) => current && setShown({ detail: null, error: toApiError(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [seq, store]);
  const renew = (detail: UpdateDetail) => setShown((now) => (now.detail?.row.seq === detail.row.seq ? { detail, error: null } : now));
  return { ...shown, renew };
}
