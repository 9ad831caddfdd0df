// Each test has a machine of its own, opens windows on it, and leaves nothing running. When one
// fails, its last picture and its log are kept in target/e2e.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test as plain } from "vitest";
import { Elsewhere } from "./elsewhere";
import { Home } from "./home";
import { Sandbox } from "./sandbox";
import { Window } from "./window";

const KEPT = join(import.meta.dirname, "../../../target/e2e");

interface Parts {
  home: Home;
  /** Opens the app in that home. */
  open: (...args: string[]) => Promise<Window>;
  /** Starts a sandbox of its own process. */
  sandbox: (...args: string[]) => Promise<Sandbox>;
  /** Starts somebody else's program for a bot, at that host. */
  elsewhere: (telegram: Sandbox, host: string) => Promise<Elsewhere>;
}

export const test = plain.extend<Parts>({
  home: async ({ task }, use) => {
    const home = new Home();
    await use(home);
    if (task.result?.state === "fail" && existsSync(home.log)) {
      mkdirSync(KEPT, { recursive: true });
      copyFileSync(home.log, join(KEPT, `${fileName(task.name)}.log`));
    }
    await home.remove();
  },
  open: async ({ home, task }, use) => {
    const windows: Window[] = [];
    await use(async (...args) => {
      const window = await Window.open(home, ...args);
      windows.push(window);
      return window;
    });
    const last = windows.at(-1);
    if (task.result?.state === "fail" && last) await last.picture(join(KEPT, `${fileName(task.name)}.png`)).catch(() => {});
    for (const window of windows) await window.end();
  },
  sandbox: async ({}, use) => {
    const sandboxes: Sandbox[] = [];
    await use(async (...args) => {
      const sandbox = await Sandbox.start(...args);
      sandboxes.push(sandbox);
      return sandbox;
    });
    for (const sandbox of sandboxes) sandbox.stop();
  },
  elsewhere: async ({}, use) => {
    const programs: Elsewhere[] = [];
    await use(async (telegram, host) => {
      const program = await Elsewhere.start(telegram, host);
      programs.push(program);
      return program;
    });
    for (const program of programs) program.stop();
  },
});

function fileName(test: string): string {
  return test.replace(/[^a-z0-9]+/gi, "-");
}
