import { defineConfig } from "vitest/config";

/** Suites against real tools; each has its own project, all else is `unit`. */
const endToEnd = ["test/docker/**/*.test.ts"];

export default defineConfig({
  test: {
    coverage: {
      provider: "v8",
      include: ["components/**", "stacks/**", "toolchain/**/*.ts", "examples/**/*.ts"],
      reporter: ["text-summary", "lcov"],
      reportsDirectory: "coverage",
    },
    projects: [
      { test: { name: "unit", include: ["test/**/*.test.ts"], exclude: endToEnd, testTimeout: 10_000 } },
      {
        test: {
          name: "docker",
          include: endToEnd,
          globalSetup: ["test/docker/setup.ts"],
          // One engine and one set of host ports: the files run one after the other.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
