import { log } from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Job } from "../../../components/docker/job";
import type { Job as JobModel } from "../../../components/model";
import { context } from "../../support/context";
import { deploy, only, resolved, valueOf } from "../../support/mocks";
import { migrate } from "../../support/sound";

const deployed = (change: Partial<JobModel> = {}, options: Parameters<typeof deploy>[1] = {}) =>
  deploy(() => new Job(context, { job: { ...migrate, ...change }, volumes: {}, after: [] }), options);
const container = async (change: Partial<JobModel> = {}) =>
  only(await deployed(change), "Container", "shop-dev-migrate");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a job of the release", () => {
  it("runs once, attached, and never starts again by itself", async () => {
    expect((await container()).inputs).toMatchObject({
      command: ["migrate"],
      mustRun: false,
      attach: true,
      logs: true,
      restart: "no",
    });
  });

  it("runs anew when anything of it changes, after the last run is gone", async () => {
    expect((await container()).deleteBeforeReplace).toBe(true);
  });

  it("is killed after its own time, or after ten minutes", async () => {
    expect((await container()).createTimeout).toBe("600s");
    expect((await container({ timeout: "90s" })).createTimeout).toBe("90s");
  });

  it("reaches the internet only where it asks to", async () => {
    expect((await container()).inputs.networksAdvanced).toEqual([
      { name: "migrate network", aliases: ["migrate"] },
    ]);
    expect((await container({ egress: true })).inputs.networksAdvanced).toContainEqual({
      name: "migrate outside",
    });
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
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`);
    const { result } = await deployed(
      {},
      { answers: { "shop-dev-migrate": { exitCode: 3, containerLogs: `${lines.join("\n")}\n` } } },
    );
    await resolved(result.succeeded);
    expect(error).toHaveBeenCalledWith(
      [
        'job "migrate" failed with exit code 3, so nothing that waits for it was changed. Its last lines:',
        ...lines.slice(5).map((line) => `  | ${line}`),
      ].join("\n"),
      result.container,
    );
    // The exit code by which Pulumi knows that the reason has been told.
    expect(exit).toHaveBeenCalledWith(32);
  });
});
