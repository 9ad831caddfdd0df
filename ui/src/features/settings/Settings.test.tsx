import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { VaultState } from "../../bindings/VaultState";
import { show } from "../../testing/show";
import { apiError, overview, quiet, TableBackend } from "../../testing/world";
import { Settings } from "./Settings";

afterEach(cleanup);

it("says why the keyring still cannot be used in a run that keeps tokens in memory", async () => {
  const locked: VaultState = { type: "unavailable", error: apiError({ code: "keyring_locked", message: "The keyring is locked." }) };
  let vault: VaultState = { type: "this_run_only" };
  const answers: VaultState[] = [locked, { type: "keyring" }];
  const backend = new TableBackend({
    ...quiet,
    overview: () => overview({ vault }),
    retry_vault: () => {
      const answer = answers.shift() ?? locked;
      if (answer.type === "keyring") vault = answer;
      return answer;
    },
  });
  await show(backend, <Settings />);
  fireEvent.click(screen.getByText("Try the keyring again"));
  expect((await screen.findByTestId("error-note")).textContent).toContain("The keyring is locked.");
  fireEvent.click(screen.getByText("Try the keyring again"));
  await expect.poll(() => screen.getByTestId("keyring-state").textContent).toBe("Tokens are kept in this computer's keyring.");
  expect(screen.queryByTestId("error-note")).toBeNull();
});

it.each([
  [0, null],
  [1, "1 request for a bot that is not in this list was refused"],
  [3, "3 requests for bots that are not in this list were refused"],
])("of %i requests for no bot of this list it says %s", async (refused_unknown, words) => {
  await show(new TableBackend({ ...quiet, overview: () => overview({ refused_unknown }) }), <Settings />);
  const about = screen.getByText("This Hookbay").closest("section");
  if (words) expect(about?.textContent).toContain(words);
  else expect(about?.textContent).not.toContain("refused");
});
