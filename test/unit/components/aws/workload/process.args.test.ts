import { describe, expect, it } from "vitest";
import { processRefusals } from "../../../../../components/aws/workload/process.args";
import { container } from "../../../../../components/aws/workload/task.args";
import type { Service } from "../../../../../components/model";
import { problemsOf } from "../../../../../components/shared/refusal";
import { api, resources, shop, web } from "../../../../support/valid";

const log = { group: "/shop/api", region: "eu-west-1", prefix: "api" };
const spec = { name: "api", image: "api:v1", log };

describe("a container of a task", () => {
  it("has its process as it says", () => {
    expect(
      container({
        ...spec,
        entryPoint: ["/entry"],
        process: {
          workingDirectory: "/srv",
          init: false,
          sharedMemory: "1Gi",
          ulimits: { nofile: 65_535 },
          sysctls: { "net.core.somaxconn": 4096 },
        },
      }),
    ).toMatchObject({
      entryPoint: ["/entry"],
      workingDirectory: "/srv",
      ulimits: [{ name: "nofile", softLimit: 65_535, hardLimit: 65_535 }],
      systemControls: [{ namespace: "net.core.somaxconn", value: "4096" }],
      linuxParameters: { initProcessEnabled: false, sharedMemorySize: 1024 },
    });
  });

  it("has an init where nothing is said", () => {
    expect(container({ ...spec, process: {} })).toEqual(container(spec));
    expect(container(spec)).toMatchObject({ linuxParameters: { initProcessEnabled: true } });
  });
});

describe("refused is by name", () => {
  const told = (change: Partial<Service>) =>
    problemsOf(processRefusals({ ...shop, services: [api, { ...web, ...change }] })).map(
      ({ path, message }) => `${path}: ${message}`,
    );

  it("what Fargate does not take", () => {
    expect(told({ sharedMemory: "64Mi" })[0]).toMatch(
      /^services\.web\.sharedMemory: Fargate takes no sharedMemorySize/,
    );
    expect(told({ ulimits: { nofile: 65_536, memlock: -1 } })).toEqual([
      "services.web.ulimits.memlock: Fargate sets nofile alone, and keeps the operating system's other limits; leave it out",
      "services.web.ulimits.nofile: 65536 is out of range; Fargate allows up to 65535",
    ]);
    expect(told({ ulimits: { nofile: 65_535 }, sysctls: { "net.core.somaxconn": 1 }, init: false })).toEqual(
      [],
    );
  });

  it("nothing of it where a service computes on GPUs, which is on machines of EC2", () => {
    const gpus = { resources: { ...resources, gpus: 1 } };
    expect(told({ ...gpus, sharedMemory: "64Mi", ulimits: { nofile: 10 ** 6, memlock: -1 } })).toEqual([]);
  });
});
