// What a button beside a trouble does. The engine names what mends it; the window has a few more.
import type { Mend as EngineMend } from "../../bindings/Mend";

export type Mend =
  | "set"
  | "options"
  | "delete"
  | "tunnel"
  | "connect"
  | "probe"
  | "edit"
  | "vault"
  | "refresh"
  | "keep"
  | "repair"
  | "resume"
  | "take_back"
  | "let_go"
  | "give_back";

export const MEND_OF = {
  set_webhook: "set",
  open_options: "options",
  delete_webhook: "delete",
  retry_tunnel: "connect",
  open_tunnel: "tunnel",
  probe: "probe",
  replace_token: "edit",
  retry_vault: "vault",
  refresh: "refresh",
  open_retention: "keep",
} satisfies Record<EngineMend, Mend>;
