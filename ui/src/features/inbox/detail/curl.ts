// An update as other programs take it. Pure.

const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** What only the reader has: the shell says so where it is not set, and does nothing. */
const asked = (name: string, what: string): string => `"\${${name}:?Set ${name} to ${what}.}"`;

/** Bytes of a body that is one argument of a command: Linux takes 128 KiB in one. */
const LONG = 100_000;

/** A token in it is masked, and no program can use it as it is. */
export const isMasked = (url: string): boolean => url.includes("•");

export interface CurlTo {
  url: string;
  /** Whether a secret token is expected. It is in the keyring, and stays there. */
  hasSecret: boolean;
  /** Headers besides, by their names. */
  headers?: readonly string[];
  /** The certificate is trusted by itself alone, and by nobody else. */
  isOwnCertificate?: boolean;
}

/** A command that sends the update as Telegram does. */
export function asCurl({ url, hasSecret, headers = [], isOwnCertificate = false }: CurlTo, body: string): string {
  const to = isMasked(url) ? asked("TARGET_URL", "the address with its token") : inShell(url);
  const lines = [
    // curl would take some brackets for a list of addresses.
    `curl ${isOwnCertificate ? "-k " : ""}${/[[\]{}]/.test(url) ? "-g " : ""}-X POST ${to}`,
    "-H 'Content-Type: application/json'",
  ];
  if (hasSecret) lines.push(`-H "X-Telegram-Bot-Api-Secret-Token: "${asked("SECRET_TOKEN", "the secret token that the bot expects")}`);
  for (const name of headers) lines.push(`-H ${inShell(`${name}: `)}${asked(`HEADER_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`, "what the header is to say")}`);
  const isLong = new TextEncoder().encode(body).length > LONG;
  if (!isLong) return [...lines, `--data-binary ${inShell(body)}`].join(" \\\n  ");
  let end = "UPDATE";
  while (body.split("\n").includes(end)) end += "_";
  return `${[...lines, `--data-binary @- <<'${end}'`].join(" \\\n  ")}\n${body}\n${end}\n`;
}
