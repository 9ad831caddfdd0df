import { isSetting, TABS, tabsOf, useNavigation, type OpenForm, type Tab } from "../../app/route";
import { useOverview, useStore } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { Dot } from "../../components/Dot";
import { ErrorNote } from "../../components/ErrorNote";
import { Tabs } from "../../components/Tabs";
import { useNow } from "../../components/TimeAgo";
import { Waiting } from "../../components/Waiting";
import { headWords } from "../delivery/said";
import { useDelivery } from "../delivery/useDelivery";
import { useDeleteWebhook } from "../webhook/useDeleteWebhook";
import { EditBot } from "./EditBot";
import { health } from "./health";

interface Props {
  bot: BotView;
  tab: Tab;
  form: OpenForm;
}

export function BotHead({ bot, tab, form }: Props) {
  const store = useStore();
  const { open } = useNavigation();
  const overview = useOverview();
  const state = health(bot, overview, useNow((now) => health(bot, overview, now)));
  const refresh = useAction(() => store.act("webhook_status", { bot_id: bot.id }));
  const delivery = useDelivery().value;
  const passing = delivery && headWords(delivery);
  const remove = useDeleteWebhook(bot);
  const isSet = (bot.webhook?.info?.url ?? "") !== "";
  return (
    <header className="bot-head">
      <div className="bot-head-row">
        <div className="bot-title">
          <h1 dir="auto">
            {bot.name} {bot.username && <span className="muted username">@{bot.username}</span>}
          </h1>
          <span className="mono muted small" title="The token, masked" data-testid="masked-token">
            {bot.masked_token}
          </span>
          {bot.environment.type === "sandbox" && <span className="mark">sandbox</span>}
          {bot.environment.type === "test" && <span className="mark">test environment</span>}
          {bot.environment.type === "self_hosted" && <span className="mark mono">{bot.environment.api_root}</span>}
          {bot.token_state === "this_run_only" && <span className="mark">token kept for this run only</span>}
        </div>
        <div className="row bot-actions">
          <Button look="quiet" data-testid="edit-bot" aria-expanded={form === "edit"} onClick={() => open(bot.id, tab, form === "edit" ? null : "edit")}>
            Edit bot
          </Button>
          <Button data-testid="refresh" busy={refresh.busy} onClick={() => void refresh.run()}>
            Refresh
          </Button>
          {isSet && (
            <Button look="danger" data-testid="delete-webhook" busy={remove.busy} onClick={remove.ask}>
              Delete webhook
            </Button>
          )}
          {/* It stays in its place while its form is open, so that no other button comes under the pointer. */}
          <Button
            look={isSetting(form) || tab === "delivery" || tab === "chat" ? "plain" : "primary"}
            data-testid="set-webhook"
            aria-expanded={isSetting(form)}
            onClick={() => open(bot.id, "webhook", isSetting(form) ? null : "set")}
          >
            Set webhook
          </Button>
        </div>
      </div>
      <p className="bot-health" data-testid="bot-health">
        <Dot tone={state.tone} />
        <span>
          <span className={`tone-${state.tone}`}>{state.lead}</span>
          {state.rest}
          {passing && (
            <span data-testid="head-delivery">
              {" "}
              <span className={`tone-${passing.tone}`}>{passing.lead}</span>
              {passing.rest}
            </span>
          )}
        </span>
      </p>
      <Waiting action={refresh} on="Telegram's answer" />
      {refresh.error && <ErrorNote error={refresh.error} />}
      {remove.error && <ErrorNote error={remove.error} />}
      {form === "edit" && <EditBot key={bot.id} bot={bot} onClose={() => open(bot.id, tab, null)} />}
      <Tabs
        label="Parts of this bot"
        value={tab}
        onChange={(next) => open(bot.id, next, form === "edit" ? "edit" : null)}
        tabs={tabsOf(bot).map((value) => ({ value, label: TABS[value] }))}
      />
    </header>
  );
}
