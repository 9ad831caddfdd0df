import { Fragment } from "react";
import { useRead } from "../../app/useRead";
import type { BotId } from "../../bindings/BotId";
import { CopyButton } from "../../components/CopyButton";
import { ErrorNote } from "../../components/ErrorNote";

/** What a bot's program needs to be this bot in the sandbox. The token is made up, so it stands here in the open. */
export function Access({ botId }: { botId: BotId }) {
  const { value, error } = useRead({ op: "sandbox_access", input: () => ({ bot_id: botId }), key: botId, stale: (change) => change.type === "sandbox" || change.type === "bots" });
  if (error) return <ErrorNote error={error} />;
  const { api_root = "", token = "" } = value ?? {};
  const rows = [
    { id: "root", name: "Bot API", text: api_root, what: "the sandbox's address" },
    { id: "token", name: "Token", text: token, what: "the token" },
  ];
  return (
    <section className="access" aria-label="For your bot's program" data-testid="access">
      <p className="muted">Your bot's program is this bot with these two in its settings. Then it can ask for updates, and answer through the Bot API.</p>
      <dl className="facts">
        {rows.map(({ id, name, text, what }) => (
          <Fragment key={id}>
            <dt>{name}</dt>
            <dd>
              <span className="mono break" data-testid={`access-${id}`}>
                {text}
              </span>
              <CopyButton text={text} what={what} look="quiet" />
            </dd>
          </Fragment>
        ))}
      </dl>
      <CopyButton text={`BOT_TOKEN=${token}\nTELEGRAM_API_ROOT=${api_root}\n`} what="both as environment variables" label="Copy as environment variables" />
    </section>
  );
}
