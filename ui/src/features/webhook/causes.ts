// Why something was done to a webhook, in words.
import type { Cause } from "../../bindings/Cause";

/** The end of a sentence on what was done. */
export const BECAUSE = {
  user: "as you asked",
  url_missing: "because there was none any more",
  url_invalid: "because Telegram cannot deliver to the URL that it had",
  url_changed: "because the public URL had changed",
  new_errors: "because deliveries had failed",
  pending_high: "because too many updates waited at Telegram",
  quit: "as Hookbay quit",
  crash: "because Hookbay had ended without doing it",
  sandbox_started: "because the sandbox had started anew",
} satisfies Record<Cause, string>;

/** A sentence on what is wrong, for a title. */
export const WRONG = {
  user: "The webhook is to be set again",
  url_missing: "The webhook is gone from Telegram",
  url_invalid: "Telegram has a URL that it cannot deliver to",
  url_changed: "Telegram delivers to an old address",
  new_errors: "Deliveries to this computer fail",
  pending_high: "Updates pile up at Telegram",
  quit: "The webhook was changed as Hookbay quit",
  crash: "Hookbay ended without putting the webhook right",
  sandbox_started: "The sandbox has started anew and knows no webhook",
} satisfies Record<Cause, string>;
