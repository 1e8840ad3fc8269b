import { describe, expect, it } from "vitest";
import { consul, dnsAddress, engineContainer, opened, template } from "../../../../../components/model";

describe("consul", () => {
  const { command } = engineContainer(consul("registry", { version: "1.21", publish: { port: 8500 } }));

  it("starts on any number of networks, as a published one is on two: its own server is on loopback, its clients' anywhere", () => {
    expect(command).toContain("-bind=127.0.0.1");
    expect(command).toContain("-client=0.0.0.0");
    expect(command).toContain("-bootstrap-expect=1");
  });

  it("answers DNS over UDP and TCP, by an address that consumers are given", () => {
    const registry = consul("registry", { version: "1.21", dns: { port: 8600 } });
    const { ports, datagrams = "" } = engineContainer(registry);
    expect(ports[datagrams]).toBe(8600);
    expect(dnsAddress(registry)).toEqual(template`${registry.host}:8600`);
    expect(opened(registry)).toEqual({ dns: { port: 8600 } });
  });

  it("asks nobody outside for updates", () => {
    expect(command).toContain("-hcl=disable_update_check = true");
  });
});
