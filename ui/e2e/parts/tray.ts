// The menu of the app's tray icon, as a desktop reads and presses it: over D-Bus.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Home } from "./home";
import { until } from "./until";

const run = promisify(execFile);

interface Entry {
  id: string;
  label: string;
  enabled: boolean;
}

export class Tray {
  private constructor(
    private readonly home: Home,
    private readonly owner: string,
    private readonly path: string,
  ) {}

  /** The menu of that process, once it is there. */
  static of(home: Home, pid: number): Promise<Tray> {
    return until("the tray's menu is there", async () => {
      for (const owner of await connections(home, pid)) {
        const tray = new Tray(home, owner, `/org/ayatana/NotificationItem/tray_icon_tray_app_hookbay_${pid}/Menu`);
        if ((await tray.entries()).length > 0) return tray;
      }
      return null;
    });
  }

  /** What can be read in it. */
  async entries(): Promise<Entry[]> {
    const layout = await this.call("GetLayout", "0", "--", "-1", "[]").catch(() => "");
    return [...layout.matchAll(/\((\d+), \{([^}]*)\}/g)].flatMap(([, id, properties]) => {
      const label = /'label': <'([^']*)'>/.exec(properties ?? "")?.[1];
      return id && label ? [{ id, label, enabled: !properties?.includes("'enabled': <false>") }] : [];
    });
  }

  async press(label: string): Promise<void> {
    const entry = (await this.entries()).find((each) => each.label === label);
    if (!entry) throw new Error(`the tray's menu has no ${label}`);
    await this.call("Event", entry.id, "clicked", "<int32 0>", "0").catch((error: Error) => {
      // What quits the app may end it before it answers.
      if (!error.message.includes("Error.NoReply")) throw error;
    });
  }

  private call(method: string, ...args: string[]): Promise<string> {
    return call(this.home, this.owner, this.path, `com.canonical.dbusmenu.${method}`, ...args);
  }
}

async function connections(home: Home, pid: number): Promise<string[]> {
  const bus = (method: string, ...args: string[]): Promise<string> => call(home, "org.freedesktop.DBus", "/org/freedesktop/DBus", `org.freedesktop.DBus.${method}`, ...args);
  const names = (await bus("ListNames")).match(/:\d+\.\d+/g) ?? [];
  const own: string[] = [];
  for (const name of names) {
    const owner = await bus("GetConnectionUnixProcessID", name).catch(() => "");
    if (owner.includes(`uint32 ${pid},`)) own.push(name);
  }
  return own;
}

async function call(home: Home, owner: string, path: string, method: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("gdbus", ["call", "--session", "--timeout", "5", "--dest", owner, "--object-path", path, "--method", method, ...args], { env: home.env });
  return stdout;
}
