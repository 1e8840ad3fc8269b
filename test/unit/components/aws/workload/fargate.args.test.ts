import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { taskSize } from "../../../../../components/aws/workload/fargate.args";
import { fargateSizes, type Resources } from "../../../../../components/model";

const resources = (cpu: number, memory: number): Resources => ({
  cpu: { request: cpu, limit: cpu },
  memory: { request: `${memory}Mi`, limit: `${memory}Mi` },
});

describe("the size of a task", () => {
  it("is the workload's own where it says one", () => {
    expect(taskSize({ fargate: { cpu: 0.5, memory: 1 }, resources: resources(4, 8192) })).toEqual({
      cpu: "512",
      memory: "1024",
    });
  });

  it("is the smallest there is for one that says nothing", () => {
    expect(taskSize({})).toEqual({ cpu: "256", memory: "512" });
  });

  it("has room for the proxy of Service Connect where one stands beside it", () => {
    expect(taskSize({ resources: resources(0.25, 1024) })).toEqual({ cpu: "256", memory: "1024" });
    expect(taskSize({ resources: resources(0.25, 1024) }, true)).toEqual({ cpu: "256", memory: "2048" });
  });

  it("is a pair of Fargate that holds the limits, and no smaller one does", () => {
    const pairs = fargateSizes.flatMap(({ cpu, memory }) =>
      memory.map((amount) => ({ cpu, memory: amount })),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 16, noNaN: true }),
        fc.integer({ min: 64, max: 30_000 }),
        (cpu, memory) => {
          const { cpu: units, memory: mebibytes } = taskSize({ resources: resources(cpu, memory) });
          const own = { cpu: Number(units) / 1024, memory: Number(mebibytes) / 1024 };
          expect(pairs).toContainEqual(own);
          const holds = (pair: typeof own) => pair.cpu >= cpu && pair.memory * 1024 >= memory;
          expect(holds(own)).toBe(true);
          expect(
            pairs.filter(
              (pair) => holds(pair) && pair.cpu <= own.cpu && pair.memory < own.memory && pair.cpu < own.cpu,
            ),
          ).toEqual([]);
        },
      ),
    );
  });

  it("is refused where Fargate has none", () => {
    expect(() => taskSize({ resources: resources(32, 1024) })).toThrow(
      "Fargate has no task with 32 vCPU and 1024 MiB; lower the limits of its resources",
    );
  });
});
