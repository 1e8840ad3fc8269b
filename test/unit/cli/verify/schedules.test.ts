import { describe, expect, it } from "vitest";
import { checkLastRun, checkSchedules } from "../../../../cli/verify/schedules";
import type { Container } from "../../../../cli/verify/containers";
import { job, labelNames, system } from "../../../../components/model";

const api = { name: "api", reference: "ghcr.io/team/api:1" };
const status = (values: Readonly<Record<string, string | number>>, ...output: readonly string[]): string =>
  [
    ...Object.entries(values).map(([key, value]) => `${key}\t${value}`),
    ...output.map((line) => `output\t${line}`),
  ].join("\n");
const ended = 1_767_322_800;

describe("the last run of a scheduled job", () => {
  it.each([
    ["succeeded", { ended, code: 0 }],
    ["is still to come", { ended: "", code: "" }],
  ])("%s", (_, values) => expect(checkLastRun("vacuum", status(values), "prod").reason).toBeUndefined());

  it("failed: its exit code, its time and its last lines are told, and what to do", () => {
    const output = status({ ended, code: 3 }, "one", "two", "three", "no such table", "");
    expect(checkLastRun("vacuum", output, "prod").reason).toBe(
      "it ended at 2026-01-02T03:00:00Z with exit code 3, and its last lines were: two | three | no such table. " +
        "All of it: npx trireme logs prod vacuum; once more: npx trireme run prod vacuum",
    );
  });

  it("failed silently", () =>
    expect(checkLastRun("vacuum", status({ ended, code: 137 }), "prod").reason).toMatch(
      /with exit code 137\. All/,
    ));
});

describe("a schedule", () => {
  const run = { schedule: "0 3 * * *" };
  const shop = system("shop", { name: "production" } as never, {
    jobs: [
      job("vacuum", { image: api, env: {}, run }),
      job("migrate", { image: api, env: {}, run: "release" }),
    ],
  });
  const container = (Status: string, health = "healthy"): Container => ({
    Name: "/shop-prod-vacuum",
    State: { Status, ExitCode: 0, Health: { Status: health } },
    Config: { Labels: { [labelNames.component]: "vacuum", [labelNames.role]: "schedule" } },
  });
  const told = async (containers: readonly Container[]) => {
    const exec = () => Promise.resolve({ code: 0, output: status({ ended, code: 0 }) });
    return (await checkSchedules(shop, containers, exec, "prod")).map(({ claim, reason }) => reason ?? claim);
  };

  it("is kept by a container that runs, healthy; jobs of the release have none", async () =>
    expect(await told([container("running")])).toEqual([
      "job vacuum keeps its schedule",
      "the last run of job vacuum succeeded",
    ]));

  it.each([
    ["is not deployed", []],
    ["does not run", [container("exited")]],
  ] as const)("%s", async (_, containers) =>
    expect(await told(containers)).toEqual(["its container does not run. Fix it: npx trireme up prod"]),
  );

  it("is not looked at", async () =>
    expect(await told([container("running", "unhealthy")])).toEqual([
      "its scheduler is unhealthy. Fix it: npx trireme up prod",
    ]));
});
