import { useNavigation } from "../../app/route";
import { useOverview } from "../../app/store";
import { Button } from "../../components/Button";
import { Dot } from "../../components/Dot";
import { Kbd } from "../../components/Kbd";
import { useNow } from "../../components/TimeAgo";
import { listWords } from "../delivery/said";
import { KeyringNote } from "../settings/KeyringNote";
import { TunnelCard } from "../tunnel/TunnelCard";
import { health } from "./health";
import { useUnseen } from "./seen";

export function Sidebar({ onHelp }: { onHelp: () => void }) {
  const { route, go, open } = useNavigation();
  const overview = useOverview();
  const now = useNow((now) => overview.bots.map((bot) => health(bot, overview, now)));
  const unseen = useUnseen();
  return (
    <nav className="sidebar" aria-label="Bots">
      <p className="brand">Hookbay</p>
      <p className="sidebar-label">Bots</p>
      <ul className="bots">
        {overview.bots.map((bot) => {
          const webhook = health(bot, overview, now);
          // A webhook's trouble comes first: without it nothing gets here to be passed on.
          const state = (webhook.tone === "good" && listWords(bot.delivery)) || webhook;
          const current = route.page === "bot" && route.botId === bot.id;
          const fresh = unseen(bot);
          return (
            <li key={bot.id}>
              <button type="button" className="bot" data-testid="bot" aria-current={current ? "page" : undefined} onClick={() => open(bot.id)}>
                <Dot tone={state.tone} />
                <span className="bot-name" dir="auto">
                  {bot.name}
                </span>
                {fresh > 0 && !current && <span className="bot-new">{fresh.toLocaleString("en")} new</span>}
                <span className="bot-short">
                  {bot.environment.type === "sandbox" && <span className="bot-mark">sandbox</span>} {state.short}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" className="add" data-testid="add-bot-open" aria-current={route.page === "add" ? "page" : undefined} onClick={() => go({ page: "add" })}>
        <span aria-hidden="true">+</span> <span className="grow">Add a bot</span> <Kbd>N</Kbd>
      </button>
      <div className="spring" />
      <KeyringNote />
      <TunnelCard />
      <div className="sidebar-foot">
        <Button look="quiet" data-testid="settings" aria-current={route.page === "settings" ? "page" : undefined} onClick={() => go({ page: "settings" })}>
          Settings
        </Button>
        <span className="spring" />
        <Button look="quiet" aria-label="Keyboard" onClick={onHelp}>
          Keys <Kbd>?</Kbd>
        </Button>
      </div>
    </nav>
  );
}
