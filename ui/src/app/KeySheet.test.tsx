import { cleanup, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { KeySheet } from "./KeySheet";
import { useKeys } from "./keys";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

it("scrolls by keys where the window is too low for it, and not what is behind it", () => {
  const behind = vi.fn();
  renderHook(() => useKeys({ ArrowDown: behind }));
  render(<KeySheet onClose={() => {}} />);
  const sheet = screen.getByRole("dialog");
  const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key });
  // All of it is in view.
  press("ArrowDown");
  expect([sheet.scrollTop, behind.mock.calls.length]).toEqual([0, 1]);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockReturnValue(900);
  press("ArrowDown");
  expect(sheet.scrollTop).toBe(60);
  press("PageDown");
  expect(sheet.scrollTop).toBe(600);
  press("PageUp");
  expect(sheet.scrollTop).toBe(60);
  expect(behind).toHaveBeenCalledOnce();
});
