// What is kept of somebody else's webhook, and what is lost. Pure.
import type { LeaseView } from "../../bindings/LeaseView";
import type { WebhookInfo } from "../../bindings/WebhookInfo";

/** As the end of a sentence: Telegram's own names are left as they are. */
export function allowedList(allowed: string[] | null): string {
  return allowed && allowed.length > 0 ? allowed.join(", ") : "Telegram's default set";
}

const SECRET_LOST = "Its secret token, if it has one: what runs there may refuse updates until it sets its webhook itself again.";
const CERTIFICATE_LOST = "Its certificate: Telegram cannot deliver there until it is uploaded again.";

/** What cannot be put back as it was; each one a sentence. */
export function lostOf(lease: LeaseView): string[] {
  return [
    ...(lease.secret_token_kept ? [] : [SECRET_LOST]),
    ...(lease.has_custom_certificate && !lease.certificate_kept ? [CERTIFICATE_LOST] : []),
  ];
}

/** What is put back, in words. */
export function keptOf(lease: LeaseView): string {
  const kept = [
    "its URL",
    ...(lease.max_connections === null ? [] : [`${lease.max_connections} connections`]),
    `allowed updates (${allowedList(lease.allowed_updates)})`,
    ...(lease.secret_token_kept ? ["its secret token"] : []),
    ...(lease.certificate_kept ? ["its certificate"] : []),
  ];
  return `${kept.slice(0, -1).join(", ")} and ${kept.at(-1)}`;
}

/** What taking over loses for good, with what was supplied so far; each one a sentence. */
export function lostByTaking(info: WebhookInfo | null, given: { secret_token: string | null; certificate_pem: string | null }): string[] {
  return [
    ...(given.secret_token ? [] : [SECRET_LOST]),
    ...(info?.has_custom_certificate && !given.certificate_pem ? [CERTIFICATE_LOST] : []),
  ];
}
