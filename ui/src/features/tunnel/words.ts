import type { TunnelView } from "../../bindings/TunnelView";
import type { Tone } from "../../components/Dot";

/** Whether the last probe through what is online now did not come back. */
export function isInDoubt({ state, probe }: Pick<TunnelView, "state" | "probe">): boolean {
  return state.type === "online" && probe?.error != null && probe.public_url === state.public_url && Date.parse(probe.at) >= Date.parse(state.since);
}

/** A tunnel's name and state in words; the tone only repeats them. */
export function tunnelWords(tunnel: TunnelView, now: number): { tone: Tone; name: string; state: string } {
  if (tunnel.kind === "none") return { tone: "idle", name: "No public URL", state: "" };
  const name = tunnel.kind === "ngrok" ? "ngrok" : "Your domain";
  switch (tunnel.state.type) {
    case "off":
      return { tone: "idle", name, state: "off" };
    case "connecting":
      return { tone: "care", name, state: "connecting" };
    case "online":
      return { tone: isInDoubt(tunnel) ? "care" : "good", name, state: tunnel.kind === "ngrok" ? "online" : "listening" };
    case "reconnecting": {
      const seconds = Math.max(0, Math.ceil((Date.parse(tunnel.state.next_try_at) - now) / 1000));
      return { tone: "care", name, state: seconds > 0 ? `lost, next try in ${seconds} s` : "lost, trying now" };
    }
    case "failed":
      return { tone: "bad", name, state: "failed" };
  }
}

/** Why Telegram cannot reach this computer, as the start of a sentence; null while it can. */
export function awayWords({ kind, state }: Pick<TunnelView, "kind" | "state">): string | null {
  if (state.type === "online") return null;
  if (kind === "none") return "There is no public URL";
  return `The tunnel is ${{ off: "off", connecting: "connecting", reconnecting: "reconnecting", failed: "down" }[state.type]}`;
}

/** The tunnel's state in one sentence, and what it means. */
export function tunnelSentence(tunnel: TunnelView): { tone: Tone; text: string } {
  const { kind, state } = tunnel;
  if (kind === "none") return { tone: "idle", text: "There is no public URL, so Telegram cannot reach this computer." };
  const [name, way] = kind === "ngrok" ? ["ngrok", "through ngrok"] : ["Your domain", "through your domain"];
  switch (state.type) {
    case "off":
      return { tone: "idle", text: `${name} is off, so Telegram cannot reach this computer.` };
    case "connecting":
      return { tone: "care", text: `${name} is connecting.` };
    case "online":
      if (isInDoubt(tunnel)) return { tone: "care", text: `${name} is ${kind === "ngrok" ? "online" : "set up"}, but the last probe did not come back.` };
      return kind === "domain"
        ? { tone: "good", text: `Hookbay listens${tunnel.settings.port ? ` at port ${tunnel.settings.port}` : ""} for what your domain forwards.` }
        : { tone: "good", text: `Telegram reaches this computer ${way}.` };
    case "reconnecting":
      return { tone: "care", text: `${name} was lost and is reconnecting, try ${state.attempt}.` };
    case "failed":
      return { tone: "bad", text: `${name} is down, so Telegram cannot reach this computer.` };
  }
}
