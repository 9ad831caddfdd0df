import { useEffect, useRef } from "react";
import type { ApiError } from "../../bindings/ApiError";
import type { BotView } from "../../bindings/BotView";
import { CopyButton } from "../../components/CopyButton";
import { hostOf } from "../bots/health";
import { allowedList } from "./lease";

interface Props {
  bot: BotView;
  /** What the engine said when it found it. */
  refused: ApiError | null;
  takesFocus: boolean;
}

/** Somebody else's webhook, as Telegram tells of it, before ours takes its place. */
export function WhatIsThere({ bot, refused, takesFocus }: Props) {
  // Where a deployed bot would lose its updates, Enter alone must not do it, and what is there is read first.
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) box.current?.focus();
  }, [takesFocus]);
  const info = bot.webhook?.owner === "foreign" ? bot.webhook.info : null;
  const first = bot.lease ? hostOf(bot.lease.url) : null;
  return (
    <div ref={box} className="note care" data-testid="what-is-there" role="group" aria-label="What is there" tabIndex={-1}>
      <p className="note-title">{info ? `This bot delivers to ${hostOf(info.url)}` : (refused?.message ?? "This bot delivers to somebody else")}</p>
      {info && (
        <dl className="lines">
          <dt>URL</dt>
          <dd>
            <span className="mono break">{info.url}</span> <CopyButton text={info.url} what="their URL" />
          </dd>
          <dt>Connections</dt>
          <dd>{info.max_connections ?? "Telegram's 40"}</dd>
          <dt>Allowed updates</dt>
          <dd>{allowedList(info.allowed_updates)}</dd>
          {info.ip_address && (
            <>
              <dt>IP address</dt>
              <dd className="mono">{info.ip_address}</dd>
            </>
          )}
          <dt>Certificate</dt>
          <dd>{info.has_custom_certificate ? "uploaded by hand; Telegram does not give it back" : "none uploaded"}</dd>
        </dl>
      )}
      <p>
        {first
          ? `Taken over, what runs there gets no more updates. The earlier webhook of ${first} stays kept, and goes back in the end.`
          : "Taken over, what runs there gets no more updates. Hookbay keeps its URL, connections and allowed updates, and can put them back."}
      </p>
    </div>
  );
}
