import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { overview, TableBackend } from "../../testing/world";
import { TunnelForm } from "./TunnelForm";

afterEach(cleanup);

const settings = { kind: "ngrok", ngrok_domain: "calm.ngrok.app", webhook_domain: "https://a.example", port: 8080 } as const;

function world() {
  let tunnel = { ...overview().tunnel, settings: { ...settings } as ReturnType<typeof overview>["tunnel"]["settings"] };
  return new TableBackend({
    overview: () => overview({ tunnel }),
    configure_tunnel: (input) => (tunnel = { ...tunnel, kind: input.settings.kind, settings: input.settings, state: { type: "off" } }),
    forget_authtoken: () => (tunnel = { ...tunnel, has_authtoken: false }),
  });
}

it("goes back to no tunnel, and keeps the other settings", async () => {
  const backend = world();
  await show(backend, <TunnelForm />);
  fireEvent.click(screen.getByTestId("tunnel-none"));
  await expect.poll(() => screen.queryByTestId("tunnel-none")).toBeNull();
  expect(backend.asked.find((each) => each.op === "configure_tunnel")?.input).toEqual({ settings: { ...settings, kind: "none" }, ngrok_authtoken: null });
});

it("forgets the authtoken, and then asks for one", async () => {
  const backend = world();
  await show(backend, <TunnelForm />);
  expect(screen.getByTestId("ngrok-authtoken")).toHaveProperty("required", false);
  fireEvent.click(screen.getByTestId("forget-authtoken"));
  await expect.poll(() => screen.queryByTestId("forget-authtoken")).toBeNull();
  expect(backend.asked.find((each) => each.op === "forget_authtoken")?.input).toEqual({});
  expect(screen.getByTestId("ngrok-authtoken")).toHaveProperty("required", true);
});
