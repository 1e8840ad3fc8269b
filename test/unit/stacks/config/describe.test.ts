import { describe, expect, it } from "vitest";
import { checkRollback, describeSystem } from "../../../../stacks/config/describe";
import { parse } from "../../../../stacks/config/parse";

const config = (more: Readonly<Record<string, unknown>> = {}) =>
  parse({
    system: "syfthub",
    environment: "production",
    target: "docker",
    domain: "hub.example.com",
    imageRepository: "ghcr.io/your-org/syfthub",
    imageTag: "v1",
    settings: { tls: { mode: "self-signed" } },
    ...more,
  });
const images = (of: ReturnType<typeof config>) => {
  const { services, jobs } = describeSystem(of);
  return [...services, ...jobs].map(({ name, image: { reference, release } }) => [name, reference, release]);
};

describe("the system that a configuration describes", () => {
  it("is of one release", () => {
    expect(images(config())).toEqual([
      ["backend", "ghcr.io/your-org/syfthub-backend:v1", undefined],
      ["aggregator", "ghcr.io/your-org/syfthub-aggregator:v1", undefined],
      ["mcp", "ghcr.io/your-org/syfthub-mcp:v1", undefined],
      ["migrate", "ghcr.io/your-org/syfthub-backend:v1", undefined],
    ]);
  });

  it("keeps jobs at the release that they completed, where the stack went back", () => {
    const back = config({ rollback: { to: "v1", jobs: { migrate: "v2" } } });
    expect(images(back).at(0)).toEqual(["backend", "ghcr.io/your-org/syfthub-backend:v1", undefined]);
    expect(images(back).at(-1)).toEqual(["migrate", "ghcr.io/your-org/syfthub-backend:v2", "v2"]);
  });

  it("has the settings of jobs, of those that stayed as well", () => {
    const settings = {
      tls: { mode: "self-signed" },
      jobs: { migrate: { timeout: "30m", variables: { WAIT: 5 } } },
    };
    const [job] = describeSystem(config({ settings, rollback: { to: "v1", jobs: { migrate: "v2" } } })).jobs;
    expect([job?.timeout, job?.env.WAIT]).toEqual(["30m", 5]);
  });
});

it("refuses a rollback that names a job which there is not", () => {
  const wrong = config({ rollback: { to: "v1", jobs: { migrat: "v2" } } });
  expect(checkRollback(describeSystem(wrong), wrong)).toEqual([
    {
      path: "rollback.jobs.migrat",
      message: 'system "syfthub" runs no job "migrat" in a release; it runs migrate',
    },
  ]);
});
