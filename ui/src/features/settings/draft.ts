// What was changed on the page of settings and not saved yet. Pure.
import type { ApiError } from "../../bindings/ApiError";
import type { SettingChange } from "../../bindings/SettingChange";
import type { SettingName } from "../../bindings/SettingName";
import type { SettingView } from "../../bindings/SettingView";

/** Null forgets the saved value. */
export type Touched = Partial<Record<SettingName, string | null>>;

/** What a field holds: what was typed, or else what is in force. */
export function shownOf(setting: SettingView, touched: Touched): string {
  const typed = touched[setting.name];
  return typed === undefined ? (setting.value ?? "") : (typed ?? "");
}

/** What saving would send. An emptied field forgets the saved value, and is no change where none is saved. */
export function changesOf(settings: SettingView[], touched: Touched): SettingChange[] {
  return settings.flatMap((setting) => {
    const typed = touched[setting.name];
    if (typed === undefined || setting.locked !== null) return [];
    const value = typed?.trim() || null;
    const isSame = value === null ? setting.origin.type !== "saved" && setting.error === null : value === setting.value;
    return isSame ? [] : [{ name: setting.name, value }];
  });
}

/** The setting that a refusal is about: it names the variable. Null where it names none or several. */
export function aboutOf(error: ApiError, changes: SettingChange[], settings: SettingView[]): SettingName | null {
  const text = `${error.message} ${error.remedy} ${error.detail ?? ""}`;
  const named = changes.filter(({ name }) => {
    const variable = settings.find((each) => each.name === name)?.variable;
    return variable !== undefined && new RegExp(`\\b${variable}\\b`).test(text);
  });
  // What alone was changed is what was refused.
  return named.length === 1 ? (named[0]?.name ?? null) : changes.length === 1 ? (changes[0]?.name ?? null) : null;
}
