import { defineConfig } from "vitest/config";

// `cargo xtask bench idle`: what the app costs while nothing happens.
export default defineConfig({
  root: import.meta.dirname,
  test: { environment: "node", include: ["*.bench.ts"], fileParallelism: false, testTimeout: 600_000, hookTimeout: 60_000 },
});
