import { useOverview } from "../../app/store";
import type { BotView } from "../../bindings/BotView";
import { Choice } from "../../components/Field";
import type { Draft } from "./draft";

interface Props {
  bot: BotView;
  draft: Draft;
  onChange: (touched: Partial<Draft>) => void;
}

export function AllowedUpdates({ bot, draft: { allowed, kinds }, onChange }: Props) {
  const { update_kinds } = useOverview();
  const present = bot.webhook?.info?.allowed_updates ?? [];
  // A kind that is newer than this Hookbay stays in sight, and can be left out.
  const known = update_kinds.map((kind) => kind.name);
  const names = [...new Set([...known, ...present, ...kinds])];
  const toggle = (name: string, on: boolean) => {
    const next = names.filter((each) => (each === name ? on : kinds.includes(each)));
    // An empty list means Telegram's default set, so the last tick stays.
    if (next.length > 0) onChange({ kinds: next });
  };
  return (
    <div>
      <Choice
        legend="Allowed updates"
        value={allowed}
        onChange={(next) => onChange({ allowed: next })}
        options={[
          { value: "keep", label: "As they are", hint: present.length > 0 ? present.join(", ") : "Telegram's default set, unless changed before" },
          { value: "default", label: "Telegram's default", hint: `all but ${update_kinds.filter((kind) => !kind.default).map((kind) => kind.name).join(", ")}` },
          { value: "these", label: "Only these" },
        ]}
      />
      {allowed === "these" && (
        <div className="kinds" role="group" aria-label="Update kinds">
          {names.map((name) => (
            <label key={name} className="tick mono">
              <input type="checkbox" checked={kinds.includes(name)} onChange={(event) => toggle(name, event.target.checked)} />
              <span>{name}</span>
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
