import { describe, expect, it } from "vitest";
import { scaled } from "../../../../cli/operations/scaling";
import { configOf } from "../../../../cli/stack/system";
import { leastInstances } from "../../../../components/aws/workload/service.args";
import { describeSystem } from "../../../../stacks/config/describe";
import { parseStackFile } from "../../../../stacks/config/file";
import { edited } from "../../../../cli/stack/edit";
import { service, type System } from "../../../../components/model";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../support/sources";
import { image, resources, shop } from "../../../support/valid";

const counted = { autoscale: { min: 2, max: 6, cpu: 70 } };
const runs = { image: image("api"), port: 8000, env: {}, resources };
const system: System = {
  ...shop,
  services: [service("web", { ...runs, ...counted }), service("worker", { ...runs, replicas: 2 })],
};
const scale = (name: string, count: number, autoscales = true) =>
  scaled({ stack: "prod", system, target: { autoscales } }, name, count);
const at = ["trireme:settings", "services"] as const;

describe("another number of instances", () => {
  it("is the service's own where nothing counts them", () => {
    expect(scale("worker", 4)).toEqual({
      plan: ["worker: 2 → 4 instances"],
      edits: [{ path: [...at, "worker", "replicas"], value: 4 }],
    });
    expect(scale("web", 4, false).edits).toEqual([{ path: [...at, "web", "replicas"], value: 4 }]);
  });

  it("is the least of an autoscaler, whose most follows where it is less", () => {
    expect(scale("web", 4)).toEqual({
      plan: ["web: its autoscaler goes down to 4 instances, not 2"],
      edits: [{ path: [...at, "web", "autoscale", "min"], value: 4 }],
    });
    expect(scale("web", 9).edits).toEqual([
      { path: [...at, "web", "autoscale", "min"], value: 9 },
      { path: [...at, "web", "autoscale", "max"], value: 9 },
    ]);
  });

  it("changes nothing where it is so already", () => {
    expect([scale("worker", 2).edits, scale("web", 2).edits]).toEqual([[], []]);
  });

  it("is of a service that there is", () => {
    expect(() => scale("db", 2)).toThrow('Stack prod runs no service "db"; it runs web, worker.');
  });

  it("is what each target makes of a stack's file", () => {
    const stack = "syfthub-aws";
    const before = describeSystem(configOf(stack));
    const text = readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8");
    for (const { name } of before.services.filter(({ exclusive }) => exclusive !== true)) {
      const { edits } = scaled({ stack, system: before, target: { autoscales: true } }, name, 7);
      const after = describeSystem(parseStackFile(edited(text, edits)));
      const service = after.services.find((one) => one.name === name);
      expect(service === undefined ? 0 : leastInstances(service), name).toBe(7);
    }
  });
});
