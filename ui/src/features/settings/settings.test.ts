import { describe, expect, it } from "vitest";
import type { Origin } from "../../bindings/Origin";
import type { SettingName } from "../../bindings/SettingName";
import { apiError, setting, settings } from "../../testing/world";
import { aboutOf, changesOf, shownOf, type Touched } from "./draft";
import { GROUPS, ON_QUIT, originWords, SETTINGS, sourceWords } from "./words";

const ORIGINS = {
  environment: [{ type: "environment" }, "From the environment (NGROK_PORT)"],
  dot_env: [{ type: "dot_env", path: "/home/ann/bot/.env" }, "From .env at /home/ann/bot/.env (NGROK_PORT)"],
  saved: [{ type: "saved" }, "Saved here"],
  default: [{ type: "default" }, "Default"],
} satisfies Record<Origin["type"], [Origin, string]>;

describe("settings in words", () => {
  it.each(Object.values(ORIGINS) as [Origin, string][])("of %j it says %s", (origin, words) => {
    expect(originWords(origin, "NGROK_PORT")).toBe(words);
  });

  it.each([
    [{}, "Not set, neither here nor as WEBHOOK_DOMAIN"],
    [{ error: apiError() }, "Nothing is set that can be used"],
    [{ value: "8000" }, "Default (WEBHOOK_DOMAIN is not set)"],
    [{ value: "8000", error: apiError() }, "Default"],
    [{ value: "https://a.example", origin: { type: "saved" as const } }, "Saved here"],
  ])("of %j it does not say that the variable is missing when it is there", (part, words) => {
    expect(sourceWords(setting("webhook_domain", part))).toBe(words);
  });

  it("has every setting in a group, and no group without one", () => {
    const names = settings().settings.map((each) => each.name);
    expect(Object.keys(SETTINGS).sort()).toEqual([...names].sort());
    expect(new Set(Object.values(SETTINGS).map((each) => each.group))).toEqual(new Set(Object.keys(GROUPS)));
    expect(new Set(Object.values(SETTINGS).map((each) => each.label)).size).toBe(names.length);
    expect(ON_QUIT.map((each) => each.value)).toEqual(["restore", "delete", "leave"]);
  });
});

describe("what saving sends", () => {
  const view = settings({
    ngrok_port: { value: "8000" },
    check_interval: { value: "300", origin: { type: "saved" } },
    log_level: { value: "info", origin: { type: "environment" }, locked: "It is set in the environment." },
    api: { value: "127.0.0.1:4665", error: apiError() },
  }).settings;
  const changes = (touched: Touched) => changesOf(view, touched);

  it.each<[Touched, { name: SettingName; value: string | null }[]]>([
    [{}, []],
    [{ ngrok_port: "8000" }, []],
    [{ ngrok_port: " 8001 " }, [{ name: "ngrok_port", value: "8001" }]],
    [{ check_interval: "" }, [{ name: "check_interval", value: null }]],
    [{ check_interval: null }, [{ name: "check_interval", value: null }]],
    // There is nothing to forget.
    [{ webhook_domain: "" }, []],
    // But for a saved value that was no good, and gave way to the default.
    [{ api: null }, [{ name: "api", value: null }]],
    [{ log_level: "debug" }, []],
    [{ webhook_domain: "https://a.example", ngrok_port: "1" }, [{ name: "ngrok_port", value: "1" }, { name: "webhook_domain", value: "https://a.example" }]],
  ])("of %j is %j", (touched, sent) => {
    expect(changes(touched)).toEqual(sent);
  });

  it("shows what was typed, else what is in force", () => {
    const port = view.find((each) => each.name === "ngrok_port");
    if (!port) throw new Error("no port");
    expect([shownOf(port, {}), shownOf(port, { ngrok_port: "1" }), shownOf(port, { ngrok_port: null })]).toEqual(["8000", "1", ""]);
  });

  it("finds the field that a refusal is about", () => {
    const both = changes({ ngrok_port: "70000", webhook_domain: "a b" });
    expect(aboutOf(apiError({ message: "NGROK_PORT is 70000." }), both, view)).toBe("ngrok_port");
    expect(aboutOf(apiError({ message: "WEBHOOK_DOMAIN has a space, NGROK_PORT is 70000." }), both, view)).toBeNull();
    expect(aboutOf(apiError({ message: "The disk is full." }), both, view)).toBeNull();
    expect(aboutOf(apiError({ message: "70000 is no port." }), changes({ ngrok_port: "70000" }), view)).toBe("ngrok_port");
  });
});
