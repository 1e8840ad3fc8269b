import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { labelNames } from "../../../../components/model";
import { checks } from "../../../../cli/audit/checks";
import { asJson, evaluate, table, type Result } from "../../../../cli/audit/cis";
import { exceptions } from "../../../../cli/audit/exceptions";
import { subjectOf, type Facts, type Inspected, type Subject } from "../../../../cli/audit/subject";

type Host = Inspected["HostConfig"];

const plain: Host = {
  Privileged: false,
  CapAdd: null,
  CapDrop: ["ALL"],
  NetworkMode: "shop-db-1a2b3c4",
  PidMode: "",
  IpcMode: "private",
  UTSMode: "",
  UsernsMode: "",
  Memory: 2 ** 28,
  CpuShares: 512,
  PidsLimit: 1024,
  ReadonlyRootfs: true,
  RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 },
  Devices: null,
  Ulimits: null,
  CgroupParent: "",
  SecurityOpt: ["no-new-privileges"],
  PortBindings: {},
};

interface Changes {
  readonly host?: Partial<Host>;
  readonly other?: Partial<Inspected>;
  readonly role?: string;
  readonly processes?: readonly string[];
}

function subject({
  host = {},
  other = {},
  role = "service",
  processes = ["node server.cjs"],
}: Changes = {}): Subject {
  const inspected: Inspected = {
    Id: "1a2b3c",
    Name: "/shop-web-1",
    AppArmorProfile: "docker-default",
    ProcessLabel: "",
    State: { Running: true, StartedAt: "2026-01-02T03:04:05Z", Health: { Status: "healthy" } },
    Config: { Labels: { [labelNames.component]: "web", [labelNames.role]: role } },
    HostConfig: { ...plain, ...host },
    Mounts: [
      { Type: "volume", Source: "/var/lib/docker/volumes/x/_data", Destination: "/x", Propagation: "" },
    ],
    NetworkSettings: { Networks: { "shop-db-1a2b3c4": {} } },
    ...other,
  };
  return subjectOf(inspected, processes);
}

const facts: Facts = {
  swarm: "inactive",
  security: ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
  ports: [80, 443],
};

function resultsOf(subjects: readonly Subject[], about: Facts = facts): Readonly<Record<string, Result>> {
  return Object.fromEntries(evaluate(subjects, about).map(({ check, result }) => [check.id, result]));
}

function failing(changes: Changes, about: Facts = facts): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(resultsOf([subject(changes)], about)).flatMap(([id, result]) =>
      result.kind === "fails" ? [[id, result.faults]] : [],
    ),
  );
}

const bind = (Source: string, Propagation = "rprivate") => ({
  other: { Mounts: [{ Type: "bind", Source, Destination: "/host", Propagation }] },
});
const publish = (HostIp: string, HostPort: string): Changes => ({
  host: { PortBindings: { "8080/tcp": [{ HostIp, HostPort }] } },
});

describe("section 5 of the benchmark", () => {
  it("has every recommendation once, in order", () => {
    expect(checks.map(({ id }) => id)).toEqual(Array.from({ length: 32 }, (_, index) => `5.${index + 1}`));
  });

  it("finds nothing in a container that is as it recommends", () => {
    expect(failing({})).toEqual({});
  });

  it.each<[string, Changes, string]>([
    ["5.2", { other: { AppArmorProfile: "unconfined" } }, "runs without an AppArmor profile"],
    ["5.4", { host: { CapDrop: null } }, "keeps the engine's standard capabilities"],
    ["5.4", { host: { CapAdd: ["NET_ADMIN"] } }, "adds NET_ADMIN"],
    ["5.5", { host: { Privileged: true } }, "is privileged"],
    ["5.6", bind("/etc/ssl"), "mounts /etc/ssl of the host"],
    ["5.6", bind("/"), "mounts / of the host"],
    ["5.7", { processes: ["/usr/sbin/sshd -D"] }, "runs sshd"],
    ["5.8", publish("10.0.0.1", "80"), "publishes port 80"],
    ["5.9", publish("10.0.0.1", "5432"), "publishes 5432, which the system does not"],
    ["5.10", { host: { NetworkMode: "host" } }, "shares the host's network"],
    ["5.11", { host: { Memory: 0 } }, "has no memory limit"],
    ["5.12", { host: { CpuShares: 0 } }, "has no CPU shares"],
    ["5.13", { host: { ReadonlyRootfs: false } }, "may write to its root"],
    ["5.16", { host: { PidMode: "host" } }, "shares the host's processes"],
    ["5.17", { host: { IpcMode: "host" } }, "shares the host's IPC"],
    ["5.20", bind("/data", "rshared"), "propagates mounts at /host"],
    ["5.21", { host: { UTSMode: "host" } }, "shares the host's UTS namespace"],
    ["5.22", { host: { SecurityOpt: ["no-new-privileges", "seccomp=unconfined"] } }, "runs without seccomp"],
    ["5.25", { host: { CgroupParent: "/custom" } }, "runs in the cgroup /custom"],
    ["5.26", { host: { SecurityOpt: [] } }, "may gain privileges"],
    ["5.29", { host: { PidsLimit: null } }, "may start any number of processes"],
    ["5.29", { host: { PidsLimit: -1 } }, "may start any number of processes"],
    ["5.30", { other: { NetworkSettings: { Networks: { bridge: {} } } } }, "is on docker0"],
    ["5.31", { host: { UsernsMode: "host" } }, "shares the host's user namespace against the engine's own"],
    ["5.32", bind("/var/run/docker.sock"), "has the engine's socket"],
  ])("%s fails for a container that breaks it", (id, changes, fault) => {
    expect(failing(changes)).toEqual({ [id]: [`shop-web-1 ${fault}`] });
  });

  it("5.14 and 5.15 fail where no exception is made", () => {
    const job = { role: "job" };
    expect(failing({ ...publish("0.0.0.0", "443"), ...job })["5.14"]).toEqual([
      "shop-web-1 publishes 443 on every interface",
    ]);
    expect(
      failing({ host: { RestartPolicy: { Name: "always", MaximumRetryCount: 0 } }, ...job })["5.15"],
    ).toEqual(["shop-web-1 restarts always"]);
    expect(failing({ host: { RestartPolicy: { Name: "no", MaximumRetryCount: 0 } } })).toEqual({});
  });

  it("5.18 and 5.19 name what a container has beyond the standard", () => {
    const found = failing({
      host: { Devices: [{ PathOnHost: "/dev/kmsg" }], Ulimits: [{ Name: "nofile", Hard: 10 }] },
    });
    expect(found).toEqual({
      "5.18": ["shop-web-1 has the host's /dev/kmsg"],
      "5.19": ["shop-web-1 overwrites nofile"],
    });
  });

  it("5.27 asks only what runs", () => {
    const State = { Running: true, StartedAt: "2026-01-02T03:04:05Z" };
    expect(failing({ other: { State } })).toEqual({ "5.27": ["shop-web-1 has no health check"] });
    expect(failing({ other: { State: { ...State, Running: false } } })).toEqual({});
  });

  it("asks nothing of a container that never ran", () => {
    const State = { Running: false, StartedAt: "0001-01-01T00:00:00Z" };
    expect(failing({ other: { State }, host: { Memory: 0, Privileged: true } })).toEqual({});
  });

  it("checks the engine, and says what does not apply to it", () => {
    const bare = { ...facts, swarm: "active", security: ["name=selinux"] };
    expect(failing({}, bare)).toEqual({
      "5.1": ["the engine is active in a swarm"],
      "5.3": ["shop-web-1 runs without an SELinux label"],
      "5.22": ["shop-web-1 runs on an engine without seccomp"],
    });
    expect(resultsOf([subject()], bare)["5.2"]).toEqual({
      kind: "not applicable",
      remark: "the engine's kernel runs without AppArmor",
    });
  });
});

describe("an exception", () => {
  it("covers its roles alone", () => {
    const adds = { host: { CapAdd: ["CAP_CHOWN"] } };
    expect(resultsOf([subject({ ...adds, role: "volume" })])["5.4"]?.kind).toBe("excepted");
    expect(resultsOf([subject({ ...adds, role: "store" })])["5.4"]?.kind).toBe("fails");
  });

  it("does not hide a failure beside it", () => {
    const adds = { host: { CapAdd: ["CAP_CHOWN"] } };
    const both = [subject({ ...adds, role: "volume" }), subject({ ...adds, role: "store" })];
    expect(resultsOf(both)["5.4"]).toMatchObject({ kind: "fails", faults: ["shop-web-1 adds CAP_CHOWN"] });
  });

  it("names a check that there is", () => {
    const ids = checks.map(({ id }) => id);
    expect(exceptions.filter(({ check }) => !ids.includes(check))).toEqual([]);
  });
});

describe("the table", () => {
  it("has a line for each recommendation, the reasons of exceptions, and counts", () => {
    const text = table(evaluate([subject({ host: { ReadonlyRootfs: false }, role: "reload" })], facts));
    expect(text).toContain("✓ 5.5   privileged containers are not used");
    expect(text).toContain("shop-web-1 may write to its root");
    expect(text).toContain("why: The engine takes no uploads into a read-only root");
    expect(text).toMatch(/: 27 passes, 1 excepted, 1 not applicable, 3 by people, 0 fails\.$/);
  });

  it("marks what fails", () => {
    const text = table(evaluate([subject({ host: { Memory: 0 } })], facts));
    expect(text).toMatch(/✗ 5\.11 {2}memory usage is limited +FAILS\n +shop-web-1 has no memory limit/);
  });
});

describe("docs/security.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../../docs/security.md"), "utf8").replace(
    /\s+/g,
    " ",
  );

  it("has every recommendation by its number and title", () => {
    expect(checks.filter(({ id, title }) => !page.includes(`| ${id} | ${title} |`))).toEqual([]);
  });

  it("gives every exception's reason", () => {
    expect(exceptions.filter(({ reason }) => !page.includes(reason))).toEqual([]);
  });
});

it("verdicts are told to a program, each with its result and what belongs to it", () => {
  const [check] = checks;
  if (check === undefined) throw new Error("There are no checks.");
  const faults = ["web runs as root"];
  expect(
    JSON.parse(
      asJson([
        { check, result: { kind: "fails", faults } },
        { check, result: { kind: "passes", count: 3 } },
      ]),
    ),
  ).toEqual([
    { id: check.id, title: check.title, result: "fails", faults },
    { id: check.id, title: check.title, result: "passes", count: 3 },
  ]);
});
