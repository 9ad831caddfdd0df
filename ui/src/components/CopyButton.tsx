import { useEffect, useState } from "react";
import { Button } from "./Button";

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Some web views refuse the clipboard API; the older way needs a selection.
    const focused = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return done;
  }
}

interface Props {
  /** What is copied; a function where making it costs something. */
  text: string | (() => string);
  what: string;
  label?: string;
  look?: "plain" | "quiet";
  tabIndex?: number;
  /** One of the cells that the arrow keys go through. */
  "data-cell"?: boolean;
}

export function CopyButton({ text, what, label = "Copy", look = "plain", ...rest }: Props) {
  const [said, setSaid] = useState<"Copied" | "Not copied" | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), 1600);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Button
      {...rest}
      look={look}
      className="copy"
      aria-label={said ? undefined : `Copy ${what}`}
      onClick={() => void copyText(typeof text === "string" ? text : text()).then((done) => setSaid(done ? "Copied" : "Not copied"))}
    >
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
