import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { Check } from "../../bindings/Check";
import { show } from "../../testing/show";
import { at, bot, overview, TableBackend } from "../../testing/world";
import { DoctorCard } from "./DoctorCard";

afterEach(cleanup);

it("leads from a disk that is nearly full to the limits of what is kept", async () => {
  const disk: Check = { name: "disk", finding: "care", sentence: "512 MiB are free for the data.", fix: "Make room, or keep fewer updates.", detail: null, mend: "open_retention", took_ms: 1 };
  const backend = new TableBackend({ overview: () => overview({ bots: [bot()] }), examine: () => ({ at: at(0), checks: [disk] }) });
  const { navigation } = await show(backend, <DoctorCard bot={bot()} />);
  fireEvent.click(screen.getByTestId("examine"));
  fireEvent.click(await screen.findByText("Keep fewer updates"));
  expect(navigation.open).toHaveBeenCalledWith("a", "delivery", "keep");
});
