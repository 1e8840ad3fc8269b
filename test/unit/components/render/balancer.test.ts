import { describe, expect, it } from "vitest";
import { balancerConfiguration } from "../../../../components/render/balancer";
import { db } from "../../../support/valid";

describe("the configuration of what leads to replicas", () => {
  const text = balancerConfiguration(db, ["replica-1.db"]);

  it("bounds its connections, and closes none that is idle within a day", () => {
    expect(text).toMatch(/^ {2}maxconn 2000$/m);
    expect(text).toMatch(/^ {2}timeout (client|server) 24h$/m);
  });

  it("asks the engine's name service again and again, and starts where a name is not there yet", () => {
    expect(text).toContain("nameserver docker 127.0.0.11:53");
    expect(text.match(/init-addr last,libc,none/g)).toHaveLength(2);
  });

  it("takes the addresses that stay as they are when it starts", () => {
    const staying = balancerConfiguration(db, ["db-replica-1"], "stay");
    expect(staying).not.toContain("resolvers");
    expect(staying).toContain("  server replica-1 db-replica-1:5432 check init-addr libc\n");
    expect(staying).toContain("  server primary db:5432 check backup init-addr libc\n");
  });

  it("ends what a replica had that takes no connections any more", () => {
    expect(text).toContain("on-marked-down shutdown-sessions");
  });
});
