import { useEffect, useState } from "react";

/** What has the focus, and around it what could have it: that may be there when the former is gone. */
function focusedNow(): HTMLElement[] {
  const chain: HTMLElement[] = [];
  for (let at = document.activeElement; at instanceof HTMLElement && at !== document.body; at = at.parentElement) {
    if (at === document.activeElement || at.hasAttribute("tabindex")) chain.push(at);
  }
  return chain;
}

/** When the component closes and takes the focus with it, what had it before gets it back, or what that was in. */
export function useFocusBack(): void {
  // Taken while rendering: a field of the component's own may take the focus right after.
  const [before] = useState(focusedNow);
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost) before.find((each) => each.isConnected)?.focus();
    },
    [before],
  );
}
