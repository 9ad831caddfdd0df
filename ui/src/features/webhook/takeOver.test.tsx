import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { BotView } from "../../bindings/BotView";
import type { SetWebhook } from "../../bindings/SetWebhook";
import { show } from "../../testing/show";
import { apiError, at, bot, info, overview, quiet, TableBackend, webhook } from "../../testing/world";
import { SetWebhookForm } from "./SetWebhookForm";

afterEach(cleanup);

const theirs = (part: Parameters<typeof info>[0] = {}) => webhook({ owner: "foreign", info: info({ url: "https://api.example.com/hook", max_connections: 7, allowed_updates: ["poll"], ip_address: "203.0.113.9", ...part }) });
const lease = { taken_at: at(900), url: "https://first.example.com/x", max_connections: null, allowed_updates: null, ip_address: null, has_custom_certificate: false, secret_token_kept: true, certificate_kept: false, state: "held" as const };

async function form(first: BotView, set: (input: SetWebhook) => ReturnType<typeof webhook> = () => webhook()) {
  let now = first;
  const onDone = vi.fn();
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ bots: [now] }),
    set_webhook: set,
    webhook_status: () => {
      now = bot({ webhook: theirs() });
      return theirs();
    },
  });
  const shown = await show(backend, <SetWebhookForm bot={first} onDone={onDone} onCancel={() => {}} />);
  const sent = () => backend.asked.filter((each) => each.op === "set_webhook").map((each) => (each.input as SetWebhook).take_over);
  const confirm = () => fireEvent.click(screen.getByTestId("set-webhook-confirm"));
  return { backend, onDone, sent, confirm, follow: () => shown.refresh(<SetWebhookForm bot={now} onDone={onDone} onCancel={() => {}} />) };
}

it("shows what is there before it is taken over, and what is lost", async () => {
  await form(bot({ webhook: theirs({ has_custom_certificate: true }) }));
  const there = screen.getByTestId("what-is-there").textContent;
  for (const fact of ["https://api.example.com/hook", "7", "poll", "203.0.113.9", "uploaded by hand"]) expect(there).toContain(fact);
  expect(screen.getByTestId("lost").textContent).toMatch(/Lost when you take it over:.*secret token.*certificate/);
});

it("sends their secret token and certificate, and says that nothing is lost then", async () => {
  const { sent, confirm, onDone } = await form(bot({ webhook: theirs({ has_custom_certificate: true }) }));
  const secret = screen.getByTestId("their-secret");
  expect(secret.getAttribute("type")).toBe("password");
  fireEvent.change(secret, { target: { value: "s3cret" } });
  fireEvent.change(screen.getByTestId("their-certificate"), { target: { value: "-----BEGIN CERTIFICATE-----\nx" } });
  expect(screen.getByTestId("lost").textContent).toBe("Nothing is lost.");
  confirm();
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toEqual([{ secret_token: "s3cret", certificate_pem: "-----BEGIN CERTIFICATE-----\nx" }]);
});

it("takes the certificate from a file, and says when it holds none", async () => {
  await form(bot({ webhook: theirs({ has_custom_certificate: true }) }));
  const choose = (text: string) => fireEvent.change(screen.getByTestId("their-certificate-file"), { target: { files: [new File([text], "cert.pem")] } });
  choose("not a certificate");
  expect((await screen.findByRole("alert")).textContent).toBe("cert.pem holds no certificate in PEM form.");
  choose("-----BEGIN CERTIFICATE-----\ny");
  await expect.poll(() => (screen.getByTestId("their-certificate") as HTMLTextAreaElement).value).toBe("-----BEGIN CERTIFICATE-----\ny");
  expect(screen.queryByRole("alert")).toBeNull();
});

it("asks for no certificate where Telegram says that there is none", async () => {
  const { sent, confirm, onDone } = await form(bot({ webhook: theirs() }));
  expect(screen.queryByTestId("their-certificate")).toBeNull();
  confirm();
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toEqual([{ secret_token: null, certificate_pem: null }]);
});

it("asks in place when somebody else's webhook comes to light only then", async () => {
  const { backend, sent, confirm, onDone, follow } = await form(bot({ webhook: webhook({ owner: "none", info: info({ url: "" }) }) }), ({ take_over }) => {
    if (!take_over) throw apiError({ code: "foreign_webhook", message: "This bot delivers to api.example.com." });
    return webhook();
  });
  expect(screen.queryByTestId("take-over")).toBeNull();
  confirm();
  await screen.findByTestId("take-over");
  expect(screen.queryByTestId("error-note")).toBeNull();
  expect(backend.count("webhook_status")).toBe(1);
  await follow();
  expect(screen.getByTestId("what-is-there").textContent).toContain("https://api.example.com/hook");
  expect(onDone).not.toHaveBeenCalled();
  confirm();
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toEqual([null, { secret_token: null, certificate_pem: null }]);
});

it("asks for nothing of theirs while an earlier webhook is kept, and still says that it was agreed to", async () => {
  const { sent, confirm, onDone } = await form(bot({ webhook: theirs(), lease }));
  expect(screen.queryByTestId("take-over")).toBeNull();
  expect(screen.getByTestId("what-is-there").textContent).toContain("The earlier webhook of first.example.com stays kept");
  confirm();
  await expect.poll(() => onDone.mock.calls.length).toBe(1);
  expect(sent()).toEqual([{ secret_token: null, certificate_pem: null }]);
});
