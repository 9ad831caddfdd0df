const PATIENCE_MS = 20_000;
const PAUSE_MS = 25;

/** Asks until there is an answer (anything but undefined, null and false); what was asked for is named when there is none. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | null | false> | T | undefined | null | false, patience = PATIENCE_MS): Promise<T> {
  const end = Date.now() + patience;
  let problem: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      problem = undefined;
    } catch (thrown) {
      // An element that was replaced while it was read, say: asked for anew.
      problem = thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const last = problem instanceof Error ? ` (${problem.message})` : "";
  throw new Error(`in ${patience / 1000} s it never came true: ${what}${last}`);
}
