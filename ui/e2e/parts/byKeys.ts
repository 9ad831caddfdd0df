// A person who has a keyboard and nothing else.
import { expect } from "vitest";
import { until } from "./until";
import { Key, type Window } from "./window";

/** The test id of what has the focus, or else its tag. */
export const focused = (window: Window): Promise<string> => window.driver.executeScript<string>("return document.activeElement?.dataset.testid ?? document.activeElement?.tagName");

/** Waits until that has the focus. */
export const focusOn = (window: Window, id: string): Promise<true> =>
  until(`${id} has the focus`, async () => {
    const now = await focused(window);
    if (now === id) return true as const;
    throw new Error(`${now} has it`);
  });

/** Goes on with Tab, or back with Shift, until the button of that name has the focus. */
export const tabTo = (window: Window, name: string, back = false): Promise<true> =>
  until(`${name} has the focus`, async () => {
    const now = await window.driver.executeScript<string>("const at = document.activeElement; return (at?.getAttribute('aria-label') ?? at?.textContent ?? '').trim()");
    if (now === name) return true as const;
    await (back ? window.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform() : window.keys(Key.TAB));
    throw new Error(`${now} has it`);
    // There may be many stops before it.
  }, 60_000);

/** With Ctrl held down. */
export const withCtrl = (window: Window, key: string): Promise<void> => window.driver.actions().keyDown(Key.CONTROL).sendKeys(key).keyUp(Key.CONTROL).perform();

/** From here on the page counts what a pointer presses; whoever asks says that it was nothing. */
export async function noPointer(window: Window): Promise<() => Promise<void>> {
  await window.driver.executeScript("window.pressed = 0; addEventListener('pointerdown', () => window.pressed++, true)");
  return async () => expect(await window.driver.executeScript("return window.pressed")).toBe(0);
}

/** That what has the focus is seen to have it: by a line around it, or around what it holds. */
export async function seesFocus(window: Window): Promise<void> {
  const lines = "const at = document.activeElement; return [at, ...at.children].some((each) => getComputedStyle(each).outlineStyle !== 'none' && parseFloat(getComputedStyle(each).outlineWidth) > 0)";
  await until("the focus is seen", () => window.driver.executeScript<boolean>(lines));
}
