import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ago } from "./time";
import { TimeAgo, useNow } from "./TimeAgo";

const START = Date.parse("2026-11-24T14:02:12");

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (seconds: number) => act(() => void vi.advanceTimersByTime(seconds * 1000));

it("draws anew only what reads otherwise", () => {
  let drawn = 0;
  function Since() {
    drawn += 1;
    return <p>{ago(START, useNow((now) => ago(START, now)))}</p>;
  }
  render(<Since />);
  const first = drawn;
  pass(4);
  expect(drawn).toBe(first);
  pass(1);
  expect(screen.getByText("5 s ago")).toBeTruthy();
  expect(drawn).toBe(first + 1);
  for (let second = 5; second < 60; second++) pass(1);
  expect(screen.getByText("1 min ago")).toBeTruthy();
  expect(drawn).toBe(first + 12);
});

it("stands still while nobody sees it, and is right the moment it is seen", () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  render(<TimeAgo at={START} />);
  pass(90);
  expect(screen.getByText("now")).toBeTruthy();
  hidden.mockReturnValue(false);
  fireEvent(document, new Event("visibilitychange"));
  expect(screen.getByText("1 min ago")).toBeTruthy();
});
