// How many updates waited at Telegram, in words. Pure.
import { highest, type Point } from "../../components/chart/scale";
import { absolute, clock, count } from "../../components/time";

export type Range = "hour" | "day" | "week";

const HOUR = 3_600_000;

export const RANGES = {
  hour: { label: "1 h", words: "last hour", ms: HOUR },
  day: { label: "24 h", words: "last 24 hours", ms: 24 * HOUR },
  week: { label: "7 d", words: "last 7 days", ms: 7 * 24 * HOUR },
} satisfies Record<Range, { label: string; words: string; ms: number }>;

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A time on the axis: the clock, and over a week the day before it. */
export function timeWords(at: number, range: Range): string {
  const minutes = clock(at).slice(0, 5);
  return range === "week" ? `${DAYS[new Date(at).getDay()] ?? ""} ${minutes}` : minutes;
}

export const pointWords = (point: Point): string => `${count(point.value, "update")} at ${absolute(point.at)}`;

/** All that the line shows, in a sentence. */
export function summary(points: Point[], range: Range): string {
  const top = highest(points);
  const last = points.at(-1);
  if (!top || !last) return "Nobody asked in this time.";
  if (points.length === 1) return `One check so far: ${count(last.value, "update")} waited at ${timeWords(last.at, range)}.`;
  if (top.value === 0) return "Nothing waited at any check.";
  return `At most ${count(top.value, "update")}, at ${timeWords(top.at, range)}; ${count(last.value, "update")} at the last check.`;
}
