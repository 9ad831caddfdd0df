import { useEffect, useState } from "react";

/** When the component closes and takes the focus with it, what had it before gets it back. */
export function useFocusBack(): void {
  // Taken while rendering: a field of the component's own may take the focus right after.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
