import { useMemo, useState } from "react";
import type { ApiError } from "../bindings/ApiError";
import { ErrorNote } from "../components/ErrorNote";
import { BotHead } from "../features/bots/BotHead";
import { Sidebar } from "../features/bots/Sidebar";
import { ChatTab } from "../features/chat/ChatTab";
import { DeliveryTab } from "../features/delivery/DeliveryTab";
import { WithDelivery } from "../features/delivery/useDelivery";
import { Inbox } from "../features/inbox/Inbox";
import { Settings } from "../features/settings/Settings";
import { AddPage } from "../features/start/AddPage";
import { Start } from "../features/start/Start";
import { TunnelPage } from "../features/tunnel/TunnelPage";
import { WebhookTab } from "../features/webhook/WebhookTab";
import { BotMenu } from "./BotMenu";
import { ErrorBoundary } from "./ErrorBoundary";
import { useKeys } from "./keys";
import { KeySheet } from "./KeySheet";
import { recall, remember } from "./memory";
import { placeOf } from "./place";
import { NavigationContext, TABS, tabsOf, type Navigation, type Route, type Tab } from "./route";
import { StatusLine } from "./StatusLine";
import { useOverview } from "./store";
import { useWebhookChecks } from "./useWebhookChecks";

function firstRoute(): Route {
  const botId = recall<string | null>("bot", null);
  return { page: "bot", botId: botId ?? "", tab: recall<Tab>("tab", "inbox"), form: null };
}

export function Shell({ failure }: { failure: ApiError | null }) {
  const { bots } = useOverview();
  const [wanted, setWanted] = useState<Route>(firstRoute);
  const [starting, setStarting] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);

  const first = bots[0];
  const found = placeOf(wanted, bots, starting);
  const bot = found.page === "bot" ? bots.find((each) => each.id === found.botId) : undefined;
  // The tab that was open last may be one that this bot has not.
  const route: Route = found.page === "bot" && bot && !tabsOf(bot).includes(found.tab) ? { ...found, tab: "inbox" } : found;

  const navigation = useMemo<Navigation>(() => {
    const go = (next: Route) => {
      setWanted(next);
      setMenuOpen(false);
      if (next.page !== "bot") return;
      remember("bot", next.botId);
      remember("tab", next.tab);
    };
    return { route, go, open: (botId, tab = recall<Tab>("tab", "inbox"), form = null) => go({ page: "bot", botId, tab, form }) };
    // The route is made anew on every render; what it says is compared instead.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [JSON.stringify(route)]);

  const toStart = () => navigation.go({ page: "start", botId: null });

  useWebhookChecks(bot?.id ?? null);
  useKeys({
    n: () => (first ? navigation.go({ page: "add" }) : toStart()),
    s: () => (bot ? navigation.open(bot.id, "webhook", "set") : false),
    "g i": () => (bot ? navigation.open(bot.id, "inbox") : false),
    "g w": () => (bot ? navigation.open(bot.id, "webhook") : false),
    "g d": () => (bot ? navigation.open(bot.id, "delivery") : false),
    "g c": () => {
      if (!bot || !tabsOf(bot).includes("chat")) return false;
      // Not left on a tab that was pressed before: the chat's field takes the focus.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      navigation.open(bot.id, "chat");
      return true;
    },
    "?": () => setSheetOpen(true),
    Escape: () => {
      const isAside = route.page === "settings" || route.page === "tunnel";
      if ((route.page === "add" || isAside) && first) return navigation.open(recall("bot", first.id));
      if (isAside) return toStart();
      return false;
    },
  });

  // A form is closed before the inbox under it gives up its selection.
  useKeys({ Escape: () => (route.page === "bot" && route.form ? navigation.open(route.botId, route.tab, null) : false) }, "form");
  useKeys({ Escape: () => (menuOpen ? setMenuOpen(false) : false) }, "floating");

  return (
    <NavigationContext value={navigation}>
      <WithDelivery botId={bot?.id ?? null}>
        {route.page === "start" ? (
          <Start botId={route.botId} failure={failure} onBusy={setStarting} />
        ) : (
          <div className="shell" data-menu={menuOpen}>
            <BotMenu bot={bot} open={menuOpen} onToggle={() => setMenuOpen(!menuOpen)} />
            <Sidebar onHelp={() => setSheetOpen(true)} />
            <main className="main">
              {failure && <ErrorNote error={failure} />}
              <ErrorBoundary key={route.page}>
                {route.page === "settings" && <Settings onBack={first ? undefined : toStart} />}
                {route.page === "tunnel" && <TunnelPage onBack={first ? undefined : toStart} />}
                {route.page === "add" && <AddPage onCancel={() => first && navigation.open(recall("bot", first.id))} />}
                {route.page === "bot" && bot && (
                  <>
                    <BotHead key={`head-${bot.id}`} bot={bot} tab={route.tab} form={route.form} />
                    <div className="bot-body" role="tabpanel" aria-label={TABS[route.tab]}>
                      {route.tab === "inbox" && <Inbox key={bot.id} bot={bot} />}
                      {route.tab === "webhook" && <WebhookTab key={bot.id} bot={bot} form={route.form} />}
                      {route.tab === "delivery" && <DeliveryTab key={bot.id} bot={bot} form={route.form} />}
                      {route.tab === "chat" && <ChatTab key={bot.id} bot={bot} />}
                    </div>
                  </>
                )}
              </ErrorBoundary>
            </main>
            <StatusLine bot={bot} />
          </div>
        )}
      </WithDelivery>
      {sheetOpen && <KeySheet onClose={() => setSheetOpen(false)} />}
    </NavigationContext>
  );
}
