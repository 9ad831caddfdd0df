// The settings' names, groups and values in words. Pure.
import type { Origin } from "../../bindings/Origin";
import type { SettingName } from "../../bindings/SettingName";
import type { SettingView } from "../../bindings/SettingView";

export type Group = "url" | "telegram" | "watch" | "quit" | "api" | "log";

export const GROUPS = {
  url: "Public URL",
  telegram: "Telegram",
  watch: "Looking after webhooks",
  quit: "When Hookbay quits",
  api: "HTTP API",
  log: "Log",
} satisfies Record<Group, string>;

interface Words {
  group: Group;
  label: string;
  hint: string;
  /** How it is edited; a secret is given elsewhere. */
  edit: "text" | "number" | "truth" | "quit" | "elsewhere";
  placeholder?: string;
}

export const SETTINGS = {
  use_ngrok: { group: "url", label: "Use ngrok", hint: "Whether ngrok makes the public URL, also where there is a domain.", edit: "truth" },
  ngrok_authtoken: { group: "url", label: "ngrok authtoken", hint: "Kept in the keyring; given on the tunnel's page.", edit: "elsewhere" },
  ngrok_domain: { group: "url", label: "Reserved domain at ngrok", hint: "Left empty, ngrok picks one.", edit: "text", placeholder: "calm-otter.ngrok.app" },
  webhook_domain: { group: "url", label: "Your domain", hint: "A reverse proxy of yours forwards it to the port here.", edit: "text", placeholder: "https://api.example.com" },
  ngrok_port: { group: "url", label: "Port here", hint: "Where your proxy finds Hookbay on this computer.", edit: "number", placeholder: "8000" },
  telegram_root: { group: "telegram", label: "Bot API", hint: "The root that bots of Telegram's cloud are asked at.", edit: "text", placeholder: "https://api.telegram.org" },
  check_interval: { group: "watch", label: "Check every", hint: "Seconds from one check of a bot to the next, 10 to 86,400.", edit: "number", placeholder: "300" },
  pending_threshold: { group: "watch", label: "Too many updates waiting", hint: "More than this at Telegram, and not falling, counts as a backlog.", edit: "number", placeholder: "100" },
  on_quit: { group: "quit", label: "What happens to webhooks", hint: "", edit: "quit" },
  api: { group: "api", label: "Address", hint: "An address of this computer with a port, or off.", edit: "text", placeholder: "127.0.0.1:4665" },
  log_level: { group: "log", label: "Log level", hint: "error, warn, info, debug or trace, or filter words.", edit: "text", placeholder: "info" },
} satisfies Record<SettingName, Words> as Record<SettingName, Words>;

export const ON_QUIT = [
  { value: "restore", label: "Put back what was there before", hint: "Where a bot delivered elsewhere before Hookbay, it does again, also when it is paused. Other webhooks stay." },
  { value: "delete", label: "Delete the webhooks set from here", hint: "Telegram keeps the updates for up to 24 hours, and the next start sets them again. What was there before is put back." },
  { value: "leave", label: "Leave everything as it is", hint: "Telegram goes on trying to deliver to this computer." },
] as const;

/** Where what is in force comes from, or why there is nothing. */
export function sourceWords({ value, origin, variable, error }: SettingView): string {
  if (origin.type !== "default") return originWords(origin, variable);
  // What was given and cannot be used is told of beside it.
  if (error !== null) return value === null ? "Nothing is set that can be used" : "Default";
  return value === null ? `Not set, neither here nor as ${variable}` : `Default (${variable} is not set)`;
}

/** Where a value comes from. */
export function originWords(origin: Origin, variable: string): string {
  switch (origin.type) {
    case "environment":
      return `From the environment (${variable})`;
    case "dot_env":
      return `From .env at ${origin.path} (${variable})`;
    case "saved":
      return "Saved here";
    case "default":
      return "Default";
  }
}
