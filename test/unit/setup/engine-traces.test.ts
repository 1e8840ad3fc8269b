import { describe, expect, it } from "vitest";
import { isEngineLink, isEngineRule, mountsBelow } from "../../../setup/engine-traces";

describe("what a stopped engine leaves in the kernel", () => {
  it.each(["docker0", "br-c60d6df9fd66", "veth1a2b3c4"])("includes the link %s", (name) => {
    expect(isEngineLink(name)).toBe(true);
  });

  it.each(["lo", "eth0", "br-lan", "br0", "docker_gwbridge2", "vethernet"])(
    "does not include the link %s",
    (name) => {
      expect(isEngineLink(name)).toBe(false);
    },
  );

  it.each([
    "-A FORWARD -j DOCKER-USER",
    "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
    "-A POSTROUTING -s 172.18.0.0/16 ! -o br-c60d6df9fd66 -j MASQUERADE",
    "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
  ])("includes the rule %s", (rule) => {
    expect(isEngineRule(rule)).toBe(true);
  });

  it.each([
    "-P FORWARD DROP",
    "-A FORWARD -i eth0 -j ACCEPT",
    "-N DOCKER",
    "-A INPUT -s 172.17.0.1/32 -j ACCEPT",
  ])("does not include the rule %s", (rule) => {
    expect(isEngineRule(rule)).toBe(false);
  });

  it("includes its mounts, the inner ones first, and nobody else's", () => {
    const mountinfo = [
      "1 0 254:0 / / rw - ext4 /dev/vda rw",
      "2 1 0:1 / /cache/engine/data rw - overlay overlay rw",
      "3 2 0:2 / /cache/engine/data/overlay2/x/merged rw - overlay overlay rw",
      "4 1 0:3 / /cache/engine/database rw - tmpfs tmpfs rw",
    ].join("\n");
    expect(mountsBelow(mountinfo, ["/cache/engine/data"])).toEqual([
      "/cache/engine/data/overlay2/x/merged",
      "/cache/engine/data",
    ]);
  });
});
