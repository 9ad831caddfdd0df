import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { ApiError } from "../../bindings/ApiError";
import type { SaveSettings } from "../../bindings/SaveSettings";
import type { SettingsView } from "../../bindings/SettingsView";
import { show } from "../../testing/show";
import { apiError, news, overview, quiet, settings, TableBackend } from "../../testing/world";
import { Settings } from "./Settings";

afterEach(cleanup);

async function page(first: SettingsView, refusal: () => ApiError | null = () => null) {
  let now = first;
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview(),
    settings: () => now,
    save_settings: ({ changes }: SaveSettings) => {
      const refused = refusal();
      if (refused) throw refused;
      now = { ...now, settings: now.settings.map((each) => ({ ...each, ...changes.filter(({ name }) => name === each.name).map(({ value }) => ({ value, origin: { type: value === null ? "default" : "saved" } as const }))[0] })) };
      return now;
    },
  });
  await show(backend, <Settings />);
  await screen.findByTestId("settings-form");
  const sent = () => backend.asked.filter((each) => each.op === "save_settings").map((each) => (each.input as SaveSettings).changes);
  const field = (name: string) => screen.getByTestId<HTMLInputElement>(`setting-${name}`);
  const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
  const save = () => act(async () => void fireEvent.click(screen.getByTestId("save-settings")));
  return { backend, sent, field, type, save, become: (next: SettingsView) => (now = next) };
}

it("shows where each value comes from, why it is locked, and what is wrong with it", async () => {
  const { field } = await page({
    ...settings({
      use_ngrok: { value: "true", origin: { type: "environment" }, locked: "USE_NGROK is set in the environment; change it there." },
      ngrok_port: { value: "8000", error: apiError({ message: "NGROK_PORT is 70000.", remedy: "Give a port from 1 to 65535." }) },
      log_level: { value: "info", origin: { type: "dot_env", path: "/p/.env" }, locked: "It is in .env." },
      check_interval: { value: "60", origin: { type: "saved" } },
    }),
    way: "ngrok is used, because USE_NGROK is true.",
  });
  expect(screen.getByTestId("way").textContent).toBe("ngrok is used, because USE_NGROK is true.");
  expect([field("use_ngrok").value, field("use_ngrok").disabled]).toEqual(["true", true]);
  expect(screen.getByTestId("origin-use_ngrok").textContent).toBe("From the environment (USE_NGROK). USE_NGROK is set in the environment; change it there.");
  expect(screen.getByTestId("origin-log_level").textContent).toBe("From .env at /p/.env (HOOKBAY_LOG). It is in .env.");
  expect(screen.getByTestId("origin-check_interval").textContent).toBe("Saved here.");
  expect(screen.getByTestId("error-ngrok_port").textContent).toBe("NGROK_PORT is 70000. Give a port from 1 to 65535.");
  expect(field("ngrok_port").getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByTestId("forget-log_level")).toBeNull();
});

it("saves all changes together, and shows what is in force then", async () => {
  const { sent, type, save, field } = await page(settings({ check_interval: { value: "300" }, on_quit: { value: "restore" }, pending_threshold: { value: "50", origin: { type: "saved" } } }));
  expect(screen.getByTestId("save-settings")).toHaveProperty("disabled", true);
  type("check_interval", "60");
  fireEvent.click(screen.getByLabelText(/^Leave everything as it is/));
  fireEvent.click(screen.getByTestId("forget-pending_threshold"));
  expect(screen.getByText("3 changes not saved yet")).toBeTruthy();
  await save();
  expect(sent()).toEqual([
    [
      { name: "check_interval", value: "60" },
      { name: "pending_threshold", value: null },
      { name: "on_quit", value: "leave" },
    ],
  ]);
  expect(screen.getByText("Everything is saved")).toBeTruthy();
  expect(field("check_interval").value).toBe("60");
  expect(screen.getByLabelText(/^Leave everything as it is/)).toHaveProperty("checked", true);
  expect(screen.getByTestId("origin-check_interval").textContent).toBe("Saved here.");
});

it("says at the field what was refused, and keeps all that was typed", async () => {
  let refused: ApiError | null = apiError({ code: "invalid_input", message: "NGROK_PORT is 70000.", remedy: "Give a port from 1 to 65535." });
  const { sent, type, save, field } = await page(settings(), () => refused);
  type("ngrok_port", "70000");
  type("webhook_domain", "https://a.example");
  await save();
  expect(screen.getByTestId("error-ngrok_port").textContent).toContain("Give a port from 1 to 65535.");
  expect(screen.queryByTestId("error-note")).toBeNull();
  expect(screen.getByText("Nothing was saved: a value above was refused.")).toBeTruthy();
  expect([field("ngrok_port").value, field("webhook_domain").value]).toEqual(["70000", "https://a.example"]);
  type("ngrok_port", "8001");
  expect(screen.queryByTestId("error-ngrok_port")).toBeNull();
  refused = apiError({ code: "store", message: "The disk is full." });
  await save();
  expect(within(screen.getByTestId("settings-form")).getByTestId("error-note").textContent).toContain("The disk is full.");
  expect(sent()).toHaveLength(2);
});

it("discards what was typed, and follows what another door changed", async () => {
  const { backend, type, field, become } = await page(settings({ api: { value: "127.0.0.1:4665" } }));
  type("api", "off");
  fireEvent.click(screen.getByTestId("discard-settings"));
  expect(field("api").value).toBe("127.0.0.1:4665");
  become(settings({ api: { value: "127.0.0.1:5000", origin: { type: "saved" } } }));
  await act(async () => backend.fire(news({ type: "settings" }, 1)));
  await expect.poll(() => field("api").value).toBe("127.0.0.1:5000");
});

it("says why the settings cannot be read", async () => {
  const backend = new TableBackend({
    overview: () => overview(),
    settings: () => {
      throw apiError({ code: "store", message: "The database cannot be read." });
    },
  });
  await show(backend, <Settings />);
  expect((await screen.findByTestId("error-note")).textContent).toContain("The database cannot be read.");
  expect(screen.getByTestId("keyring-state")).toBeTruthy();
});
