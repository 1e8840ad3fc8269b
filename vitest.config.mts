import { defineConfig } from "vitest/config";

/** Suites against real tools; each has its own project, all else is `unit`. */
const endToEnd = ["docker", "production", "kubernetes", "conformance", "aws", "judges"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
/** What holds on every target; each has a project that runs it. */
const everywhere = "test/conformance/*.test.ts";
/**
 * They have the machine to themselves. Two processors that other suites use too answer hundreds of requests per second too late, which
 * says nothing about a release; and the last one stops the engine that the others use.
 */
const undisturbed = [
  "test/conformance/releases.test.ts",
  "test/conformance/rollback.test.ts",
  "test/production/certificates.test.ts",
  "test/production/failed-release.test.ts",
  "test/production/rotation.test.ts",
  "test/production/saturation.test.ts",
  "test/production/engine.test.ts",
];

// As test/production/support/thorough.ts says; Vite's loader of configurations wants no TypeScript beside it.
const thorough = (process.env.TRIREME_THOROUGH ?? "") !== "";

/** Each takes minutes for one matter: left out where time is short, as `thorough` says. */
const long = thorough
  ? []
  : [
      "test/docker/pushed-release.test.ts",
      "test/kubernetes/failures.test.ts",
      "test/production/saturation.test.ts",
      "test/production/sentinels.test.ts",
      "test/conformance/rollback.test.ts",
    ];

/** One engine and one set of host ports: the files run one after the other. */
const oneStack = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    coverage: {
      provider: "v8",
      include: ["components/**", "stacks/**", "toolchain/**/*.ts", "examples/**/*.ts"],
      reporter: ["text-summary", "lcov"],
      reportsDirectory: "coverage",
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: endToEnd,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "docker",
          include: ["test/docker/**/*.test.ts"],
          exclude: long,
          globalSetup: ["test/docker/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "production",
          include: ["test/production/**/*.test.ts", everywhere],
          exclude: [...long, ...undisturbed],
          globalSetup: ["test/production/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "load",
          include: undisturbed,
          exclude: long,
          globalSetup: ["test/production/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "kubernetes",
          include: ["test/kubernetes/**/*.test.ts"],
          exclude: long,
          globalSetup: ["test/kubernetes/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "conformance",
          include: [everywhere, "test/conformance/kubernetes/**/*.test.ts"],
          globalSetup: ["test/conformance/kubernetes/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "aws",
          include: ["test/aws/**/*.test.ts"],
          globalSetup: ["test/aws/setup.ts"],
          ...oneStack,
          // Three hundred resources come up in five minutes, on two busy processors in ten.
          testTimeout: 900_000,
        },
      },
      { test: { name: "judges", include: ["test/judges/**/*.test.ts"], ...oneStack } },
    ],
  },
});
