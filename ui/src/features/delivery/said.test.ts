import { describe, expect, it } from "vitest";
import type { DeliverySummary } from "../../bindings/DeliverySummary";
import type { Fault } from "../../bindings/Fault";
import type { HealthState } from "../../bindings/HealthState";
import type { HeldState } from "../../bindings/HeldState";
import type { Mode } from "../../bindings/Mode";
import type { Trouble } from "../../bindings/Trouble";
import { attempt, delivery, recorded, summary, target } from "../../testing/world";
import { headWords, listWords, said } from "./said";
import { faultChoices, faultWords, HELD, heldCount, heldWhat, LAST_TRY, MODES, place, span, spoken, TROUBLES } from "./words";

const whole = (view: ReturnType<typeof delivery>) => {
  const { lead, rest, text } = said(view);
  return `${lead}${rest} ${text}`.trim();
};
const health = (state: HealthState, trouble: Trouble | null = null, status: number | null = null) => ({
  ...target().health,
  state,
  remedy: "Do this.",
  last_error: trouble ? attempt(1, { delivered: false, trouble, status, message: "It went wrong.", certificate: trouble === "certificate" ? "ab12" : null }) : null,
});
const with_ = (state: HealthState, trouble: Trouble | null = null, status: number | null = null, part = {}) => delivery({ targets: [target({ health: health(state, trouble, status) })], ...part });

/** Every trouble with the beginning of its sentence: a new one without words fails the type check. */
const LEADS = {
  refused: "Your bot is down",
  name_not_found: "Your bot's host cannot be found",
  no_connection: "Your bot cannot be reached",
  tls: "Your bot does not speak TLS as it should",
  certificate: "Your bot's certificate is not trusted",
  timeout: "Your bot does not answer in time",
  closed_early: "Your bot hangs up before it has answered",
  not_http: "What listens there does not speak HTTP",
  too_large: "Your bot's answer was too large",
  redirect: "Your bot redirects, which Telegram does not follow",
  status: "Your bot answers with an error",
  loop: "The target's address leads back to Hookbay",
  secrets: "The target's secrets cannot be read from the keyring",
  dropped: "The last update was dropped, as you asked",
  injected: "The last update was answered 500, as you asked",
} satisfies Record<Trouble, string>;

describe("the sentence of a bot's delivery", () => {
  it.each(Object.entries(LEADS) as [Trouble, string][])("begins with what is so when the trouble is %s", (trouble, lead) => {
    const last = LAST_TRY[trouble];
    const fails = last ? `${last}, and nothing waits.` : `${lead}.`;
    for (const [state, begins, tone] of [
      ["absent", `${lead}.`, "bad"],
      ["fails", fails, last ? "care" : "bad"],
    ] as const) {
      expect(whole(with_(state, trouble)).replace(" It went wrong.", "")).toBe(`${begins} Do this.`);
      expect(said(with_(state, trouble)).tone).toBe(tone);
    }
    expect(whole(with_("absent", trouble, null, { held: 41 }))).toMatch(`${lead}: 41 updates held. `);
  });

  it("says another thing for every trouble, mode and state", () => {
    for (const words of [Object.values(TROUBLES), Object.values(MODES).map((mode) => mode.label + mode.hint), Object.values(HELD).map((held) => held.label + held.what)]) {
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it.each<[HealthState, number | null, string]>([
    ["answers", 12_400, "Your bot answers at localhost:8081/hook, usually in 12 ms."],
    ["answers", 300, "Your bot answers at localhost:8081/hook, usually in less than 1 ms."],
    ["answers", null, "Your bot answers at localhost:8081/hook."],
    ["unknown", null, "Nothing was sent to localhost:8081/hook yet. The next update goes there."],
  ])("when its state is %s with a median of %s", (state, median_us, words) => {
    expect(whole(delivery({ targets: [target({ health: { ...health(state), median_us } })] }))).toBe(words);
  });

  it("says of a bot with nothing left to get how it was when it was last tried, and no more", () => {
    const discarded = with_("fails", "refused");
    expect(whole(discarded)).toMatch(/^Your bot was down at the last try, and nothing waits\. /);
    expect(headWords(discarded)).toEqual({ tone: "care", lead: "Your bot was down at the last try", rest: ", and nothing waits." });
    expect(listWords(summary({ state: "fails", trouble: "refused" }))).toEqual({ tone: "care", short: "Your bot was down at the last try" });
  });

  it("says that nothing goes on while what came of deliveries cannot be written down", () => {
    expect(said(delivery({ unwritten: true }))).toMatchObject({ tone: "bad", lead: "What came of deliveries cannot be written down" });
    expect(listWords(summary({ unwritten: true }))).toEqual({ tone: "bad", short: "What came of deliveries cannot be written down" });
  });

  it("says of what was held that it stays while updates are recorded only", () => {
    expect(said(delivery({ mode: "record", held: 3 })).text).toBe("3 updates are held, and delivered when updates are passed on again.");
    expect(heldWhat("waiting", "record")).toMatch(/^They stay here/);
    for (const mode of ["relay", "hold"] as const) expect(heldWhat("waiting", mode)).toBe(HELD.waiting.what);
  });

  it("names the status that the bot answers", () => {
    const words = said(with_("fails", "status", 500, { aside: 3 }));
    expect(words.lead).toBe("Your bot answers 500");
    expect(words.text).toBe("Do this. 3 updates set aside.");
    expect(words.help?.type).toBe("look");
  });

  it.each<[string, ReturnType<typeof delivery>, string | undefined]>([
    ["nobody is there to pass on to", recorded(), "add"],
    ["updates are recorded only", delivery({ mode: "record" }), "relay"],
    ["the bot is well", delivery(), undefined],
    ["some were set aside and the bot is well", delivery({ aside: 3 }), "aside"],
    ["the bot is down", with_("absent", "refused"), "edit"],
    ["its certificate is its own", with_("absent", "certificate"), "accept"],
    ["its secrets cannot be read", with_("absent", "secrets"), "keyring"],
    ["a fault is on", delivery({ fault: { fault: { type: "drop" }, left: 3 } }), "stop_fault"],
  ])("offers the one thing that helps when %s", (_name, view, help) => {
    expect(said(view).help?.type).toBe(help);
  });

  it("speaks of a copy only while the bot itself is well, and by its address", () => {
    const copy = target({ id: "u", url: "http://localhost:9/copy", answers: false, health: health("absent", "refused") });
    expect(said(delivery({ targets: [target(), copy] })).lead).toBe("localhost:9/copy: your bot is down");
    expect(said(delivery({ targets: [target({ health: health("fails", "status", 502) }), copy] })).lead).toBe("Your bot answers 502");
    // What is held for the bot is not the copy's.
    const both = said(delivery({ held: 2, targets: [target({ held: 2 }), { ...copy, held: 41 }] }));
    expect(both.rest).toBe(".");
    expect(both.text).toContain("2 updates are held");
  });

  it("stays with what is held while it drains", () => {
    expect(whole(delivery({ held: 1 }))).toContain("1 update is held and delivered in turn.");
    expect(said(delivery({ held: 7, expired: 1, aside: 2 }))).toMatchObject({ tone: "care", text: "7 updates are held and delivered in turn. 2 updates set aside and 1 expired query." });
  });
});

it("gives the head of the bot one sentence, and none where nothing is passed on", () => {
  const words = (view: ReturnType<typeof delivery>) => {
    const head = headWords(view);
    return head && head.lead + head.rest;
  };
  expect(words(delivery())).toBe("Your bot answers at localhost:8081/hook, usually in 12 ms.");
  expect(words(delivery({ held: 41 }))).toBe("Your bot answers at localhost:8081/hook, usually in 12 ms, and 41 updates are held.");
  expect(words(with_("absent", "refused", null, { held: 41 }))).toBe("Your bot is down: 41 updates held.");
  expect(words(delivery({ mode: "record", held: 3 }))).toBeNull();
});

it("says in the list of bots what is worse than the webhook's own health, and what is held", () => {
  expect(whole(with_("absent", "refused"))).toContain("It went wrong.");
  const short = (part: Partial<DeliverySummary>) => listWords(summary(part));
  expect(short({ state: "absent", trouble: "refused", held: 41 })).toEqual({ tone: "bad", short: "Your bot is down: 41 updates held" });
  expect(short({ state: "fails", trouble: "status", status: 500 })).toEqual({ tone: "bad", short: "Your bot answers 500" });
  expect(short({ state: "fails", trouble: "timeout", held: 1 })).toEqual({ tone: "bad", short: "Your bot does not answer in time: 1 update held" });
  expect(short({ state: "absent", trouble: "refused", of_copy: true, held: 2 })).toEqual({ tone: "bad", short: "localhost:8081/hook: your bot is down" });
  expect(short({ aside: 2, held: 3 })).toEqual({ tone: "care", short: "2 updates set aside, 3 held" });
  expect(short({ held: 12 })).toEqual({ tone: "good", short: "Your bot answers: 12 updates held" });
  expect(short({ fault: { fault: { type: "drop" }, left: null } })?.tone).toBe("care");
  for (const one of [null, summary(), summary({ state: "unknown" }), summary({ mode: "record", held: 4 })]) expect(listWords(one)).toBeNull();
});

const FAULTS = {
  delay: [{ type: "delay", ms: 1500 }, "delayed by 1.5 s"],
  drop: [{ type: "drop" }, "dropped"],
  answer500: [{ type: "answer500" }, "answered 500"],
} satisfies Record<Fault["type"], [Fault, string]>;

it.each(Object.values(FAULTS) as [Fault, string][])("says of the fault %j that deliveries are %s", (fault, words) => {
  expect(faultWords(fault, null)).toBe(`All deliveries are ${words}, as you asked`);
  expect(faultWords(fault, 1)).toBe(`The next delivery is ${words}, as you asked`);
  expect(faultWords(fault, 3)).toBe(`The next 3 deliveries are ${words}, as you asked`);
});

it("says of a fault that Telegram comes again only where Telegram waits for the answer", () => {
  expect(faultChoices("relay").answer500.hint).toContain("Telegram comes again");
  expect(faultChoices("hold").answer500.hint).toContain("tried again from here");
});

const COUNTS = { waiting: ["1 waiting update", "41 waiting updates"], aside: ["1 update set aside", "41 updates set aside"], expired: ["1 expired query", "41 expired queries"] } satisfies Record<HeldState, string[]>;
it.each(Object.entries(COUNTS) as [HeldState, string[]][])("counts what is %s", (state, words) => {
  expect([heldCount(state, 1), heldCount(state, 41)]).toEqual(words);
});

const MODE_NAMES = { relay: "Relay", hold: "Hold", record: "Record only" } satisfies Record<Mode, string>;
it.each(Object.entries(MODE_NAMES) as [Mode, string][])("calls the mode %s %s", (mode, label) => {
  expect(MODES[mode].label).toBe(label);
  expect(MODES[mode].hint).toMatch(/^[A-Z].*\.$/);
});

it("says times and places as a person would", () => {
  expect([400, 1_400, 12_600, 999_400, 1_250_000].map(spoken)).toEqual(["less than 1 ms", "1 ms", "13 ms", "999 ms", "1.3 s"]);
  expect([500, 2000, 1500].map(span)).toEqual(["500 ms", "2 s", "1.5 s"]);
  expect(["http://localhost:8081/hook", "https://a.test/"].map(place)).toEqual(["localhost:8081/hook", "a.test"]);
});
