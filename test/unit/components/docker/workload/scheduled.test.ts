import { describe, expect, it, vi } from "vitest";
import { ScheduledJob } from "../../../../../components/docker/workload/scheduled";
import type { Job } from "../../../../../components/model";
import { scheduleScript } from "../../../../../components/render/schedule";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { migrate } from "../../../../support/valid";

const { command: _, ...plain } = migrate;
const deployed = (change: Partial<Job> = {}) =>
  deploy(() => {
    const args = { job: { ...migrate, ...change }, schedule: "0 3 * * 0", volumes: {}, after: [] };
    return new ScheduledJob({ ...context, metrics: { volume: "shop-dev-metrics" } }, args);
  });
const container = async (change: Partial<Job> = {}) =>
  only(await deployed(change), "Container", "shop-dev-migrate");

interface Upload {
  readonly file: string;
  readonly content: string;
}

async function fileOf(name: string, deployment: Awaited<ReturnType<typeof deployed>>): Promise<string> {
  const { inputs } = only(deployment, "Container", "shop-dev-migrate-files");
  const uploads = inputs.uploads as readonly Upload[];
  return await Promise.resolve(uploads.find(({ file }) => file.endsWith(`/${name}`))?.content ?? "");
}

describe("a scheduled job", () => {
  it("is a scheduler of tools that are not the image's, in the job's own image", async () => {
    expect((await container()).inputs).toMatchObject({
      entrypoints: ["/run/trireme/tools/busybox", "sh", "/run/trireme/schedule/schedule.sh"],
      command: ["loop"],
      init: true,
      restart: "unless-stopped",
      networksAdvanced: [{ name: "migrate network", aliases: ["migrate"] }],
    });
    expect(await fileOf("schedule.sh", await deployed())).toBe(scheduleScript);
  });

  it("runs the image's entry point with the job's command, or with the image's own", async () => {
    expect(await fileOf("command", await deployed())).toBe("'/entry' 'migrate'");
    const startOf = vi.spyOn(context.engine, "startOf");
    const own = await deploy(() => {
      const args = { job: plain, schedule: "0 3 * * 0", volumes: {}, after: [] };
      return new ScheduledJob(context, args);
    });
    expect(await fileOf("command", own)).toBe("'/entry' 'serve'");
    expect(startOf).toHaveBeenCalledWith("sha256:api");
  });

  it("is told what the model says of it", async () => {
    const settings = await fileOf("settings.sh", await deployed({ missed: "skip", timeout: "2h" }));
    for (const line of ["MISSED='skip'", "TIMEOUT='7200'", "HOURS='3'", "WEEKDAYS='0'"])
      expect(settings.split("\n")).toContain(line);
  });

  it("remembers what it ran in a volume of its user, and writes its metrics", async () => {
    const { inputs } = await container({ user: 1000 });
    expect(inputs.volumes).toEqual(
      expect.arrayContaining([
        { volumeName: "shop-dev-migrate-schedule-0a1b2c3", containerPath: "/var/lib/trireme-schedule" },
        { volumeName: "shop-dev-metrics", containerPath: "/var/lib/metrics" },
      ]),
    );
    const owner = (name: string, deployment: Awaited<ReturnType<typeof deployed>>) =>
      (only(deployment, "Container", name).inputs.entrypoints as readonly string[]).at(-1);
    const name = "shop-dev-migrate-schedule-owner";
    expect(owner(name, await deployed({ user: 1000 }))).toMatch(/^chown 1000 .* chmod 0700 /);
    // Who the image runs as is not known.
    expect(owner(name, await deployed({ user: undefined }))).toMatch(/^chown 0:0 .* chmod 1777 /);
  });

  it("keeps the schedule alone: the old one is gone before the new one starts", async () => {
    expect((await container()).deleteBeforeReplace).toBe(true);
  });
});
