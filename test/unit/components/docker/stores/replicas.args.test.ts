import { describe, expect, it } from "vitest";
import { balancerOf, readHost } from "../../../../../components/docker/stores/replicas.args";
import { postgres } from "../../../../../components/model";
import { dbProps } from "../../../../support/valid";

const shop = postgres("db", { ...dbProps, readReplicas: 2 });

describe("what leads to replicas", () => {
  it("asks each whether it takes connections, and has the primary for when none does", () => {
    const file = balancerOf(shop).files["/usr/local/etc/haproxy/haproxy.cfg"]?.content;
    const servers = (typeof file === "string" ? file : "")
      .split("\n")
      .filter((line) => line.startsWith("  server "))
      .map((line) => line.trim().split(" resolvers")[0]);
    expect(servers).toEqual([
      "server replica-1 replica-1.db:5432 check",
      "server replica-2 replica-2.db:5432 check",
      "server primary db:5432 check backup",
    ]);
    expect(readHost(shop)).toBe("read.db");
    expect(file).toContain("option pgsql-check user trireme_check");
  });
});
