import { useLayoutEffect, useRef, type RefObject } from "react";

/** What has the focus may go when the bot changes its message, or can be pressed no more. The focus then goes to the box, and not out of the chat. */
export function useFocusKept(box: RefObject<HTMLElement | null>): { onFocus: () => void; onBlur: () => void } {
  const isInside = useRef(false);
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (isInside.current && (focused === null || focused === document.body || focused.matches(":disabled"))) box.current?.focus({ preventScroll: true });
  });
  return {
    onFocus: () => {
      isInside.current = true;
    },
    // Of what is taken out of the page the page does not hear.
    onBlur: () => {
      isInside.current = false;
    },
  };
}
