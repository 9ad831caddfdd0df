import { useEffect, useRef } from "react";
import { useEvent } from "../../../components/useEvent";
import type { Mode } from "./mode";

interface Field {
  text: string;
  mode: Mode;
  /** What was typed before one began to edit. */
  draft: string;
  onText: (text: string) => void;
  onMode: (mode: Mode) => void;
  onDraft: (text: string) => void;
}

/** Puts what could not be sent back into the field, before what was typed meanwhile, and answers again what it answered. */
export function useGiveBack(field: Field): (words: string, was: Mode) => void {
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return useEvent((words: string, was: Mode) => {
    const { text, mode, draft, onText, onMode, onDraft } = field;
    const isEditing = mode.type === "edit";
    const all = [words, isEditing ? draft : text].filter((part) => part !== "").join("\n");
    onDraft(all);
    // Another chat is open, or an old message is edited: it waits as the draft.
    if (!isThere.current || isEditing) return;
    onText(all);
    if (mode.type === "new" && was.type === "reply") onMode(was);
  });
}
