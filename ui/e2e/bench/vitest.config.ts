import { defineConfig } from "vitest/config";

// `cargo xtask bench window`: the real window over a long inbox, measured.
export default defineConfig({
  root: import.meta.dirname,
  test: { environment: "node", include: ["*.bench.ts"], fileParallelism: false, testTimeout: 3_600_000, hookTimeout: 60_000 },
});
