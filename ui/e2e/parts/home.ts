// One user's machine as far as a test needs it: a data folder, the service that secrets are kept
// under, what the environment says, and the app's log.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "./sandbox";

/** Where the built programs are. */
export const BIN = process.env["HOOKBAY_E2E_BIN"] ?? join(import.meta.dirname, "../../../target/debug");

export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), "hookbay-e2e-"));
  readonly data = join(this.folder, "data");
  readonly log = join(this.folder, "hookbay.log");
  readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    HOOKBAY_DATA_DIR: this.data,
    HOOKBAY_KEYRING_SERVICE: `dev.hookbay.e2e.${randomUUID()}`,
    // A telling log has the most to hide.
    HOOKBAY_LOG: "trace",
    // What a folder above the project says is not the test's, and a port of one's own lets apps run side by side.
    HOOKBAY_DOTENV: "off",
    HOOKBAY_API: "127.0.0.1:0",
  };

  private readonly ends: (() => Promise<void>)[] = [];

  /** What has to end after the app and before the folder. */
  atEnd(end: () => Promise<void>): void {
    this.ends.push(end);
  }

  /** The sandbox's edge stands where ngrok's would be. */
  useEdge(sandbox: Sandbox): this {
    const { edge_server_addr, edge_ca_pem } = sandbox.addresses;
    if (!edge_server_addr || !edge_ca_pem) throw new Error("this sandbox has no edge");
    const ca = join(this.folder, "edge-ca.pem");
    writeFileSync(ca, edge_ca_pem);
    this.env["HOOKBAY_NGROK_SERVER"] = edge_server_addr;
    this.env["HOOKBAY_NGROK_CA"] = ca;
    return this;
  }

  /** These names lead to this computer, as the system's resolver tells the app: Debian's libnss-wrapper stands before it. */
  knowsNames(...names: string[]): this {
    const hosts = join(this.folder, "hosts");
    writeFileSync(hosts, names.map((name) => `127.0.0.1 ${name}\n`).join(""));
    this.env["LD_PRELOAD"] = "libnss_wrapper.so";
    this.env["NSS_WRAPPER_HOSTS"] = hosts;
    return this;
  }

  /** Every file that the app wrote, by its path: the database, what the window keeps, the log. */
  files(): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (const entry of readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      found.set(path, readFileSync(path));
    }
    return found;
  }

  /** The files that hold any of these, by their paths. */
  holding(...secrets: string[]): string[] {
    return [...this.files()].filter(([, bytes]) => secrets.some((secret) => bytes.includes(secret))).map(([path]) => path);
  }

  async remove(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
    // The page's own processes end a moment after an app that was killed, and write until then.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}
