import { describe, expect, it } from "vitest";
import { Job } from "../../../../../components/kubernetes/workload/job";
import { jobName } from "../../../../../components/kubernetes/workload/job.args";
import type { Job as JobModel } from "../../../../../components/model";
import { context } from "../../../../support/kubernetes-context";
import { deploy, listed, only } from "../../../../support/mocks";
import { db, migrate } from "../../../../support/valid";

const made = (change: Partial<JobModel> = {}) =>
  deploy(() => new Job(context, { job: { ...migrate, ...change }, claims: {}, stores: [db], after: [] }));

describe("a job of the release", () => {
  it("is named by what it runs and reads, which cannot be changed: another of it is another job", () => {
    const name = jobName(migrate, "shop/api:v1");
    expect(name).toMatch(/^migrate-[0-9a-f]{10}$/);
    expect(jobName(migrate, "shop/api:v1")).toBe(name);
    expect(jobName(migrate, "shop/api:v2")).not.toBe(name);
    expect(jobName({ ...migrate, command: ["migrate", "--all"] }, "shop/api:v1")).not.toBe(name);
    expect(jobName(migrate, "shop/api:v1", ["secret-1"])).not.toBe(
      jobName(migrate, "shop/api:v1", ["secret-2"]),
    );
    expect(jobName({ ...migrate, command: ["a b"] }, "i")).not.toBe(
      jobName({ ...migrate, command: ["a", "b"] }, "i"),
    );
  });

  it("has a name that its pods can carry as a label, however long its part's is", () => {
    const long = `nightly-${"a".repeat(44)}-before-${"b".repeat(52)}`;
    const name = jobName({ ...migrate, name: long }, "shop/api:v1");
    expect(name).toHaveLength(63);
    expect(jobName({ ...migrate, name: `${long}b` }, "shop/api:v1")).not.toBe(name);
  });

  it("is tried once, for as long as the model says, when its store lets it in", async () => {
    const { resources } = await made({ timeout: "5m" });
    const { inputs = {} } = resources.find(({ type }) => type === "kubernetes:batch/v1:Job") ?? {};
    expect(inputs.metadata).toMatchObject({
      annotations: { "pulumi.com/skipAwait": "true", "dev.trireme.image": "ghcr.io/your-org/shop-api:v1" },
    });
    expect(inputs.spec).toMatchObject({
      backoffLimit: 0,
      activeDeadlineSeconds: 300,
      template: {
        spec: {
          restartPolicy: "Never",
          initContainers: [{ name: "reach-db", image: "postgres:16-bookworm" }],
          containers: [{ name: "migrate", args: ["migrate"] }],
        },
      },
    });
  });
});

it("computes on nodes that have GPUs", async () => {
  const job = async (gpus: number) => {
    const resources = { ...migrate.resources, gpus } as NonNullable<JobModel["resources"]>;
    const { resources: all } = await made({ resources });
    const { inputs = {} } = all.find(({ type }) => type === "kubernetes:batch/v1:Job") ?? {};
    return (inputs.spec as { template: { spec: { nodeSelector?: object } } }).template.spec.nodeSelector;
  };
  expect(await job(1)).toEqual({ "nvidia.com/gpu.present": "true" });
  expect(await job(0)).toBeUndefined();
});

describe("a job on a schedule", () => {
  it("is a CronJob in UTC that never overlaps itself", async () => {
    const deployed = await made({ run: { schedule: "0 3 * * 0" } });
    expect(listed(deployed)).toContain("CronJob shop-dev-migrate");
    expect(only(deployed, "CronJob", "shop-dev-migrate").inputs.spec).toMatchObject({
      schedule: "0 3 * * 0",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      jobTemplate: { spec: { backoffLimit: 2 } },
    });
  });
});
