// What every part of the chat needs to know: which bot, which chat, who one is there, and how to act.
import { createContext, useContext } from "react";
import type { BotView } from "../../bindings/BotView";
import type { Person } from "../../bindings/Person";
import type { SandboxAct } from "../../bindings/SandboxAct";
import type { SandboxChat } from "../../bindings/SandboxChat";
import type { SandboxDid } from "../../bindings/SandboxDid";
import type { SandboxWorld } from "../../bindings/SandboxWorld";

export interface Scene {
  bot: BotView;
  world: SandboxWorld;
  room: SandboxChat;
  /** Whom one writes as. */
  me: Person;
  /** What came of it; null where it was refused, which is shown above the field. */
  act: (act: SandboxAct) => Promise<SandboxDid | null>;
  /** One line above the field, for what no bot is asked about. */
  note: (text: string | null) => void;
}

export const SceneContext = createContext<Scene | null>(null);

export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (!scene) throw new Error("no chat above this component");
  return scene;
}

/** A person's name, or the bot's. */
export function nameOf(scene: Pick<Scene, "bot" | "world">, id: number | null): string {
  if (id === null || id === 0) return scene.bot.name;
  return scene.world.people.find((person) => person.id === id)?.name ?? `User ${id}`;
}
