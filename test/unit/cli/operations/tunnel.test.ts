import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { tunnelByCommand, tunnelByStreams } from "../../../../cli/operations/tunnel";
import { PlainError } from "../../../../setup/errors";

const { env } = process;
const saying = (script: string): readonly [string, ...string[]] => ["sh", "-c", script];

/** What comes back for what is sent, when the sender has ended. */
async function said(port: number, words: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(words);
  return await text(socket);
}

describe("a tunnel of which each connection is a command", () => {
  it("carries both ways, for several at once, to the last byte", async () => {
    const tunnel = await tunnelByStreams(saying("sed s/^/got:/"), 0, env);
    const long = `${"x".repeat(200_000)}\n`;
    expect(
      await Promise.all([said(tunnel.port, "a\n"), said(tunnel.port, "b\n"), said(tunnel.port, long)]),
    ).toEqual(["got:a\n", "got:b\n", `got:${long}`]);
    await tunnel.close();
    await expect(said(tunnel.port, "c\n")).rejects.toThrow("ECONNREFUSED");
  });

  it("ends a connection whose command ends", async () => {
    const tunnel = await tunnelByStreams(saying("echo hello; exit 3"), 0, env);
    const socket = connect(tunnel.port, "127.0.0.1");
    expect(await text(socket)).toBe("hello\n");
    await tunnel.close();
  });

  it("closes with connections open, and ends their commands", async () => {
    const tunnel = await tunnelByStreams(saying("echo on; exec sleep 600"), 0, env);
    const socket = connect(tunnel.port, "127.0.0.1");
    socket.on("error", () => {});
    const closed = once(socket, "close");
    await once(socket, "data");
    await tunnel.close();
    await closed;
  });

  it("refuses a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(tunnelByStreams(saying("cat"), port, env)).rejects.toThrow(
      new RegExp(`^Port ${port} of this machine cannot be used: .*EADDRINUSE.* Give another: --port$`),
    );
    server.close();
  });
});

describe("a tunnel that a command opens", () => {
  const opened = /^Forwarding from 127\.0\.0\.1:(\d+) /;

  it("is where the command says, and ends it when it closes", async () => {
    const line = saying("echo warming up; echo 'Forwarding from 127.0.0.1:4711 -> 5432'; exec sleep 600");
    const tunnel = await tunnelByCommand(line, opened, env);
    expect(tunnel.port).toBe(4711);
    let broken = "";
    void tunnel.broken.then((reason) => {
      broken = reason;
    });
    await tunnel.close();
    expect(broken).toBe("");
  });

  it("says so when the command ends by itself", async () => {
    const line = saying("echo 'Forwarding from 127.0.0.1:4711 -> 5432'; echo 'lost the pod' >&2; exit 1");
    const tunnel = await tunnelByCommand(line, opened, env);
    expect(await tunnel.broken).toContain("lost the pod");
    await tunnel.close();
  });

  it("is none where the command ends before, or is not there", async () => {
    const refused = tunnelByCommand(saying("echo 'pods \"x\" not found' >&2; exit 1"), opened, env);
    await expect(refused).rejects.toThrow(
      /opened no way to the store, and ended with 1:\npods "x" not found/,
    );
    const absent = tunnelByCommand(["no-such-command"], opened, env);
    await expect(absent).rejects.toThrow(PlainError);
  });
});
