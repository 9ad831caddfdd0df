import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { HttpApiState } from "../../bindings/HttpApiState";
import { show } from "../../testing/show";
import { apiError, overview, TableBackend } from "../../testing/world";
import { HttpApi } from "./HttpApi";

afterEach(cleanup);

async function card(http_api: HttpApiState = { type: "listening", url: "http://127.0.0.1:4665" }) {
  const backend = new TableBackend({ overview: () => overview({ http_api }), http_api_token: () => ({ token: "the-token" }), rotate_http_api_token: () => ({ token: "another" }) });
  await show(backend, <HttpApi />);
  return backend;
}
const press = (id: string) => act(async () => void fireEvent.click(screen.getByTestId(id)));
const token = () => screen.getByTestId("api-token").textContent;

it("asks for the token only to show it, and forgets it when it is hidden", async () => {
  const backend = await card();
  expect(screen.getByTestId("http-api").textContent).toContain("http://127.0.0.1:4665/docs");
  expect([token(), backend.count("http_api_token")]).toEqual(["••••••••", 0]);
  await press("show-token");
  expect(token()).toBe("the-token");
  await press("hide-token");
  expect(document.body.innerHTML).not.toContain("the-token");
});

it("asks before it rotates the token, with the focus on what loses nothing", async () => {
  const backend = await card();
  await press("rotate-token");
  expect(document.activeElement?.textContent).toBe("Keep it");
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(screen.queryByTestId("rotate-confirm")).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId("rotate-token"));
  expect(backend.count("rotate_http_api_token")).toBe(0);
  await press("rotate-token");
  await press("rotate-confirm");
  expect([token(), screen.queryByTestId("rotate-confirm")]).toEqual(["another", null]);
});

it("says that it is off, or why it cannot listen", async () => {
  await card({ type: "off" });
  expect(screen.getByTestId("http-api").textContent).toContain("the HTTP API is off");
  cleanup();
  await card({ type: "failed", error: apiError({ code: "port_taken", message: "Port 4665 is in use by another program." }) });
  expect(screen.getByTestId("http-api").textContent).toContain("Port 4665 is in use by another program.");
  expect(screen.queryByTestId("show-token")).toBeNull();
});
