// One chat as it is read: the newest page, older ones on demand, and everything again when it changed.
import type { Store } from "../../app/store";
import { toApiError } from "../../backend/backend";
import type { ApiError } from "../../bindings/ApiError";
import type { BotId } from "../../bindings/BotId";
import type { ChatTimeline } from "../../bindings/ChatTimeline";
import type { ChatMessage } from "../../bindings/ChatMessage";
import { PAGE, renewed, same, trimmed, withNewest, withOlder, type Stretch } from "./pages";

export interface TimelineState extends Stretch<ChatMessage>, Pick<ChatTimeline, "keyboard" | "force_reply" | "commands" | "action" | "toasts" | "inline"> {
  /** The first page is here. */
  ready: boolean;
  loadingOlder: boolean;
  error: ApiError | null;
}

const EMPTY: TimelineState = { items: [], more: false, keyboard: null, force_reply: null, commands: [], action: null, toasts: [], inline: null, ready: false, loadingOlder: false, error: null };

const idOf = ({ message_id }: ChatMessage) => message_id;
const stretchOf = ({ messages, more }: ChatTimeline): Stretch<ChatMessage> => ({ items: messages, more });

export class Timeline {
  private state = EMPTY;
  private readonly watchers = new Set<() => void>();
  private running = false;
  private again = false;
  /** The last message on the screen. */
  private lastSeen: number | null = null;

  constructor(
    private readonly store: Store,
    private readonly botId: BotId,
    private readonly chatId: number,
  ) {}

  readonly getState = (): TimelineState => this.state;

  readonly subscribe = (tell: () => void): (() => void) => {
    this.watchers.add(tell);
    return () => this.watchers.delete(tell);
  };

  /** Says what the last message on the screen is; none at the newest. */
  look(lastSeen: number | null): void {
    this.lastSeen = lastSeen;
    if (lastSeen !== null) return;
    const stretch = trimmed(this.state);
    if (stretch !== this.state) this.set(stretch);
  }

  /** Reads it again; calls meanwhile become one more. */
  async renew(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    while (this.again) {
      this.again = false;
      await this.read();
    }
    this.running = false;
  }

  private async read(): Promise<void> {
    try {
      const page = await this.page(null);
      const keep = <T>(was: T, now: T): T => (same(was, now) ? was : now);
      const { state } = this;
      this.set({
        ...withNewest(state, stretchOf(page), idOf),
        keyboard: keep(state.keyboard, page.keyboard),
        force_reply: keep(state.force_reply, page.force_reply),
        commands: keep(state.commands, page.commands),
        action: page.action,
        toasts: keep(state.toasts, page.toasts),
        inline: keep(state.inline, page.inline),
        ready: true,
        error: null,
      });
      const first = page.messages[0];
      if (first && this.lastSeen !== null && this.lastSeen < first.message_id) {
        const seen = await this.page(this.lastSeen + 1);
        this.set(renewed(this.state, seen.messages, idOf));
      }
    } catch (thrown) {
      this.set({ error: toApiError(thrown) });
    }
  }

  async fetchOlder(): Promise<void> {
    const first = this.state.items[0];
    if (!first || !this.state.more || this.state.loadingOlder) return;
    this.set({ loadingOlder: true });
    try {
      const page = await this.page(first.message_id);
      this.set({ ...withOlder(this.state, stretchOf(page), idOf), loadingOlder: false });
    } catch (thrown) {
      this.set({ loadingOlder: false, error: toApiError(thrown) });
    }
  }

  private page(before: number | null): Promise<ChatTimeline> {
    return this.store.read("list_chat", { bot_id: this.botId, chat_id: this.chatId, before, limit: PAGE });
  }

  private set(part: Partial<TimelineState>): void {
    this.state = { ...this.state, ...part };
    for (const tell of this.watchers) tell();
  }
}
