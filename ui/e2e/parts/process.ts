// What Linux tells of a process and of those that it started.
import { readFileSync, readdirSync } from "node:fs";

/** The kernel's unit of processor time is a hundredth of a second wherever Linux runs. */
const TICK = 0.01;

interface Stat {
  name: string;
  state: string;
  parent: number;
  /** Processor time so far, its own and the kernel's for it. */
  seconds: number;
}

export function statOf(pid: number): Stat | null {
  try {
    // The name may hold anything, brackets too.
    const [, name = "", rest = ""] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const fields = rest.split(" ");
    return { name, state: fields[0] ?? "", parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) * TICK };
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== null && stat.state !== "Z";
}

function all(): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The process that another one started. */
export function childOf(parent: number): number | null {
  return all().find((pid) => statOf(pid)?.parent === parent) ?? null;
}

/** What a process has started, and what those have. */
export function descendants(parent: number): number[] {
  return all()
    .filter((pid) => statOf(pid)?.parent === parent)
    .flatMap((pid) => [pid, ...descendants(pid)]);
}

/** A process and all that it started, each with its processor time. */
export function timesOf(pid: number): Map<number, Stat> {
  const family = [pid, ...descendants(pid)].map((each) => [each, statOf(each)] as const);
  return new Map(family.filter((each): each is readonly [number, Stat] => each[1] !== null));
}
