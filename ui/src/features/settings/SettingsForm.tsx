import { useState, type ReactNode } from "react";
import { useNavigation } from "../../app/route";
import { useStore } from "../../app/store";
import type { SettingsView } from "../../bindings/SettingsView";
import { useAction } from "../../components/action";
import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { count } from "../../components/time";
import { Waiting } from "../../components/Waiting";
import { aboutOf, changesOf, shownOf, type Touched } from "./draft";
import { SettingRow } from "./SettingRow";
import { GROUPS, SETTINGS, type Group } from "./words";

interface Props {
  view: SettingsView;
  onSaved: () => Promise<void>;
  /** What belongs to a group besides its settings. */
  beside: Partial<Record<Group, ReactNode>>;
}

/** Every setting by group. They are saved together or not at all. */
export function SettingsForm({ view, onSaved, beside }: Props) {
  const store = useStore();
  const { go } = useNavigation();
  const [touched, setTouched] = useState<Touched>({});
  const changes = changesOf(view.settings, touched);
  const save = useAction(async (signal) => {
    await store.act("save_settings", { changes });
    // What was typed gives way to what is in force only once that is here.
    await onSaved();
    signal.throwIfAborted();
    setTouched({});
  });
  const about = save.error ? aboutOf(save.error, changes, view.settings) : null;
  const touch = (part: Touched) => {
    save.dismiss();
    setTouched((before) => ({ ...before, ...part }));
  };
  const discard = () => {
    save.dismiss();
    setTouched({});
  };
  return (
    <form
      className="settings-form"
      data-testid="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (changes.length > 0) void save.run();
      }}
    >
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <section key={group} className="card" aria-labelledby={`group-${group}`}>
          <div className="row">
            <h2 id={`group-${group}`} className="grow">
              {GROUPS[group]}
            </h2>
            {group === "url" && (
              <Button data-testid="open-tunnel" onClick={() => go({ page: "tunnel" })}>
                Open the tunnel
              </Button>
            )}
          </div>
          {group === "url" && <p data-testid="way">{view.way}</p>}
          {beside[group]}
          {view.settings
            .filter((setting) => SETTINGS[setting.name].group === group)
            .map((setting) => (
              <SettingRow
                key={setting.name}
                setting={setting}
                value={shownOf(setting, touched)}
                refused={about === setting.name ? save.error : null}
                onChange={(value) => touch({ [setting.name]: value })}
              />
            ))}
        </section>
      ))}
      {save.error && !about && <ErrorNote error={save.error} />}
      {/* Always in its place at the foot of the page, so that nothing moves when something is changed. */}
      <div className="save-bar">
        <Button type="submit" look="primary" data-testid="save-settings" busy={save.busy} disabled={changes.length === 0}>
          Save
        </Button>
        <Button look="quiet" data-testid="discard-settings" disabled={Object.keys(touched).length === 0 || save.busy} onClick={discard}>
          Discard
        </Button>
        <span className="muted" role="status">
          {about ? "Nothing was saved: a value above was refused." : changes.length > 0 ? `${count(changes.length, "change")} not saved yet` : "Everything is saved"}
        </span>
        <Waiting action={save} on="the settings to be taken" />
      </div>
    </form>
  );
}
