// Telegram in a hurry: updates over many connections, straight to the receiver's port.
import { Agent, request } from "node:http";

export interface Target {
  port: number;
  path: string;
  secret: string;
}

/** Sends updates until the receiver is gone; tells of each 200 the moment it is there. */
export async function flood({ port, path, secret }: Target, connections: number, onOk: (updateId: number) => void): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 1;
  const send = (updateId: number) =>
    new Promise<void>((resolve, reject) => {
      const body = JSON.stringify({ update_id: updateId, message: { message_id: updateId, text: "x".repeat(700) } });
      const headers = { "content-type": "application/json", "content-length": body.length, "x-telegram-bot-api-secret-token": secret };
      const post = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (response) => {
        if (response.statusCode === 200) onOk(updateId);
        response.resume().once("end", resolve).once("error", reject);
      });
      post.once("error", reject).end(body);
    });
  const caller = async () => {
    for (;;) await send(next++);
  };
  await Promise.allSettled(Array.from({ length: connections }, caller));
  agent.destroy();
}
