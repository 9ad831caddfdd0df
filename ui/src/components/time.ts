// Times as words. The present is passed in.

/** From one word for a moment that has just passed to the next: each is drawn, and the window is often at rest. */
const STEP = 5;

/** How long ago, in the largest unit that says enough: `5 s ago`, `10 min ago`. */
export function ago(then: number, now: number): string {
  const seconds = Math.floor((now - then) / 1000);
  // Two clocks rarely agree to the second; a little ahead is still now.
  if (seconds < STEP) return "now";
  if (seconds < 60) return `${seconds - (seconds % STEP)} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} d ago`;
}

/** How long until then: `in 20 s`, `in 4 min`. */
export function until(then: number, now: number): string {
  const seconds = Math.ceil((then - now) / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `in ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} h` : `in ${Math.round(hours / 24)} d`;
}

const two = (n: number) => String(n).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `14:02:11` in local time. */
export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `24 Nov 2026 14:02:11` in local time. */
export function absolute(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""} ${date.getFullYear()} ${clock(at)}`;
}

/** The clock today, the day before that. */
export function rowTime(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)];
  return date.toDateString() === today.toDateString() ? clock(at) : `${date.getDate()} ${MONTHS[date.getMonth()] ?? ""}`;
}

/** `1 update`, `41 updates`, `81,204 updates`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** `142 ms`, `1.4 s`. */
export function took(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `412 bytes`, `1.2 KB`. */
export function bytes(n: number): string {
  return n < 1024 ? count(n, "byte") : n < 1024 * 1024 ? `${(n / 1024).toFixed(1)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`;
}
