import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Process, Service } from "../../../../../../components/model";
import { api, errors, migrate, resources, shop, web } from "../../../../../support/valid";

const found = (change: Partial<Service>) => errors({ ...shop, services: [api, { ...web, ...change }] });
const fine: Process = {
  entrypoint: ["/usr/bin/tini", "--"],
  workingDirectory: "/srv/app",
  init: true,
  sharedMemory: "256Mi",
  ulimits: { nofile: 65_536, nproc: 4096, memlock: -1 },
  sysctls: {
    "net.core.somaxconn": 4096,
    "net.ipv4.ip_local_port_range": "1024 65535",
    "kernel.shmmax": 2 ** 30,
    "fs.mqueue.msg_max": 100,
  },
};

describe("how a process is started", () => {
  it("is taken with everything said", () => {
    expect(found(fine)).toEqual([]);
  });

  it.each<[string, Process, string]>([
    ["an empty entry point", { entrypoint: [] }, "entrypoint: [] names no program"],
    [
      "an entry point without a program",
      { entrypoint: ["", "serve"] },
      'entrypoint: ["","serve"] names no program',
    ],
    ["a relative folder", { workingDirectory: "app" }, 'workingDirectory: "app" is not an absolute path'],
    [
      "a folder above itself",
      { workingDirectory: "/a/../b" },
      'workingDirectory: "/a/../b" is not an absolute path',
    ],
    ["half a MiB", { sharedMemory: "1.5Mi" }, 'sharedMemory: "1.5Mi" is not a whole number of MiB'],
    ["no size", { sharedMemory: "64MB" as "64Mi" }, 'sharedMemory: "64MB" is not a valid size'],
    [
      "all the memory",
      { sharedMemory: "512Mi" },
      'sharedMemory: "512Mi" is not below the container\'s limit of 512Mi',
    ],
    [
      "a parameter of the machine",
      { sysctls: { "vm.max_map_count": 262_144 } },
      'sysctls["vm.max_map_count"]: is not a parameter that a container has of its own',
    ],
    [
      "forwarding",
      { sysctls: { "net.ipv4.ip_forward": 1 } },
      'sysctls["net.ipv4.ip_forward"]: is not a parameter',
    ],
    [
      "a word",
      { sysctls: { "net.core.somaxconn": "many" } },
      'sysctls["net.core.somaxconn"]: "many" is not a value of it',
    ],
  ])("is refused with %s", (_, change, begins) => {
    const [message, ...more] = found(change);
    expect(message).toContain(`services.web.${begins}`);
    expect(more).toEqual([]);
  });

  it("says in an error how to fix it", () => {
    expect(found({ sysctls: { "vm.max_map_count": 262_144 } })[0]).toContain(
      "Set others, such as vm.max_map_count, on the machine: sysctl -w vm.max_map_count=262144",
    );
    expect(found({ sharedMemory: "64Mi", scratch: ["/dev/shm"] })).toEqual([
      "services.web.sharedMemory: is the size of /dev/shm, which stands in scratch too; take it out of scratch",
    ]);
  });

  it("is checked of jobs too", () => {
    const jobs = [{ ...migrate, workingDirectory: "app", resources }];
    expect(errors({ ...shop, jobs })).toEqual([
      'jobs.migrate.workingDirectory: "app" is not an absolute path; write for example "/srv/app"',
    ]);
  });
});

describe("a limit of the kernel", () => {
  const bounds = { nofile: [64, 1_048_576], nproc: [16, 4_194_304], memlock: [65_536, 2 ** 40] } as const;

  it("is refused exactly where it is no whole number within its bounds, or -1 for memlock", () => {
    const names = fc.constantFrom(...(["nofile", "nproc", "memlock"] as const));
    const value = fc.oneof(
      fc.constantFrom(
        -1,
        0,
        1.5,
        Number.NaN,
        ...Object.values(bounds).flatMap(([a, b]) => [a - 1, a, b, b + 1]),
      ),
      fc.integer(),
    );
    fc.assert(
      fc.property(names, value, (name, limit) => {
        const [least, most] = bounds[name];
        const fits = Number.isInteger(limit) && limit >= least && limit <= most;
        const problems = found({ ulimits: { [name]: limit } });
        if (fits || (name === "memlock" && limit === -1)) expect(problems).toEqual([]);
        else
          expect(problems).toEqual([
            expect.stringContaining(`services.web.ulimits.${name}: ${limit} is out of range`),
          ]);
      }),
      { numRuns: 200 },
    );
  });
});
