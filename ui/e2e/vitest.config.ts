import { defineConfig } from "vitest/config";

// The tests in the real window. Each starts its own, so two files run side by side.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    environment: "node",
    include: ["**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
