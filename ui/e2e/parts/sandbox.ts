// Telegram's side and ngrok's side: the sandbox's own program, as any tool would start it.
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BIN } from "./home";
import { until } from "./until";

interface Addresses {
  api_root: string;
  edge_server_addr?: string;
  edge_ca_pem?: string;
}

interface Attempt {
  update_id: number;
  attempt: number;
  result: string;
  delivered: boolean;
}

/** What Telegram tells of a webhook. */
export interface WebhookInfo {
  url: string;
  pending_update_count: number;
  last_error_message?: string;
}

interface Bot {
  token: string;
  id: number;
  username: string;
}

export class Sandbox {
  private constructor(
    private readonly process: ChildProcess,
    readonly addresses: Addresses,
  ) {}

  /** Starts it with the arguments given, and waits until it says where it is. */
  static async start(...args: string[]): Promise<Sandbox> {
    const child = spawn(join(BIN, "hookbay-sandbox"), args, { stdio: ["ignore", "pipe", "inherit"] });
    const first = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
      createInterface({ input: child.stdout }).once("line", resolve);
    });
    return new Sandbox(child, JSON.parse(first) as Addresses);
  }

  get apiRoot(): string {
    return this.addresses.api_root;
  }

  /** A bot as BotFather would make it. */
  bot(name: string, username: string): Promise<Bot> {
    return this.control("bots", { name, username });
  }

  /** A person writes to a bot; the update's id. */
  async says(token: string, text: string): Promise<number> {
    const { update_id } = await this.control<{ update_id: number }>("messages", { token, text });
    return update_id;
  }

  /** What a bot's own program would ask. */
  async call<T>(token: string, method: string, parameters: object = {}): Promise<T> {
    const answer = await this.post(`bot${token}/${method}`, parameters);
    const { result } = (await answer.json()) as { result: T };
    return result;
  }

  webhookInfo(token: string): Promise<WebhookInfo> {
    return this.call(token, "getWebhookInfo");
  }

  /** How often a method was called for a bot, by anybody. */
  async calls(token: string, method: string): Promise<number> {
    const answer = await fetch(`${this.apiRoot}/sandbox/calls?token=${encodeURIComponent(token)}`);
    return ((await answer.json()) as { method: string }[]).filter((call) => call.method === method).length;
  }

  /** The deliveries tried, oldest first. */
  async deliveries(token: string): Promise<Attempt[]> {
    const answer = await fetch(`${this.apiRoot}/sandbox/deliveries?token=${encodeURIComponent(token)}`);
    return (await answer.json()) as Attempt[];
  }

  /** Waits until that update was answered with 200. */
  async delivered(token: string, updateId: number): Promise<void> {
    await until(`update ${updateId} is delivered`, async () => (await this.deliveries(token)).some((each) => each.update_id === updateId && each.delivered));
  }

  /** An order to the control API. */
  async control<T>(path: string, body: object): Promise<T> {
    const answer = await this.post(`sandbox/${path}`, body);
    return (await answer.json()) as T;
  }

  /** An order to ngrok's edge. */
  edge(action: string): Promise<object> {
    return this.control("edge", { action });
  }

  private async post(path: string, body: object): Promise<Response> {
    const answer = await fetch(`${this.apiRoot}/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  stop(): void {
    this.process.kill("SIGINT");
  }
}
