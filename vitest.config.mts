import { defineConfig } from "vitest/config";

/** What holds on every target; each has a project that runs it. */
const everywhere = "test/e2e/conformance/*.test.ts";
/**
 * They have the machine to themselves. Two processors that other suites use too answer hundreds of requests per second too late, which
 * says nothing about a release; and the last one stops the engine that the others use.
 */
const undisturbed = [
  "test/e2e/conformance/releases.test.ts",
  "test/e2e/conformance/rollback.test.ts",
  "test/e2e/production/certificates.test.ts",
  "test/e2e/production/failed-release.test.ts",
  "test/e2e/production/rotation.test.ts",
  "test/e2e/production/saturation.test.ts",
  "test/e2e/production/engine.test.ts",
];

/** What becomes of data: on a production stack of their own, beside the other one. */
const recovering = [
  "test/e2e/conformance/restore.test.ts",
  "test/e2e/production/backup-faults.test.ts",
  "test/e2e/production/many-tables.test.ts",
  "test/e2e/production/own-containers.test.ts",
  "test/e2e/production/restore.test.ts",
];

// As test/e2e/production/support/thorough.ts says; Vite's loader of configurations wants no TypeScript beside it.
const thorough = (process.env.TRIREME_THOROUGH ?? "") !== "";

/** Each takes minutes for one matter: left out where time is short, as `thorough` says. */
const long = thorough
  ? []
  : [
      "test/e2e/docker/pushed-release.test.ts",
      "test/e2e/features/alerts.test.ts",
      "test/e2e/features/traefik-release.test.ts",
      "test/e2e/kubernetes/cellar.test.ts",
      "test/e2e/kubernetes/failures.test.ts",
      "test/e2e/production/saturation.test.ts",
      "test/e2e/production/sentinels.test.ts",
      "test/e2e/conformance/rollback.test.ts",
    ];

/**
 * They share what they have loaded: the SDKs take longer to load than most files to run. The other unit tests change what a
 * process has, such as its environment, or load modules again; each file has a process of its own.
 */
const pure = ["components", "policies", "stacks/systems"].map((folder) => `test/unit/${folder}/**/*.test.ts`);
const unit = { testTimeout: 30_000, hookTimeout: 60_000 };

/** One engine and one set of host ports: the files run one after the other. */
const oneStack = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 900_000 };

export default defineConfig({
  test: {
    coverage: {
      provider: "v8",
      include: [
        "components/**",
        "stacks/**",
        "cli/**/*.ts",
        "setup/**/*.ts",
        "lab/**/*.ts",
        "examples/**/*.ts",
      ],
      reporter: ["text-summary", "lcov"],
      reportsDirectory: "coverage",
    },
    projects: [
      { test: { name: "unit", include: pure, isolate: false, ...unit } },
      { test: { name: "unit-apart", include: ["test/unit/**/*.test.ts"], exclude: pure, ...unit } },
      {
        test: {
          name: "docker",
          include: ["test/e2e/docker/**/*.test.ts"],
          exclude: long,
          globalSetup: ["test/e2e/docker/setup.ts"],
          ...oneStack,
        },
      },
      { test: { name: "telemetry", include: ["test/e2e/monitoring/**/*.test.ts"], ...oneStack } },
      // Each file brings up a system of its own.
      { test: { name: "features", include: ["test/e2e/features/**/*.test.ts"], exclude: long, ...oneStack } },
      {
        test: {
          name: "production",
          include: ["test/e2e/production/**/*.test.ts", everywhere],
          exclude: [...long, ...undisturbed, ...recovering],
          globalSetup: ["test/e2e/production/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "recovery",
          include: recovering,
          globalSetup: ["test/e2e/production/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "load",
          include: undisturbed,
          exclude: long,
          globalSetup: ["test/e2e/production/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "kubernetes",
          include: ["test/e2e/kubernetes/**/*.test.ts"],
          exclude: long,
          globalSetup: ["test/e2e/kubernetes/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "conformance",
          include: [everywhere, "test/e2e/conformance/kubernetes/**/*.test.ts"],
          globalSetup: ["test/e2e/conformance/kubernetes/setup.ts"],
          ...oneStack,
        },
      },
      {
        test: {
          name: "aws",
          include: ["test/e2e/aws/**/*.test.ts"],
          globalSetup: ["test/e2e/aws/setup.ts"],
          ...oneStack,
          // Three hundred resources come up in five minutes, on two busy processors in ten.
          testTimeout: 900_000,
        },
      },
      {
        test: {
          name: "systems",
          include: ["test/e2e/systems/**/*.test.ts"],
          ...oneStack,
          // The largest has three hundred resources, and all its backups are tried out one after another.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      { test: { name: "scanners", include: ["test/e2e/scanners/**/*.test.ts"], ...oneStack } },
    ],
  },
});
