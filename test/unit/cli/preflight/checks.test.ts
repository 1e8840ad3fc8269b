import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  atLeast,
  checkDisk,
  checkEngine,
  checkImages,
  checkName,
  checkPorts,
  plainAddress,
  registryOf,
} from "../../../../cli/preflight/checks";

const required = { engine: "24.0", cpus: 2, memory: { minimum: 4, recommended: 8 }, disk: 50 };
const reasons = (verdicts: readonly { claim: string; reason?: string }[]) =>
  verdicts.map(({ claim, reason }) => [claim, reason]);

describe("versions", () => {
  it.each([
    ["24.0", "24.0", true],
    ["24.0.7", "24.0", true],
    ["20.10.24+dfsg1", "24.0", false],
    ["28", "24.0", true],
    ["24.0", "24.0.1", false],
    ["9.1", "24.0", false],
  ])("%s against %s: %s", (version, wanted, enough) => {
    expect(atLeast(version, wanted)).toBe(enough);
  });
});

describe("a machine", () => {
  it("that has what is asked for", () => {
    const verdicts = checkEngine({ version: "27.1.1", cpus: 4, memory: 4.1e9 }, required);
    expect(reasons(verdicts)).toEqual([
      ["engine 27.1.1 (24.0 or newer is required)", undefined],
      ["4 CPUs (2 are required)", undefined],
      ["4.1 GB of memory (4 GB are required, 8 GB recommended)", undefined],
    ]);
  });

  it("that is short of everything is told how to fix it", () => {
    const verdicts = checkEngine({ version: "20.10.24", cpus: 1, memory: 2e9 }, required);
    expect(verdicts.map(({ reason }) => reason)).toEqual([
      "it is too old. Update it on the host: https://docs.docker.com/engine/install/",
      "give the machine more, or take a larger one",
      "give the machine more, or take a larger one",
    ]);
  });

  it("of which nothing is asked is not checked", () => {
    expect(checkEngine({ version: "1", cpus: 1, memory: 1 }, {})).toEqual([]);
    expect(checkDisk({ total: 1, free: 0 }, {})).toEqual([]);
  });

  it("with a disk that is small", () => {
    expect(checkDisk({ total: 60e9, free: 30e9 }, required)).toEqual([
      { claim: "60.0 GB of disk (50 GB are required)" },
    ]);
    expect(checkDisk({ total: 40e9, free: 30e9 }, required)[0]?.reason).toMatch(/^enlarge the disk/);
  });
});

describe("a port", () => {
  const ports = [{ path: "ingress.http.port", port: 80 }];
  const of = (listeners: Parameters<typeof checkPorts>[1]) =>
    reasons(checkPorts(ports, listeners, { system: "shop", stack: "prod" }));

  it("is free, or held by this very stack", () => {
    expect(of([{ port: 443 }])).toEqual([["port 80 (ingress.http.port) is free for stack prod", undefined]]);
    expect(of([{ port: 80, container: { name: "c", system: "shop", stack: "prod" } }])).toEqual([
      ["port 80 (ingress.http.port) is this stack's already", undefined],
    ]);
  });

  it("that someone else has is told with who it is", () => {
    for (const other of [
      { system: "shop", stack: "other" },
      { system: "forum", stack: "prod" },
    ])
      expect(of([{ port: 80, container: { name: "other-proxy", ...other } }])[0]?.[1]).toMatch(
        /^container other-proxy uses it\. Stop that, or set another port/,
      );
    expect(of([{ port: 80 }])[0]?.[1]).toMatch(/^a process of the host uses it/);
  });
});

describe("an image", () => {
  const reference = "ghcr.io/your-org/app:v1";
  const reason = (said: string) => checkImages([{ reference, found: false, said }])[0]?.reason;

  it("that cannot be read is told by its cause", () => {
    expect(reason("denied: requested access is denied")).toContain("docker login ghcr.io");
    expect(reason("no such manifest: ghcr.io/your-org/app:v1")).toContain("does not have this tag");
    expect(reason("warning\ndial tcp: lookup ghcr.io: no such host")).toBe(
      "dial tcp: lookup ghcr.io: no such host",
    );
    expect(checkImages([{ reference, found: true, said: "" }])).toEqual([
      { claim: `image ${reference} can be read` },
    ]);
  });

  it.each([
    ["ghcr.io/your-org/app:v1", "ghcr.io"],
    ["localhost:5000/app", "localhost:5000"],
    ["localhost/app", "localhost"],
    ["library/nginx", "docker.io"],
    ["nginx:1.30", "docker.io"],
  ])("%s is of %s", (name, registry) => {
    expect(registryOf(name)).toBe(registry);
  });
});

describe("a host name", () => {
  it("leads to one of the host's addresses", () => {
    expect(
      checkName("a.example.com", ["192.0.2.1"], ["10.0.0.1", "192.0.2.1"], false).reason,
    ).toBeUndefined();
  });

  it("that leads elsewhere, or nowhere, is told", () => {
    expect(checkName("a.example.com", ["192.0.2.9"], ["192.0.2.1"], false).reason).toMatch(
      /^its A record points to 192\.0\.2\.9, and the host has 192\.0\.2\.1\./,
    );
    expect(checkName("a.example.com", [], ["192.0.2.1"], false).reason).toMatch(/^the name has no address/);
  });

  it("whose A record is right and whose AAAA is wrong is told of the AAAA", () => {
    const name = ["192.0.2.1", "2001:db8::9"];
    for (const host of [["192.0.2.1"], ["192.0.2.1", "2001:db8::1"]])
      expect(checkName("a.example.com", name, host, true).reason).toMatch(
        /^its AAAA record points to 2001:db8::9, and the host has 192\.0\.2\.1/,
      );
    expect(checkName("a.example.com", name, ["192.0.2.1", "2001:DB8:0:0::9"], true).reason).toBeUndefined();
    expect(checkName("a.example.com", ["192.0.2.7", "2001:db8::9"], ["192.0.2.1"], true).reason).toMatch(
      /^its A and AAAA record points/,
    );
  });

  it("with an AAAA record is told that the ingress does not answer there, though the address is the host's", () => {
    const both = ["192.0.2.1", "2001:db8::1"];
    expect(checkName("a.example.com", both, both, false).reason).toMatch(
      /^its AAAA record points to 2001:db8::1, and the ingress listens on IPv4 only\. Remove the AAAA record/,
    );
    expect(checkName("a.example.com", both, both, true).reason).toBeUndefined();
  });

  it("passes if and only if each of its addresses is one of the host's, however it is written", () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6();
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(v4, v6), { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(v4, v6), { maxLength: 4 }),
        fc.boolean(),
        (name, more, all) => {
          const host = [...more, ...(all ? name : name.slice(1)).map((one) => one.toUpperCase())];
          const missing = name.some((one) => !host.map(plainAddress).includes(plainAddress(one)));
          expect(checkName("a.example.com", name, host, true).reason !== undefined).toBe(missing);
        },
      ),
      { numRuns: 300 },
    );
  });
});
