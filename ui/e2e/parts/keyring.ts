// A D-Bus session of one test's own, so that its keyring can be locked or left out.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Home } from "./home";
import { until } from "./until";

const PASSWORD = "hookbay-tests";

/** Starts nothing by itself: without this, D-Bus would bring a keyring and its prompt. */
const NO_SERVICES = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`;

export class KeyringSession {
  private readonly running: ChildProcess[] = [];

  private constructor(
    private readonly home: Home,
    private readonly folder: string,
  ) {}

  /** A session without a keyring; the app of that home will run in it. */
  static async without(home: Home): Promise<KeyringSession> {
    const folder = join(home.folder, "session");
    mkdirSync(folder, { mode: 0o700 });
    const config = join(folder, "bus.conf");
    writeFileSync(config, NO_SERVICES);
    const session = new KeyringSession(home, folder);
    const bus = spawn("dbus-daemon", ["--nofork", "--print-address", `--config-file=${config}`], { stdio: ["ignore", "pipe", "inherit"] });
    session.running.push(bus);
    const address = await new Promise<string>((resolve, reject) => {
      bus.once("exit", (code) => reject(new Error(`dbus-daemon ended with ${code}`)));
      createInterface({ input: bus.stdout }).once("line", resolve);
    });
    Object.assign(home.env, { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder });
    return session;
  }

  /** One with a keyring that is unlocked. */
  static async unlocked(home: Home): Promise<KeyringSession> {
    const session = await KeyringSession.without(home);
    await session.startKeyring();
    return session;
  }

  /** Starts a keyring, unlocked. */
  async startKeyring(): Promise<void> {
    const daemon = spawn("gnome-keyring-daemon", ["--unlock", "--components=secrets", "--foreground"], { env: this.env, stdio: ["pipe", "ignore", "ignore"] });
    this.running.push(daemon);
    daemon.stdin.end(PASSWORD);
    await until("the keyring answers", () => this.collection("Locked").includes("false"));
  }

  lock(): void {
    this.ask("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/aliases/default");
  }

  /** As logging in does: the daemon gets the password. */
  async unlock(): Promise<void> {
    execFileSync("gnome-keyring-daemon", ["--unlock"], { env: this.env, input: PASSWORD, stdio: ["pipe", "ignore", "ignore"] });
    await until("the keyring is unlocked", () => this.collection("Locked").includes("false"));
  }

  async end(): Promise<void> {
    for (const child of this.running.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    }
  }

  private get env(): NodeJS.ProcessEnv {
    return { ...this.home.env, XDG_DATA_HOME: join(this.folder, "data") };
  }

  private collection(property: string): string {
    return this.ask("/org/freedesktop/secrets/aliases/default", "org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", `string:${property}`);
  }

  private ask(path: string, method: string, ...words: string[]): string {
    return execFileSync("dbus-send", ["--session", "--print-reply", "--dest=org.freedesktop.secrets", path, method, ...words], { env: this.env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  }
}
