// A framework's own example bot as a process, unchanged: what runs it is crates/engine/tests/bots/node/example.cjs, and
// `cargo xtask bots` brings both the framework and the examples.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home";
import { freePort, listens } from "./port";
import { passTo, setWebhook } from "./steps";
import { until } from "./until";
import type { Window } from "./window";

const ROOT = join(import.meta.dirname, "../../..");
const RUN = join(ROOT, "crates/engine/tests/bots/node/example.cjs");

export class ExampleBot {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly file: string,
    private readonly copy: string,
    private readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** A bot of the window's own sandbox with that example of grammY's behind it, and its chat open. */
  static async talking(home: Home, open: (...args: string[]) => Promise<Window>, example: string): Promise<{ window: Window; bot: ExampleBot }> {
    const window = await open("--sandbox");
    await window.see("bot");
    // What the window tells whoever writes a bot.
    await window.press("tab-chat");
    const token = await until("the token is shown", async () => (await window.text("access-token")) || null);
    const root = await window.text("access-root");
    const port = await freePort();
    const bot = new ExampleBot(join(ROOT, "target/examples/grammy", example), join(home.folder, example), port, { ...process.env, BOT_TOKEN: token, BOT_API: root, PORT: String(port) });
    home.atEnd(() => bot.stop());
    await bot.become();
    await setWebhook(window);
    await passTo(window, `http://127.0.0.1:${port}/`);
    await window.press("tab-chat");
    await window.see("chat-field");
    return { window, bot };
  }

  /** Runs it from now on with its program changed in that way; as it is published without one. */
  async become(change: (code: string) => string = (code) => code): Promise<void> {
    await this.stop();
    if (!existsSync(this.file)) throw new Error(`${this.file} is missing: cargo xtask bots brings it`);
    const published = readFileSync(this.file, "utf8");
    writeFileSync(this.copy, change(published));
    const child = spawn(process.execPath, [RUN, this.copy], { env: this.env, stdio: "inherit" });
    this.process = child;
    await until("the bot listens", () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}; cargo xtask bots brings what it stands on`);
      return listens(this.port);
    });
  }

  private async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill();
    await exit;
  }
}
