import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkFargate,
  fargateSize,
  fargateSizes,
  taskSize,
} from "../../../../../components/aws/workload/fargate.args";
import type { Resources, Service } from "../../../../../components/model";
import { resources as usual, shop, web } from "../../../../support/valid";

const pairs = fargateSizes.flatMap(({ cpu, memory }) => memory.map((gib) => ({ cpu, memory: gib })));

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

describe("the smallest Fargate size", () => {
  it("for limits that no size matches exactly is the next above", () => {
    expect(fargateSize(0.3, 0.5)).toEqual({ cpu: 0.5, memory: 1 });
    expect(fargateSize(1, 10)).toEqual({ cpu: 2, memory: 10 });
    expect(fargateSize(4, 61)).toEqual({ cpu: 16, memory: 64 });
  });

  it("does not exist above 16 vCPU or 120 GiB", () => {
    expect([fargateSize(17, 1), fargateSize(1, 121)]).toEqual([undefined, undefined]);
  });

  it("is a pair that Fargate has, holds what is asked, and has no fewer cores than needed", () => {
    const cores = fc.double({ min: 0.01, max: 16, noNaN: true });
    const gib = fc.double({ min: 0.01, max: 120, noNaN: true });
    fc.assert(
      fc.property(cores, gib, (cpu, memory) => {
        const size = fargateSize(cpu, memory);
        const fitting = pairs.filter((pair) => pair.cpu >= cpu && pair.memory >= memory);
        expect(fitting).toContainEqual(size);
        for (const other of fitting)
          expect(other.cpu > (size?.cpu ?? 0) || other.memory >= (size?.memory ?? 0)).toBe(true);
      }),
    );
  });

  it("of a pair that Fargate has is that pair", () => {
    for (const pair of pairs) expect(fargateSize(pair.cpu, pair.memory)?.memory).toBe(pair.memory);
  });
});

const withWeb = (change: Partial<Service>) =>
  checkFargate({ ...shop, services: [{ ...web, ...change }] }).map(
    ({ path, message }) => `${path}: ${message}`,
  );
const sized = (change: Partial<Resources>): Resources => ({ ...usual, ...change });

describe("a task on Fargate", () => {
  it("has a number of vCPUs that there is", () => {
    expect(withWeb({ fargate: { cpu: 3, memory: 8 } })).toEqual([
      "services.web.fargate: Fargate has no size with 3 vCPU; allowed are 0.25, 0.5, 1, 2, 4, 8, 16",
    ]);
  });

  it("has memory that goes with its vCPUs", () => {
    expect(withWeb({ fargate: { cpu: 0.5, memory: 8 } })).toEqual([
      "services.web.fargate: Fargate has no size with 8 GiB and 0.5 vCPU; allowed are 1, 2, 3, 4",
    ]);
  });

  it("has limits that the largest one holds", () => {
    const large = sized({ cpu: { request: 1, limit: 4 }, memory: { request: "1Gi", limit: "200Gi" } });
    expect(withWeb({ resources: large })).toEqual([
      "services.web.resources: no Fargate size holds 4 cores and 200Gi; the largest is 16 vCPU with 120 GiB",
    ]);
  });

  it("is of any size where GPUs keep it off Fargate", () => {
    const large = sized({ memory: { request: "1Gi", limit: "200Gi" }, gpus: 1 });
    expect(withWeb({ resources: large })).toEqual([]);
  });
});
