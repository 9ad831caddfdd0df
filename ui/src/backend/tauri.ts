import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Batched } from "../bindings/Batched";
import { toApiError, type Backend } from "./backend";

/** The engine behind this window. */
export const tauriBackend: Backend = {
  async call(op, input) {
    try {
      return await invoke("call", { op, input });
    } catch (thrown) {
      throw toApiError(thrown);
    }
  },
  watch: (tell) => listen<Batched[]>("hookbay", (event) => tell(event.payload)),
};
