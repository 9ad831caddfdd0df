import { defineConfig } from "vitest/config";
import react from "@vitejs/plugin-react";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: "es2022",
    // The page's policy allows no data: fonts, so every font stays a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/patience.ts"],
    // As long as testing-library waits, see there.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
  },
});
