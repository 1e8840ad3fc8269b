import { log } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Job } from "../../../../../components/docker/workload/job";
import type { Job as JobModel } from "../../../../../components/model";
import { context } from "../../../../support/context";
import { deploy, only, resolved, valueOf } from "../../../../support/mocks";
import { migrate } from "../../../../support/valid";

const deployed = (change: Partial<JobModel> = {}, options: Parameters<typeof deploy>[1] = {}) =>
  deploy(() => new Job(context, { job: { ...migrate, ...change }, volumes: {}, after: [] }), options);
const container = async (change: Partial<JobModel> = {}) =>
  only(await deployed(change), "Container", "shop-dev-migrate");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a job of the release", () => {
  it("runs once and never starts again by itself", async () => {
    expect((await container()).inputs).toMatchObject({
      command: ["migrate"],
      mustRun: false,
      restart: "no",
    });
  });

  it("runs again when anything of it changes, after the last run is gone", async () => {
    expect((await container()).deleteBeforeReplace).toBe(true);
  });

  it("is killed after its own time, or after ten minutes", async () => {
    const runsToEnd = vi.spyOn(context.engine, "runsToEnd");
    await deployed();
    expect(runsToEnd).toHaveBeenLastCalledWith("shop-dev-migrate-id", { deadline: 600 });
    await deployed({ timeout: "90s" });
    expect(runsToEnd).toHaveBeenLastCalledWith("shop-dev-migrate-id", { deadline: 90 });
  });

  it("is not waited for by a preview", async () => {
    const runsToEnd = vi.spyOn(context.engine, "runsToEnd");
    await deployed({}, { preview: true });
    expect(runsToEnd).not.toHaveBeenCalled();
  });

  it("is on the networks of its own edges", async () => {
    expect((await container()).inputs.networksAdvanced).toEqual([
      { name: "migrate network", aliases: ["migrate"] },
    ]);
  });

  it("that succeeds lets what waits for it go on", async () => {
    const exit = vi.spyOn(process, "exit");
    const { result } = await deployed();
    expect(await valueOf(result.succeeded)).toBe(result.container);
    expect(exit).not.toHaveBeenCalled();
  });

  it("that fails ends the deployment with its exit code and last lines", async () => {
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const error = vi.spyOn(log, "error").mockResolvedValue();
    vi.spyOn(context.engine, "runsToEnd").mockResolvedValue({
      ok: false,
      container: "shop-dev-migrate-0a1b2c3",
      reason: "failed, with exit code 3",
      log: "no such column\n",
    });
    const { result } = await deployed();
    await resolved(result.succeeded);
    expect(error).toHaveBeenCalledWith(
      'job "migrate": container shop-dev-migrate-0a1b2c3 failed, with exit code 3. Nothing that waits for it was changed. Its last lines:\n  | no such column',
      result.container,
    );
    // The exit code by which Pulumi knows that the reason has been told.
    expect(exit).toHaveBeenCalledWith(32);
  });
});
