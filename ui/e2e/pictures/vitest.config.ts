import { defineConfig } from "vitest/config";

// `cargo xtask screenshots`: pictures of the real window, one after the other.
export default defineConfig({
  root: import.meta.dirname,
  test: { environment: "node", include: ["*.pictures.ts"], fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
