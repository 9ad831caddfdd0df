// The frameworks that a program beside a fixture can be in.
import type { Framework } from "../../bindings/Framework";

export const FRAMEWORKS: { value: Framework; label: string }[] = [
  { value: "python_telegram_bot", label: "python-telegram-bot" },
  { value: "grammy", label: "grammY" },
  { value: "teloxide", label: "teloxide" },
];
