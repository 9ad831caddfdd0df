// Where the points of a chart lie. Pure.

export interface Point {
  /** ms. */
  at: number;
  value: number;
}

/** The least of 1, 2, 5, 10, 20 … that is no less than `value`. */
export function niceMax(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

/** In percent of the width and of the height, from the top left. */
export function place(point: Point, from: number, to: number, max: number): { x: number; y: number } {
  const x = ((point.at - from) / Math.max(1, to - from)) * 100;
  return { x: Math.min(100, Math.max(0, x)), y: 100 - (point.value / max) * 100 };
}

/** Points that belong together: where far more time passed than usual, nobody looked, and no line is drawn. */
export function runsOf(points: Point[]): Point[][] {
  const gaps = points.slice(1).map((point, index) => point.at - (points[index]?.at ?? 0));
  const usual = [...gaps].sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
  const runs: Point[][] = [];
  points.forEach((point, index) => {
    const gap = index === 0 ? Infinity : (gaps[index - 1] ?? 0);
    if (gap > usual * 6) runs.push([point]);
    else runs.at(-1)?.push(point);
  });
  return runs;
}

/** The point that is nearest to a place along the width, in percent. */
export function nearest(points: Point[], percent: number, from: number, to: number): number {
  const at = from + (percent / 100) * (to - from);
  let best = 0;
  points.forEach((point, index) => {
    if (Math.abs(point.at - at) < Math.abs((points[best]?.at ?? 0) - at)) best = index;
  });
  return best;
}

/** The first of the highest points. */
export function highest(points: Point[]): Point | null {
  return points.reduce<Point | null>((top, point) => (top === null || point.value > top.value ? point : top), null);
}
