// A small made-up world for tests: a bot, an overview, and a backend that remembers what it was asked.
import type { Backend, InputOf, Op, OutputOf } from "../backend/backend";
import type { ApiError } from "../bindings/ApiError";
import type { AttemptRow } from "../bindings/AttemptRow";
import type { Batched } from "../bindings/Batched";
import type { BotView } from "../bindings/BotView";
import type { Change } from "../bindings/Change";
import type { DeliverySummary } from "../bindings/DeliverySummary";
import type { DeliveryView } from "../bindings/DeliveryView";
import type { HistoryEntry } from "../bindings/HistoryEntry";
import type { Overview } from "../bindings/Overview";
import type { SettingName } from "../bindings/SettingName";
import type { SettingsView } from "../bindings/SettingsView";
import type { SettingView } from "../bindings/SettingView";
import type { TargetView } from "../bindings/TargetView";
import type { UpdateRow } from "../bindings/UpdateRow";
import type { WebhookInfo } from "../bindings/WebhookInfo";
import type { WebhookView } from "../bindings/WebhookView";

export const NOW = Date.parse("2026-11-24T14:02:12Z");
export const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1000).toISOString();

export const apiError = (part: Partial<ApiError> = {}): ApiError => ({ code: "internal", message: "It failed.", remedy: "Try again.", detail: null, retry_after: null, ...part });

export const info = (part: Partial<WebhookInfo> = {}): WebhookInfo => ({
  url: "https://calm.ngrok.app/v1/api/webhooks/telegram/a",
  has_custom_certificate: false,
  pending_update_count: 0,
  ip_address: null,
  last_error_date: null,
  last_error_message: null,
  last_synchronization_error_date: null,
  max_connections: 40,
  allowed_updates: null,
  ...part,
});

export const webhook = (part: Partial<WebhookView> = {}): WebhookView => ({ info: info(), owner: "ours", desired_url: null, checked_at: at(5), error: null, diagnosis: null, ...part });

export const bot = (part: Partial<BotView> = {}): BotView => ({
  id: "a",
  name: "Pizza orders",
  username: "pizza_bot",
  masked_token: "1:••••",
  token_state: "keyring",
  environment: { type: "cloud" },
  created_at: at(1000),
  webhook: webhook(),
  update_count: 0,
  last_update_at: null,
  refused: { wrong_secret: 0, not_an_update: 0, too_large: 0 },
  watch: { auto_refresh: true, paused: false, standing: { type: "right" }, last_checked_at: at(5), next_check_at: at(-295) },
  lease: null,
  delivery: null,
  ...part,
});

export const overview = (part: Partial<Overview> = {}): Overview => ({
  version: "0.1.0",
  data_dir: "/data",
  bots: [],
  tunnel: {
    kind: "ngrok",
    state: { type: "online", public_url: "https://calm.ngrok.app", since: at(100) },
    settings: { kind: "ngrok", ngrok_domain: null, webhook_domain: null, port: null },
    has_authtoken: true,
    probe: null,
  },
  vault: { type: "keyring" },
  sandbox: { running: true, api_root: "http://127.0.0.1:1", public_url: "https://sandbox.invalid" },
  update_kinds: [
    { name: "message", default: true },
    { name: "chat_member", default: false },
  ],
  refused_unknown: 0,
  http_api: { type: "listening", url: "http://127.0.0.1:4665" },
  ...part,
});

export const row = (seq: number): UpdateRow => ({ seq, update_id: seq, kind: "message", who: "Ann", chat: null, chat_id: 1, user_id: 1, summary: `text ${seq}`, received_at: at(0), size: 10, pinned: false, noted: false, delivery: null });

export const setting = (name: SettingName, part: Partial<SettingView> = {}): SettingView => ({ name, variable: VARIABLES[name], value: null, origin: { type: "default" }, locked: null, error: null, ...part });

const VARIABLES: Record<SettingName, string> = {
  use_ngrok: "USE_NGROK",
  ngrok_authtoken: "NGROK_AUTHTOKEN",
  ngrok_port: "NGROK_PORT",
  webhook_domain: "WEBHOOK_DOMAIN",
  ngrok_domain: "HOOKBAY_NGROK_DOMAIN",
  telegram_root: "HOOKBAY_TELEGRAM_ROOT",
  log_level: "HOOKBAY_LOG",
  check_interval: "HOOKBAY_CHECK_INTERVAL",
  pending_threshold: "HOOKBAY_PENDING_THRESHOLD",
  on_quit: "HOOKBAY_ON_QUIT",
  api: "HOOKBAY_API",
};

export const settings = (part: Partial<Record<SettingName, Partial<SettingView>>> = {}): SettingsView => ({
  settings: (Object.keys(VARIABLES) as SettingName[]).map((name) => setting(name, part[name])),
  way: "ngrok makes the public URL, as the tunnel's page says.",
  dot_env: null,
});

export const entry = (seq: number, part: Partial<HistoryEntry> = {}): HistoryEntry => ({ seq, at: at(60), kind: "registered", cause: null, url: null, pending: null, code: null, message: null, detail: null, ...part });

export const target = (part: Partial<TargetView> = {}): TargetView => ({
  id: "t",
  name: "",
  url: "http://localhost:8081/hook",
  answers: true,
  has_secret_token: true,
  headers: [],
  secrets_readable: true,
  certificate: null,
  held: 0,
  aside: 0,
  expired: 0,
  health: { state: "answers", words: "Your bot answers in 12 ms.", remedy: null, median_us: 12_400, last_at: at(3), last_error: null },
  ...part,
});

export const delivery = (part: Partial<DeliveryView> = {}): DeliveryView => ({
  bot_id: "a",
  mode: "relay",
  limits: { parallel_chats: 8, set_aside_after: 5, first_wait_ms: 500, longest_wait_ms: 30_000, answer_within_ms: 55_000 },
  targets: [target()],
  held: 0,
  aside: 0,
  expired: 0,
  words: "Your bot answers in 12 ms.",
  unwritten: false,
  fault: null,
  ...part,
});

export const summary = (part: Partial<DeliverySummary> = {}): DeliverySummary => ({ mode: "relay", state: "answers", of_copy: false, url: "http://localhost:8081/hook", trouble: null, status: null, held: 0, aside: 0, unwritten: false, fault: null, ...part });

/** Nothing is passed on, and nobody is there to get it. */
export const recorded = (): DeliveryView => delivery({ mode: "record", targets: [], words: "Updates are recorded only." });

export const attempt = (id: number, part: Partial<AttemptRow> = {}): AttemptRow => ({
  id,
  seq: 1,
  target: "t",
  url: "http://localhost:8081/hook",
  at: at(60 - id),
  kind: "relay",
  replay_of: null,
  delivered: true,
  status: 200,
  trouble: null,
  message: null,
  remedy: null,
  detail: null,
  certificate: null,
  phases: { dns: null, connect: 300, tls: null, sent: 700, first_byte: 12_000, total: 12_400 },
  response_size: 0,
  call: null,
  ...part,
});

/** What the pages of a bot read besides the overview, with nothing in it. */
export const quiet: Answers = {
  delivery: () => recorded(),
  list_attempts: () => ({ rows: [], more: false }),
  list_held: () => ({ rows: [], more: false }),
  retention: () => ({ bot_id: "a", limits: { max_updates: 100_000, max_days: 30, max_bytes: 2 ** 31 }, is_default: true, updates: 0, bytes: 0, pinned: 0, pinned_bytes: 0, delivery_bytes: 0, oldest_at: null }),
  settings: () => settings(),
  list_history: () => ({ entries: [], more: false }),
  list_pending: () => ({ samples: [] }),
  list_buttons: () => ({ keyboards: [], from: null }),
};

/** An inbox of these rows, newest first, as the engine pages it. */
export function inboxOf(rows: () => UpdateRow[]) {
  const page = (before: number | null, after: number | null, limit: number) => {
    const all = rows().filter((each) => each.seq < (before ?? Infinity) && each.seq > (after ?? -1));
    return { rows: all.slice(0, limit), more: all.length > limit };
  };
  return {
    list_updates: ({ before, after, limit }: InputOf<"list_updates">) => page(before, after, limit),
    seek_updates: ({ place, limit }: InputOf<"seek_updates">) => ({ rows: rows().slice(place, place + limit), place, total: rows().length }),
    search_updates: ({ before, after, limit }: InputOf<"search_updates">) => {
      const found = page(before, after, limit);
      return { rows: found.rows, next_before: found.more ? (found.rows.at(-1)?.seq ?? null) : null };
    },
    count_updates: () => ({ count: rows().length, at_least: false }),
  };
}

type Answers = { [K in Op]?: (input: InputOf<K>) => OutputOf<K> | Promise<OutputOf<K>> };

/** A piece of news that stands for the changes numbered `first` to `last`. */
export const news = (change: Change, first: number, last = first): Batched => ({ first_seq: first, last_seq: last, change });

/** A backend that answers from a table; an operation that is not in it fails the test that asks. */
export class TableBackend implements Backend {
  readonly asked: { op: Op; input: unknown }[] = [];
  private tell: ((batch: Batched[]) => void) | null = null;

  constructor(private readonly answers: Answers) {}

  async call<K extends Op>(op: K, input: InputOf<K>): Promise<OutputOf<K>> {
    this.asked.push({ op, input });
    const answer = this.answers[op];
    if (!answer) throw apiError({ message: `no answer for ${op}` });
    return await answer(input);
  }

  async watch(tell: (batch: Batched[]) => void): Promise<() => void> {
    this.tell = tell;
    return () => {
      this.tell = null;
    };
  }

  fire(...batch: Batched[]): void {
    this.tell?.(batch);
  }

  count(op: Op): number {
    return this.asked.filter((each) => each.op === op).length;
  }
}

export interface Later {
  promise: Promise<void>;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** An answer that comes when the test says so. */
export function later(): Later {
  let resolve: Later["resolve"] = () => {};
  let reject: Later["reject"] = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = () => yes();
    reject = no;
  });
  return { promise, resolve, reject };
}
