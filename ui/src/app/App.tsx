import { useEffect } from "react";
import { useAction } from "../components/action";
import { Button } from "../components/Button";
import { ErrorNote } from "../components/ErrorNote";
import { Waiting } from "../components/Waiting";
import { ErrorBoundary } from "./ErrorBoundary";
import { Shell } from "./Shell";
import { StoreContext, useAppState, useStore, type Store } from "./store";

export function App({ store }: { store: Store }) {
  useEffect(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    void store.start().then((stopWatching) => {
      if (gone) stopWatching();
      else stop = stopWatching;
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [store]);
  return (
    <StoreContext value={store}>
      <ErrorBoundary>
        <Opened />
      </ErrorBoundary>
    </StoreContext>
  );
}

function Opened() {
  const store = useStore();
  const { overview, failure } = useAppState();
  const retry = useAction(() => store.refresh());
  if (overview) return <Shell failure={failure} />;
  if (!failure) return <p className="opening" role="status">Opening Hookbay</p>;
  return (
    <main className="start">
      <div className="start-inner">
        <h1>Hookbay</h1>
        <ErrorNote error={failure}>
          <Button busy={retry.busy} data-testid="retry-start" onClick={() => void retry.run()}>
            Try again
          </Button>
        </ErrorNote>
        <Waiting action={retry} on="Hookbay to start" />
      </div>
    </main>
  );
}
