// Somebody else's program for the same bot: where Telegram's side delivers while the webhook is theirs.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sandbox } from "./sandbox";
import { until } from "./until";

interface Got {
  update_id: number;
  /** What came in Telegram's header. */
  secret: string | undefined;
}

export class Elsewhere {
  /** What was delivered there, oldest first. */
  readonly got: Got[] = [];

  private constructor(
    private readonly telegram: Sandbox,
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** Starts it at a host that this Telegram's side knows. */
  static async start(telegram: Sandbox, host: string): Promise<Elsewhere> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await telegram.control("names", { host, address: "127.0.0.1" });
    const elsewhere = new Elsewhere(telegram, server, `http://${host}:${(server.address() as AddressInfo).port}/hook`);
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const { update_id } = JSON.parse(body) as { update_id: number };
        elsewhere.got.push({ update_id, secret: request.headers["x-telegram-bot-api-secret-token"]?.toString() });
        response.end();
      });
    });
    return elsewhere;
  }

  /** Sets the bot's webhook to itself; Telegram takes one of a bot in a second. */
  async takes(token: string, options: object = {}): Promise<void> {
    await until("Telegram takes their webhook", () => this.telegram.call<boolean>(token, "setWebhook", { url: this.url, ...options }));
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
