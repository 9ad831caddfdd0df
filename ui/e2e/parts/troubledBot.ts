// A developer's bot that has a trouble with one person's messages, a path for each trouble, until it is mended.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, request as ask, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

interface Update {
  update_id: number;
  message: { text: string };
}

const MB = 1024 * 1024;

/** What it does with a message that begins with "trouble". */
const TROUBLES: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  "/never": () => {},
  "/early": (_request, response) => {
    response.writeHead(200, { "content-length": "9" });
    response.write("half", () => response.destroy());
  },
  "/large": (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    response.on("error", () => {});
    response.end(Buffer.alloc(50 * MB, "x"));
  },
  "/redirect": (request, response) => response.writeHead(307, { location: request.url }).end(),
};

export class TroubledBot {
  /** The update_ids that it took, in that order. */
  readonly took: number[] = [];
  isMended = false;
  private readonly servers: Server[] = [];

  /** Starts it without TLS; its address, without a path. */
  async start(): Promise<string> {
    return `http://127.0.0.1:${await this.listen(createServer(this.answer))}`;
  }

  /** Starts it with a certificate that nobody vouches for. */
  async startTls(folder: string): Promise<string> {
    const [key, cert] = [join(folder, "bot-key.pem"), join(folder, "bot-cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, this.answer);
    return `https://localhost:${await this.listen(server)}`;
  }

  /** An address whose requests go on to another, as a proxy's would. */
  async startLeadingTo(url: string): Promise<string> {
    const server = createServer((request, response) => {
      const onward = ask(url, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on("error", () => response.destroy());
      request.pipe(onward);
    });
    return `http://127.0.0.1:${await this.listen(server)}/`;
  }

  stop(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private readonly answer: RequestListener = (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const { update_id, message } = JSON.parse(body) as Update;
      const trouble = this.isMended || !message.text.startsWith("trouble") ? undefined : TROUBLES[request.url ?? ""];
      // It takes the one that it answers at too great a length.
      if (!trouble || request.url === "/large") this.took.push(update_id);
      if (trouble) trouble(request, response);
      else response.end();
    });
  };

  private async listen(server: Server): Promise<number> {
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return (server.address() as AddressInfo).port;
  }
}
