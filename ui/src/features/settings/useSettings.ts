import { useRead, type Read } from "../../app/useRead";
import type { SettingsView } from "../../bindings/SettingsView";

/** The settings with where each value comes from, read again when they change. */
export function useSettings(): Read<SettingsView> {
  return useRead({ op: "settings", input: () => ({}), key: "settings", stale: (change) => change.type === "settings" || change.type === "tunnel" });
}
