// An update as other programs take it. Pure.

const inShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Where the secret token goes: it is in the keyring, and stays there. */
export const SECRET = "YOUR_SECRET_TOKEN";

/** A command that sends the update as Telegram does. */
export function asCurl(url: string, body: string, hasSecret: boolean): string {
  const lines = [`curl -X POST ${inShell(url)}`, "-H 'Content-Type: application/json'"];
  if (hasSecret) lines.push(`-H 'X-Telegram-Bot-Api-Secret-Token: ${SECRET}'`);
  return [...lines, `--data-binary ${inShell(body)}`].join(" \\\n  ");
}
