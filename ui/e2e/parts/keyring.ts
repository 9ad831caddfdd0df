// A D-Bus session of one test's own, so that its keyring can be locked or left out.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Home } from "./home";
import { until } from "./until";

const run = promisify(execFile);
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
    home.atEnd(() => session.end());
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
    await until("the keyring answers", () => this.isLocked(false));
  }

  async lock(): Promise<void> {
    await this.ask("/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/aliases/default");
  }

  /** As logging in does: the daemon gets the password over its control socket. */
  async unlock(): Promise<void> {
    const socket = connect(join(this.folder, "keyring/control"));
    socket.write(unlockMessage(PASSWORD));
    await once(socket, "data");
    socket.destroy();
    await until("the keyring is unlocked", () => this.isLocked(false));
  }

  private async end(): Promise<void> {
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

  private async isLocked(wanted: boolean): Promise<boolean> {
    const answer = await this.ask("/org/freedesktop/secrets/aliases/default", "org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked");
    return answer.includes(String(wanted));
  }

  private async ask(path: string, method: string, ...words: string[]): Promise<string> {
    const message = ["--session", "--print-reply", "--dest=org.freedesktop.secrets", path, method, ...words];
    const { stdout } = await run("dbus-send", message, { env: this.env, timeout: 10_000 });
    return stdout;
  }
}

/** One byte for the credentials that the kernel adds, then length, operation 1 (unlock) and the password. */
function unlockMessage(password: string): Buffer {
  const secret = Buffer.from(password);
  const message = Buffer.alloc(13 + secret.length);
  message.writeUInt32BE(12 + secret.length, 1);
  message.writeUInt32BE(1, 5);
  message.writeUInt32BE(secret.length, 9);
  secret.copy(message, 13);
  return message;
}
