// The chat pane over a made-up sandbox, for tests.
import { act, fireEvent, screen } from "@testing-library/react";
import { expect } from "vitest";
import type { InputOf } from "../backend/backend";
import type { ChatTimeline } from "../bindings/ChatTimeline";
import type { SandboxAct } from "../bindings/SandboxAct";
import type { SandboxWorld } from "../bindings/SandboxWorld";
import type { TranscriptEntry } from "../bindings/TranscriptEntry";
import { ChatTab } from "../features/chat/ChatTab";
import { sandboxBot, timeline, world } from "./sandbox";
import { show } from "./show";
import { news, overview, row, TableBackend } from "./world";

export interface Scene {
  world?: SandboxWorld;
  chat?: (input: InputOf<"list_chat">) => ChatTimeline;
  entries?: TranscriptEntry[];
  act?: (act: SandboxAct) => { update_ids: number[]; note?: string };
}

/** The pane, with what it shows in `now`, which a test may change and tell of. */
async function open(scene: Scene = {}) {
  const now = { timeline: timeline(), world: scene.world ?? world() };
  let seq = 0;
  const backend = new TableBackend({
    overview: () => overview({ bots: [sandboxBot()] }),
    sandbox_world: () => now.world,
    sandbox_access: () => ({ api_root: "http://127.0.0.1:4666", token: "4200000001:sandbox-token" }),
    list_chat: (input) => scene.chat?.(input) ?? now.timeline,
    list_transcript: () => ({ entries: [...(scene.entries ?? [])].reverse(), more: false }),
    search_updates: ({ query }) => ({ rows: query === "id:10" ? [{ ...row(77), update_id: 10 }] : [], next_before: null }),
    act_in_sandbox: ({ act }) => ({ update_ids: [1], message_id: null, note: null, ...scene.act?.(act) }),
    sandbox_trouble: () => now.world,
    add_person: ({ first_name }) => {
      now.world = { ...now.world, people: [...now.world.people, { id: 9, name: first_name, username: null }] };
      return { id: 9, name: first_name, username: null };
    },
  });
  const shown = await show(backend, <ChatTab bot={sandboxBot()} />);
  const field = await screen.findByTestId<HTMLTextAreaElement>("chat-field");
  const did = () => backend.asked.filter(({ op }) => op === "act_in_sandbox").map(({ input }) => input as InputOf<"act_in_sandbox">);
  return {
    ...shown,
    backend,
    field,
    now,
    did,
    last: () => did().at(-1)?.act,
    tell: (next: Partial<ChatTimeline>) =>
      act(async () => {
        now.timeline = { ...now.timeline, ...next };
        backend.fire(news({ type: "chat", bot_id: "a" }, ++seq));
      }),
    write: (text: string, key?: string) => {
      fireEvent.change(field, { target: { value: text } });
      if (key) fireEvent.keyDown(field, { key });
    },
    shownMessages: () => screen.getAllByTestId("chat-message"),
  };
}

/** Waits until the last thing that was done is as expected. */
export const done = (expected: object) => expect.poll(() => latest()).toMatchObject(expected);
let latest: () => SandboxAct | undefined = () => undefined;

/** The pane, opened, with what the chat has at first. */
export async function opened(scene?: Scene, first?: Partial<ChatTimeline>) {
  const pane = await open(scene);
  latest = pane.last;
  if (first) await pane.tell(first);
  return pane;
}
