import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { apiError } from "../testing/world";
import { ErrorNote } from "./ErrorNote";

afterEach(cleanup);

it("says what happened and what to do, with the code folded away", () => {
  render(<ErrorNote error={apiError({ code: "too_many_requests", message: "Telegram asks to wait.", remedy: "Try again later.", detail: "429 Too Many Requests", retry_after: 7 })} />);
  const note = screen.getByRole("alert");
  expect(note.textContent).toContain("Telegram asks to wait.");
  expect(note.textContent).toContain("Try again later.");
  expect(note.textContent).toMatch(/7 s, until \d\d:\d\d:\d\d\./);
  expect(note.dataset.code).toBe("too_many_requests");
  const details = note.querySelector("details");
  expect(details?.open).toBe(false);
  expect(details?.querySelector("pre")?.textContent).toBe("too_many_requests\n429 Too Many Requests");
});
