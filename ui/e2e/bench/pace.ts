// Updates at a steady rate, straight to the receiver's port.
import { Agent, request } from "node:http";
import type { Target } from "../parts/load";

const EVERY_MS = 10;

/** Sends so many a second for so many seconds; how many were answered with 200. */
export async function pace({ port, path, secret }: Target, perSecond: number, seconds: number, firstId: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let answered = 0;
  let sent = 0;
  const under: Promise<void>[] = [];
  const send = (updateId: number) =>
    new Promise<void>((resolve) => {
      const message = { message_id: updateId, date: Math.floor(Date.now() / 1000), chat: { id: 71000001, type: "private", first_name: "Ann" }, from: { id: 71000001, is_bot: false, first_name: "Ann" }, text: `arriving ${updateId}` };
      const body = JSON.stringify({ update_id: updateId, message });
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-telegram-bot-api-secret-token": secret };
      const post = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers }, (response) => {
        if (response.statusCode === 200) answered++;
        response.resume().once("end", resolve).once("error", () => resolve());
      });
      post.once("error", () => resolve()).end(body);
    });
  const start = performance.now();
  while (sent < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent++) under.push(send(firstId + sent));
    await new Promise((next) => setTimeout(next, EVERY_MS));
  }
  await Promise.all(under);
  agent.destroy();
  return answered;
}
