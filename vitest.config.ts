import { defineConfig } from "vitest/config";

/** `unit` needs nothing but npm; `kill` takes minutes; `fuzz` a minute, or a night; `e2e` needs real servers. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "page/src/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/kill/**", "test/fuzz/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "kill",
          include: ["test/kill/**/*.test.ts"],
          testTimeout: 900_000,
        },
      },
      {
        test: {
          name: "fuzz",
          include: ["test/fuzz/**/*.test.ts"],
          testTimeout: 12 * 3_600_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
