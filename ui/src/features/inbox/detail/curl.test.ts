import { execFile, execFileSync } from "node:child_process";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { asCurl } from "./curl";

/** A shell that prints the arguments in the place of curl. */
const said = (command: string, env: Record<string, string> = {}) => execFileSync("sh", ["-c", command.replace(/^curl/, "printf '%s\\0'")], { encoding: "utf8", env: { ...process.env, ...env }, stdio: "pipe" }).split("\0");

it("is a command that a shell passes on as it is", () => {
  const body = '{"text":"it\'s $HOME `x` \\"y\\" \\n"}';
  const command = asCurl({ url: "http://localhost:8081/hook?a='b'", hasSecret: true }, body);
  expect(said(command, { SECRET_TOKEN: "s e'c" })).toEqual(["-X", "POST", "http://localhost:8081/hook?a='b'", "-H", "Content-Type: application/json", "-H", "X-Telegram-Bot-Api-Secret-Token: s e'c", "--data-binary", body, ""]);
  expect(asCurl({ url: "http://localhost:1", hasSecret: false }, "{}")).not.toContain("SECRET");
});

it("asks for what it has not, and sends nothing without it", () => {
  const masked = asCurl({ url: "http://localhost:8081/123456:••••", hasSecret: false }, "{}");
  expect(masked).not.toContain("•");
  expect(() => said(masked)).toThrow(/Set TARGET_URL to the address with its token\./);
  expect(said(masked, { TARGET_URL: "http://localhost:8081/123456:ABC" })[2]).toBe("http://localhost:8081/123456:ABC");
  const secret = asCurl({ url: "http://localhost:1", hasSecret: true, headers: ["X-Api-Key"] }, "{}");
  expect(() => said(secret)).toThrow(/Set SECRET_TOKEN/);
  expect(() => said(secret, { SECRET_TOKEN: "s" })).toThrow(/Set HEADER_X_API_KEY/);
  expect(said(secret, { SECRET_TOKEN: "s", HEADER_X_API_KEY: "k" })).toContain("X-Api-Key: k");
});

it("sends a body that is too long for an argument, to an address with brackets", async () => {
  const got: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      got.push({ url: request.url ?? "", headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const body = JSON.stringify({ update_id: 1, message: { text: `it's\n$HOME 'UPDATE' ${"ö".repeat(150_000)}` } }, null, 2) + "\nUPDATE\n";
  const command = asCurl({ url: `http://127.0.0.1:${port}/hook/{a,b}[1-3]`, hasSecret: false }, body);
  await new Promise<void>((done, fail) => {
    const shell = execFile("sh", ["-s"], (error) => (error ? fail(error) : done()));
    shell.stdin?.end(command);
  });
  server.close();
  expect(got.map(({ url }) => url)).toEqual(["/hook/{a,b}[1-3]"]);
  expect(got[0]?.body.trim()).toBe(body.trim());
});
