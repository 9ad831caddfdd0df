// One part of the page by itself, over a made-up backend.
import { act, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { NavigationContext, type Navigation, type Route } from "../app/route";
import { Store, StoreContext } from "../app/store";
import type { TableBackend } from "./world";

/** Shows what `part` makes, and anew after every change of the overview; says where it leads. */
export async function show(backend: TableBackend, part: ReactNode) {
  const store = new Store(backend, 0);
  await store.start();
  const route: Route = { page: "bot", botId: "a", tab: "inbox", form: null };
  const navigation = { route, go: vi.fn<Navigation["go"]>(), open: vi.fn<Navigation["open"]>() };
  const page = (inner: ReactNode) => (
    <StoreContext value={store}>
      <NavigationContext value={navigation}>{inner}</NavigationContext>
    </StoreContext>
  );
  const { rerender } = render(page(part));
  return {
    store,
    navigation,
    /** After the backend's answers have changed. */
    refresh: (inner = part) =>
      act(async () => {
        await store.refresh();
        rerender(page(inner));
      }),
  };
}
