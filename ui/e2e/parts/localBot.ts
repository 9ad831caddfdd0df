// The developer's own bot: a web server on this computer that takes updates.
import { createServer, type Server } from "node:http";

export class LocalBot {
  /** The update_ids that it got, in that order. */
  readonly got: number[] = [];

  private constructor(private readonly server: Server) {}

  /** Starts it on that port. */
  static async start(port: number): Promise<LocalBot> {
    const server = createServer();
    const bot = new LocalBot(server);
    server.on("request", (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const update = JSON.parse(body) as { update_id: number; message?: { text?: string } };
        bot.got.push(update.update_id);
        // In words of its own, so that each answer can be told from the others.
        response.setHeader("content-type", "text/plain; charset=utf-8");
        response.end(`You said: ${update.message?.text ?? "nothing"}`);
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    return bot;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
