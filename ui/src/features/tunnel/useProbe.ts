import { useStore } from "../../app/store";
import { useAction, type Action } from "../../components/action";

/** Sends a probe. How it went, also that it did not come back, is in the overview's tunnel. */
export function useProbe(): Action {
  const store = useStore();
  return useAction(() => store.act("probe", {}));
}
