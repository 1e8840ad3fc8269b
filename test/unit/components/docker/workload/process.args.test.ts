import { describe, expect, it } from "vitest";
import { containerArgs, type ContainerSpec } from "../../../../../components/docker/workload/container.args";
import { processArgs } from "../../../../../components/docker/workload/process.args";
import { beyondDocker } from "../../../../../components/docker/unsupported";
import { http } from "../../../../../components/model";
import { api, shop, web } from "../../../../support/valid";

const bare: ContainerSpec = { image: "sha256:abc", labels: {} };

describe("a process", () => {
  it("is started as it says, with the limits that it says", () => {
    expect(
      processArgs({
        entrypoint: ["/usr/bin/tini", "--"],
        workingDirectory: "/srv",
        sharedMemory: "1Gi",
        ulimits: { nproc: 512, nofile: 65_536 },
        sysctls: { "net.ipv4.ip_local_port_range": "1024 65535", "net.core.somaxconn": 4096 },
      }),
    ).toEqual({
      entrypoints: ["/usr/bin/tini", "--"],
      workingDir: "/srv",
      shmSize: 1024,
      ulimits: [
        { name: "nofile", soft: 65_536, hard: 65_536 },
        { name: "nproc", soft: 512, hard: 512 },
      ],
      sysctls: { "net.core.somaxconn": "4096", "net.ipv4.ip_local_port_range": "1024 65535" },
    });
  });

  it("is the image's own where nothing is said", () => {
    expect(processArgs({})).toEqual({});
    expect(containerArgs({ ...bare, process: {} })).toEqual(containerArgs(bare));
  });
});

describe("the engine's init", () => {
  it("is the first process where that is said, or where an instance is ended from inside", () => {
    expect(containerArgs(bare).init).toBeUndefined();
    expect(containerArgs({ ...bare, process: { init: true } }).init).toBe(true);
    expect(containerArgs({ ...bare, process: { init: false } }).init).toBe(false);
    const asked = { ...bare, health: http("/"), containerPorts: { main: 80 }, ends: {} };
    expect(containerArgs(asked).init).toBe(true);
  });

  it("cannot be left out of what is ended from inside", () => {
    const told = (init: boolean) =>
      beyondDocker({ ...shop, services: [api, { ...web, init }] }).map(({ path }) => path);
    expect(told(true)).toEqual([]);
    expect(told(false)).toEqual(["services.web.init"]);
    const { health: _, ...unasked } = web;
    expect(beyondDocker({ ...shop, services: [api, { ...unasked, init: false }] })).toEqual([]);
  });
});
