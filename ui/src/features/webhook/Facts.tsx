import type { ReactNode } from "react";
import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { TimeAgo } from "../../components/TimeAgo";
import { count } from "../../components/time";
import { errorIsCurrent, lastErrorWords } from "../bots/health";

const OWNER_WORDS = { ours: "ours", ours_outdated: "ours, at an old address", foreign: "someone else's", none: "", unknown: "" } as const;
const OWNER_TONES = { ours: "tone-good", ours_outdated: "tone-bad", foreign: "tone-care", none: "", unknown: "" } as const;

/** What Telegram says of the webhook, field by field. */
export function Facts({ bot, onChange }: { bot: BotView; onChange: () => void }) {
  const { update_kinds } = useOverview();
  const webhook = bot.webhook;
  const info = webhook?.info;
  const isSet = (info?.url ?? "") !== "";
  const isOurs = webhook?.owner === "ours" || webhook?.owner === "ours_outdated";
  if (!webhook) return null;
  return (
    <dl className="facts" aria-label="The webhook as Telegram sees it">
      {info && (
        <Fact name="URL">
          <span className="mono break" data-testid="webhook-url">
            {info.url}
          </span>
          {isSet ? (
            <>
              {" "}
              <span className={OWNER_TONES[webhook.owner]} data-testid="owner">{OWNER_WORDS[webhook.owner]}</span> <CopyButton text={info.url} what="the webhook's URL" />
            </>
          ) : (
            <span className="muted">none</span>
          )}
        </Fact>
      )}
      {info && (
        <Fact name="Pending updates">
          <span data-testid="pending">{info.pending_update_count.toLocaleString("en")}</span>
        </Fact>
      )}
      {info?.last_error_date != null && (
        <Fact name="Last error">
          {lastErrorWords(info) ?? "an error without words"}, <TimeAgo at={info.last_error_date * 1000} />
          {!errorIsCurrent(bot) && <span className="muted"> (older than the last update that arrived)</span>}
          {webhook.diagnosis && (
            <span className="fact-more">
              {webhook.diagnosis.cause} {webhook.diagnosis.fix}
            </span>
          )}
        </Fact>
      )}
      {info && !info.last_error_date && isSet && <Fact name="Last error">none since it was set</Fact>}
      {isSet && <Fact name="Secret token">{isOurs ? "set by Hookbay, checked on every request" : "Telegram does not tell"}</Fact>}
      {info && isSet && (
        <Fact name="Allowed updates">
          {allowedWords(info.allowed_updates, update_kinds.filter((kind) => kind.default).length)} <Button data-testid="change-kinds" onClick={onChange}>Change</Button>
        </Fact>
      )}
      {info?.max_connections != null && <Fact name="Connections">{info.max_connections}</Fact>}
      {info?.ip_address && (
        <Fact name="IP address">
          <span className="mono">{info.ip_address}</span>
        </Fact>
      )}
      {info?.has_custom_certificate && <Fact name="Certificate">uploaded by hand</Fact>}
      {info?.last_synchronization_error_date != null && (
        <Fact name="Server link">
          the Bot API server lost Telegram, <TimeAgo at={info.last_synchronization_error_date * 1000} />
        </Fact>
      )}
      <Refused bot={bot} />
      <Fact name="Last check">
        <TimeAgo at={webhook.checked_at} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Refused({ bot: { refused } }: { bot: BotView }) {
  const reasons = [
    refused.wrong_secret > 0 && `${refused.wrong_secret.toLocaleString("en")} with a wrong secret token`,
    refused.not_an_update > 0 && `${refused.not_an_update.toLocaleString("en")} not an update`,
    refused.too_large > 0 && `${refused.too_large.toLocaleString("en")} too large`,
  ].filter(Boolean);
  if (reasons.length === 0) return null;
  return <Fact name="Refused requests">{reasons.join(", ")}</Fact>;
}

function allowedWords(allowed: string[] | null, defaults: number): string {
  if (!allowed || allowed.length === 0) return `Telegram's default: ${count(defaults, "kind")}`;
  return allowed.length <= 4 ? allowed.join(", ") : `${allowed.slice(0, 3).join(", ")} and ${allowed.length - 3} more`;
}
