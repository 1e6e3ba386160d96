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
          // Many wait for a clock or a child process, and leave the CPU to others meanwhile.
          maxWorkers: 3,
          // A deadline costs nothing when all goes well.
          testTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
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
          // More than all waits of a test together: each has a deadline of its own, and says what it waited for.
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
