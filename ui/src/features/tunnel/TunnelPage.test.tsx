import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { ProbeView } from "../../bindings/ProbeView";
import { show } from "../../testing/show";
import { apiError, at, overview, quiet, settings, TableBackend } from "../../testing/world";
import { TunnelCard } from "./TunnelCard";
import { TunnelPage } from "./TunnelPage";

afterEach(cleanup);

const came: ProbeView = { at: at(1), public_url: "https://calm.ngrok.app", dns_ms: 4, connect_ms: 21, tls_ms: 38, there_ms: 44, back_ms: 35, error: null };
const lost: ProbeView = { ...came, there_ms: null, back_ms: null, error: apiError({ code: "probe_lost", message: "Another program answered.", remedy: "See what listens there." }) };

function world(answers: ProbeView[]) {
  let last: ProbeView | null = null;
  return new TableBackend({
    ...quiet,
    overview: () => overview({ tunnel: { ...overview().tunnel, probe: last } }),
    probe: () => (last = answers.shift() ?? came),
  });
}

it("probes the way, and shows each leg or where it was lost", async () => {
  const { refresh } = await show(world([came, lost]), <TunnelPage />);
  expect(screen.queryByTestId("probe-result")).toBeNull();
  await act(async () => void fireEvent.click(screen.getByTestId("probe")));
  await refresh();
  expect(screen.getByTestId("probe-result").textContent).toBe("The last probe came back in 142 ms.");
  expect(screen.getAllByTestId("leg").map((leg) => leg.lastElementChild?.textContent)).toEqual(["4 ms", "21 ms", "38 ms", "44 ms", "35 ms"]);
  await act(async () => void fireEvent.click(screen.getByTestId("probe")));
  await refresh();
  expect(screen.getByTestId("probe-result").textContent).toBe("The last probe did not come back.");
  expect(screen.getAllByTestId("leg").map((leg) => leg.lastElementChild?.textContent)).toEqual(["4 ms", "21 ms", "38 ms", "not reached", "not reached"]);
  expect(screen.getByTestId("error-note").textContent).toContain("See what listens there.");
  expect(screen.getByTestId("tunnel-now").textContent).toMatch(/^ngrok is online, but the last probe did not come back\./);
});

it("does not doubt a tunnel for a probe from before it was connected again", async () => {
  const tunnel = { ...overview().tunnel, state: { type: "online" as const, public_url: came.public_url, since: at(0) }, probe: lost };
  await show(new TableBackend({ ...quiet, overview: () => overview({ tunnel }) }), <TunnelPage />);
  expect(screen.getByTestId("tunnel-now").textContent).toMatch(/^Telegram reaches this computer through ngrok\./);
});

it("connects a dead tunnel again", async () => {
  const backend = new TableBackend({ ...quiet, overview: () => overview({ tunnel: { ...overview().tunnel, probe: lost } }), retry_tunnel: () => overview().tunnel });
  await show(backend, <TunnelPage />);
  await act(async () => void fireEvent.click(screen.getByTestId("connect-again")));
  expect(backend.asked.map((each) => each.op)).toContain("retry_tunnel");
});

it("probes from the list of bots, in a line that is always there", async () => {
  const { refresh } = await show(world([came, lost]), <TunnelCard />);
  const line = () => screen.getByTestId("probe-line").textContent;
  expect(line()).toBe("Not probed yet");
  await act(async () => void fireEvent.click(screen.getByTestId("probe-now")));
  await refresh();
  expect(line()).toMatch(/^Probe: 142 ms, /);
  await act(async () => void fireEvent.click(screen.getByTestId("probe-now")));
  await refresh();
  expect(line()).toMatch(/^Probe did not come back, /);
});

it("sends none while there is no tunnel", async () => {
  const backend = new TableBackend({ ...quiet, overview: () => overview({ tunnel: { ...overview().tunnel, state: { type: "off" } } }) });
  await show(backend, <TunnelPage />);
  expect(screen.getByTestId("probe")).toHaveProperty("disabled", true);
});

it("says of a value in the environment that it cannot be used, whichever way is chosen", async () => {
  const error = apiError({ message: "WEBHOOK_DOMAIN is \"http://a.example\" in the environment.", remedy: "Give it like https://api.example.com." });
  const backend = new TableBackend({ ...quiet, overview: () => overview(), settings: () => settings({ webhook_domain: { error }, check_interval: { error } }) });
  await show(backend, <TunnelPage />);
  expect((await screen.findAllByTestId("unusable")).map((each) => each.textContent)).toEqual([`${error.message} ${error.remedy}`]);
});

it("says why a field cannot be changed", async () => {
  const why = "WEBHOOK_DOMAIN is set in the environment; change it there.";
  const token = "NGROK_AUTHTOKEN is set in the environment.";
  const backend = new TableBackend({
    overview: () => overview(),
    settings: () => ({ ...settings({ webhook_domain: { locked: why }, ngrok_authtoken: { locked: token } }), way: "The domain is used, because WEBHOOK_DOMAIN is set." }),
  });
  await show(backend, <TunnelPage />);
  expect((await screen.findByTestId("way-locked")).textContent).toBe(why);
  expect(screen.getByText("The domain is used, because WEBHOOK_DOMAIN is set.")).toBeTruthy();
  expect(screen.getByTestId("ngrok-authtoken")).toHaveProperty("disabled", true);
  expect(screen.getByText(token)).toBeTruthy();
  expect(screen.queryByTestId("forget-authtoken")).toBeNull();
  expect((screen.getByLabelText(/^ngrok a public URL/).closest("fieldset") as HTMLFieldSetElement).disabled).toBe(true);
});
