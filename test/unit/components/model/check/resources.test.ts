import { describe, expect, it } from "vitest";
import type { Bytes, Resources, Service } from "../../../../../components/model";
import { api, cache, db, errors, proxy, resources, shop, uploads, web } from "../../../../support/valid";
import type { TargetName } from "../../../../../components/targets";

const withWeb = (change: Partial<Service>, target: TargetName = "docker") =>
  errors({ ...shop, services: [api, { ...web, ...change }] }, target);
const sized = (change: Partial<Resources>): Resources => ({ ...resources, ...change });

describe("limits", () => {
  it("are not below requests", () => {
    expect(
      withWeb({
        resources: { cpu: { request: 2, limit: 1 }, memory: { request: "1Gi", limit: "512Mi" } },
      }),
    ).toEqual([
      "services.web.resources.cpu: limit (1) is below request (2); raise the limit or lower the request",
      "services.web.resources.memory: limit (512Mi) is below request (1Gi); raise the limit or lower the request",
    ]);
  });

  it("of a Redis are above what it may hold, where a container is what bounds it", () => {
    const grown = { ...cache, maxMemory: "512Mi" } as const;
    const message =
      "stores.cache.maxMemory: 512Mi is not below the container's limit of 512Mi, so the kernel kills Redis before it evicts anything; write less, or raise stores.cache.resources.memory.limit";
    for (const target of ["docker", "kubernetes"] as const)
      expect(errors({ ...shop, stores: [db, grown, uploads] }, target)).toEqual([message]);
    expect(errors({ ...shop, stores: [db, grown, uploads] }, "aws")).toEqual([]);
    expect(errors({ ...shop, stores: [db, { ...cache, maxMemory: "511Mi" }, uploads] })).toEqual([]);
  });

  it("are amounts above nothing", () => {
    expect(withWeb({ resources: sized({ cpu: { request: 0, limit: 1 } }) })).toEqual([
      "services.web.resources.cpu: request (0) and limit (1) must be numbers of cores above 0, at most 1024",
    ]);
  });

  it("are written in binary units", () => {
    const memory = { request: "128Mi", limit: "512MB" as Bytes } as const;
    expect(withWeb({ resources: sized({ memory }) })).toEqual([
      'services.web.resources.memory.limit: "512MB" is not a valid size; write for example "256Mi" or "1Gi"',
    ]);
  });

  it("count whole GPUs", () => {
    expect(withWeb({ resources: sized({ gpus: 0.5 }) })).toEqual([
      "services.web.resources.gpus: 0.5 is not a valid number of GPUs; allowed are whole numbers from 0",
    ]);
  });

  it("are checked for stores, jobs and the ingress as well", () => {
    const wrong = sized({ cpu: { request: 2, limit: 1 } });
    const why = "limit (1) is below request (2); raise the limit or lower the request";
    expect(
      errors({
        ...shop,
        stores: [{ ...db, resources: wrong }, ...shop.stores.slice(1)],
        jobs: shop.jobs.map((job) => ({ ...job, resources: wrong })),
        ingress: { ...proxy, resources: wrong },
      }),
    ).toEqual([
      `jobs.migrate.resources.cpu: ${why}`,
      `stores.db.resources.cpu: ${why}`,
      `ingress.resources.cpu: ${why}`,
    ]);
  });
});

describe("instances", () => {
  it("are one where two must never run at once", () => {
    const message = (count: number) =>
      `services.web.exclusive: allows one instance, and there are up to ${count}; set replicas: 1 and leave autoscale out, or leave exclusive out`;
    expect(withWeb({ exclusive: true })).toEqual([]);
    expect(withWeb({ exclusive: true, replicas: 2 })).toEqual([message(2)]);
    expect(withWeb({ exclusive: true, autoscale: { min: 1, max: 3, cpu: 70 } })).toEqual([message(3)]);
  });

  it.each([0, -1, 1.5])("are not %d", (replicas) => {
    expect(withWeb({ replicas })).toEqual([
      `services.web.replicas: ${replicas} is not a valid number of instances; allowed are whole numbers from 1`,
    ]);
  });

  it("scale between bounds in their order", () => {
    expect(withWeb({ autoscale: { min: 4, max: 2 } })).toEqual([
      "services.web.autoscale: min (4) must be at least 1, and max (2) at least min",
    ]);
    expect(withWeb({ autoscale: { min: 0, max: 2 } })).toEqual([
      "services.web.autoscale: min (0) must be at least 1, and max (2) at least min",
    ]);
  });
});
