import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { asCurl, SECRET } from "./curl";

it("is a command that a shell passes on as it is", () => {
  const body = '{"text":"it\'s $HOME `x` \\"y\\" \\n"}';
  const command = asCurl("http://localhost:8081/hook?a='b'", body, true);
  // A shell that prints the arguments in the place of curl.
  const said = execFileSync("sh", ["-c", command.replace(/^curl/, "printf '%s\\0'")], { encoding: "utf8" }).split("\0");
  expect(said).toEqual(["-X", "POST", "http://localhost:8081/hook?a='b'", "-H", "Content-Type: application/json", "-H", `X-Telegram-Bot-Api-Secret-Token: ${SECRET}`, "--data-binary", body, ""]);
  expect(asCurl("http://localhost:1", "{}", false)).not.toContain("Secret");
});
