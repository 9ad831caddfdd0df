import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { show } from "../../testing/show";
import { apiError, overview, TableBackend } from "../../testing/world";
import { TunnelCard } from "./TunnelCard";

afterEach(cleanup);

it("says why it could not connect, until it is online", async () => {
  const online = overview().tunnel;
  let tunnel: typeof online = { ...online, state: { type: "off" } };
  const backend = new TableBackend({
    overview: () => overview({ tunnel }),
    retry_tunnel: () => {
      throw apiError({ code: "keyring_locked", message: "The keyring is locked." });
    },
  });
  const { refresh } = await show(backend, <TunnelCard />);
  fireEvent.click(screen.getByTestId("retry-tunnel"));
  expect((await screen.findByTestId("error-note")).textContent).toContain("The keyring is locked.");
  tunnel = online;
  await refresh();
  expect(screen.queryByTestId("error-note")).toBeNull();
});
