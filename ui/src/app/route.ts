// Where the reader is. A place is state, not an address: the window has no address bar.
import { createContext, useContext } from "react";
import type { BotId } from "../bindings/BotId";
import type { BotView } from "../bindings/BotView";

export type Tab = "inbox" | "webhook" | "delivery" | "chat";

export const TABS = { inbox: "Inbox", webhook: "Webhook", delivery: "Delivery", chat: "Chat" } satisfies Record<Tab, string>;

/** The parts of a bot: only in the sandbox are there chats to take part in. */
export const tabsOf = ({ environment }: Pick<BotView, "environment">): Tab[] => (Object.keys(TABS) as Tab[]).filter((tab) => tab !== "chat" || environment.type === "sandbox");

/** A form that is open in the page of a bot; `kinds` and `options` are `set`, opened to change the allowed updates or any option; `keep` are the limits of what is kept. */
export type OpenForm = "set" | "kinds" | "options" | "delete" | "edit" | "keep" | null;

export const isSetting = (form: OpenForm): boolean => form === "set" || form === "kinds" || form === "options";

export type Route =
  | { page: "start"; botId: BotId | null }
  | { page: "add" }
  | { page: "settings" }
  | { page: "tunnel" }
  | { page: "bot"; botId: BotId; tab: Tab; form: OpenForm };

export interface Navigation {
  route: Route;
  go: (route: Route) => void;
  /** Opens a bot at the tab that was open last. */
  open: (botId: BotId, tab?: Tab, form?: OpenForm) => void;
}

export const NavigationContext = createContext<Navigation | null>(null);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error("no navigation above this component");
  return navigation;
}
