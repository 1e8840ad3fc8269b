import { describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { leftovers } from "./engine";
import { stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));

describe("a stack's life", () => {
  it("changes nothing on a second up, and plain pulumi agrees", async () => {
    const up = await checkout().trireme("up", "e2e", "--yes", "--skip-preview", "--expect-no-changes");
    expect(up.code, up.output).toBe(0);
    const preview = await checkout().pulumi("preview", "-s", "e2e", "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });

  it("leaves the stack's file as it was, whatever plain pulumi wrote into it", async () => {
    expect((await checkout().trireme("preview", "e2e", "--expect-no-changes")).code).toBe(0);
    expect(checkout().read("Pulumi.e2e.yaml")).toBe(stackFile());
  });

  it("shows outputs with secrets masked, and logs by service", async () => {
    const outputs = await checkout().trireme("outputs", "e2e");
    expect(outputs.output).toMatch(/db-password\s+\[secret\]/);
    const logs = await checkout().trireme("logs", "e2e", "backend", "--tail", "5");
    expect(logs.code, logs.output).toBe(0);
    expect(logs.output).toMatch(/^backend/m);
  });

  it("opens a command in an instance, ends with its exit code, and shows the log from a moment on", async () => {
    const code = await checkout().trireme("exec", "e2e", "backend", "--", "sh", "-c", "echo here; exit 7");
    expect(code.output).toMatch(/^here$/m);
    expect(code.code).toBe(7);
    const unknown = await checkout().trireme("exec", "e2e", "frontdoor", "--", "true");
    expect(unknown.code).not.toBe(0);
    const none = await checkout().trireme("logs", "e2e", "backend", "--since", "2999-01-01T00:00:00Z");
    expect(none.output).not.toMatch(/^backend/m);
    const some = await checkout().trireme("logs", "e2e", "backend", "--since", "3d", "--timestamps");
    expect(some.output).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z backend/m);
  });

  it("leads a port of this machine to a store, for one command that has its password", async () => {
    const client = `
      const { connect } = require("node:net");
      const { STORE_HOST, STORE_PORT, REDISCLI_AUTH, PGPASSWORD } = process.env;
      const socket = connect(STORE_PORT, STORE_HOST, () =>
        socket.end(PGPASSWORD === undefined ? "AUTH " + REDISCLI_AUTH + "\\r\\nPING\\r\\nQUIT\\r\\n" : Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
      socket.on("data", (data) => process.stdout.write("said " + data));
      socket.on("end", () => process.exit(7));
    `;
    const cache = await checkout().trireme("connect", "e2e", "redis", "--", process.execPath, "-e", client);
    expect(cache.output).toMatch(/said \+OK\r\n(said )?\+PONG/);
    expect(cache.code).toBe(7);
    // A request for TLS, which this server does not speak: https://www.postgresql.org/docs/current/protocol-message-formats.html
    const db = await checkout().trireme("connect", "e2e", "db", "--", process.execPath, "-e", client);
    expect(db.output).toMatch(/^said N/m);
    expect((await checkout().trireme("connect", "e2e", "frontdoor")).code).not.toBe(0);
  });

  it("starts a service again, and finds it healthy", async () => {
    const started = async () =>
      (await checkout().trireme("exec", "e2e", "backend", "--", "cat", "/proc/1/stat")).output.split(" ")[21];
    const before = await started();
    const { code, output } = await checkout().trireme("restart", "e2e", "backend");
    expect(code, output).toBe(0);
    expect(await started()).not.toBe(before);
    expect((await checkout().trireme("verify", "e2e")).output).toContain("All 14 checks hold.");
  });

  it("destroys to nothing and comes up again", async () => {
    const destroyed = await checkout().trireme("destroy", "e2e", "--yes", "--skip-preview");
    expect(destroyed.code, destroyed.output).toBe(0);
    expect(await leftovers("e2e")).toEqual([]);
    const again = await checkout().trireme("start", "e2e");
    expect(again.code, again.output).toBe(0);
    const verified = await checkout().trireme("verify", "e2e");
    expect(verified.output).toContain("All 14 checks hold.");
  });
});
