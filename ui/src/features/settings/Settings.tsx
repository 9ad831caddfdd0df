import { Button } from "../../components/Button";
import { ErrorNote } from "../../components/ErrorNote";
import { AboutCard } from "./AboutCard";
import { HttpApi } from "./HttpApi";
import { KeyringCard } from "./KeyringCard";
import { SettingsForm } from "./SettingsForm";
import { useSettings } from "./useSettings";

/** `onBack` where no list of bots stands beside it to go back by. */
export function Settings({ onBack }: { onBack?: (() => void) | undefined }) {
  const { value, error, reload } = useSettings();
  return (
    <div className="page settings">
      <div className="row">
        <h1 className="grow">Settings</h1>
        {onBack && (
          <Button look="quiet" data-testid="settings-back" onClick={onBack}>
            Back
          </Button>
        )}
      </div>
      {error && (
        <ErrorNote error={error}>
          <Button onClick={() => void reload()}>Try again</Button>
        </ErrorNote>
      )}
      {value && <SettingsForm view={value} onSaved={reload} beside={{ api: <HttpApi /> }} />}
      <KeyringCard />
      <AboutCard dotEnv={value?.dot_env ?? null} />
    </div>
  );
}
