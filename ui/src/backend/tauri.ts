import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { open, save } from "@tauri-apps/plugin-dialog";
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
  async choosePath({ sort, title, start }) {
    const defaultPath = start || undefined;
    try {
      return sort === "save" ? await save({ title, defaultPath }) : await open({ title, defaultPath, directory: sort === "folder" });
    } catch (thrown) {
      throw toApiError(thrown);
    }
  },
};
