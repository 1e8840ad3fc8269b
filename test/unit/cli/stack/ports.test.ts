import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { isTaken, listenerIn, publishesElsewhere } from "../../../../cli/stack/ports";

describe("a host port", () => {
  it("is taken while a process listens on it, be it on loopback alone", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isTaken(port)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isTaken(port)).toBe(false);
  });

  it("is held by the process that ss names", () => {
    const line = 'LISTEN 0 511 127.0.0.1:8080 0.0.0.0:* users:(("node",pid=4711,fd=19))';
    expect(listenerIn(line)).toBe("node (process 4711)");
    expect(listenerIn("")).toBeUndefined();
  });

  it("of this machine is not in the way of an engine in another network of it, unless that hands its ports on", () => {
    const own = { boot: "b", network: "net:[1]" };
    const other = { boot: "b", network: "net:[2]" };
    expect(publishesElsewhere(own, other, '["name=seccomp"]')).toBe(true);
    expect(publishesElsewhere(own, own, "[]")).toBe(false);
    // Without root the engine has a network of its own, and so has one in a virtual machine; both hand their ports on.
    expect(publishesElsewhere(own, other, '["name=rootless"]')).toBe(false);
    expect(publishesElsewhere(own, { ...other, boot: "c" }, "[]")).toBe(false);
    expect(publishesElsewhere(undefined, other, "[]")).toBe(false);
    expect(publishesElsewhere(own, { boot: "", network: "" }, "[]")).toBe(false);
  });
});
