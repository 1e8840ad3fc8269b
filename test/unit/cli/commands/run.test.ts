import { describe, expect, it } from "vitest";
import { scheduledJob } from "../../../../cli/commands/run";
import { job } from "../../../../components/model";
import { image, resources, shop } from "../../../support/valid";

const runs = { image: image("api"), command: ["vacuumdb"], env: {}, resources };
const system = {
  ...shop,
  jobs: [
    job("vacuum", { ...runs, run: { schedule: "0 3 * * *" } }),
    job("migrate", { ...runs, run: "release" }),
  ],
};

describe("a job that is run now", () => {
  it("is one on a schedule", () => {
    expect(scheduledJob(system, "vacuum", "prod").name).toBe("vacuum");
  });

  it("is refused where it is another, with those that there are", () => {
    expect(() => scheduledJob(system, "clean", "prod")).toThrow(
      'There is no job "clean" in stack prod; its scheduled jobs are vacuum.',
    );
    expect(() => scheduledJob(system, "migrate", "prod")).toThrow("npx trireme up prod --rerun migrate");
  });
});
