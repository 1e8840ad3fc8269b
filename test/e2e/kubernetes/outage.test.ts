import { readFileSync, rmSync, writeFileSync, mkdtempSync } from "node:fs";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { thorough } from "../production/support/thorough";
import { eventually, objectOf } from "./cluster";
import { ShopStack } from "./shop";

/** How long the API server is away. */
const outage = 60_000;

/** What stands between the program and the API server, and can take it away. */
class Forwarder {
  private server: Server | undefined;
  private readonly open = new Set<Socket>();

  constructor(
    private readonly to: { readonly host: string; readonly port: number },
    private port = 0,
  ) {}

  /** Lets connections through; returns the port. */
  async pass(): Promise<number> {
    const server = createServer((near) => {
      const far = connect(this.to);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.open.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => {
          this.open.delete(one);
          other.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    return this.port;
  }

  /** Ends all connections, and refuses others. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.open) socket.destroy();
    await closed;
  }
}

interface Deployment {
  readonly metadata: { readonly generation: number };
}

describe.runIf(thorough)(
  "an API server that is away while a release is waited for",
  { timeout: 600_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "trireme-outage-"));
    let kiosk: ShopStack;
    let between: Forwarder;

    async function generation(): Promise<number> {
      const { metadata } = await objectOf<Deployment>("deployment", "api", "--namespace", kiosk.namespace);
      return metadata.generation;
    }

    beforeAll(async () => {
      const own = readFileSync(inject("env").KUBECONFIG ?? "", "utf8");
      const [server = ""] = /https:\/\/[\w.-]+:\d+/.exec(own) ?? [];
      const { hostname, port } = new URL(server);
      between = new Forwarder({ host: hostname, port: Number(port) });
      const changed = own.replaceAll(server, `https://127.0.0.1:${await between.pass()}`);
      const config = join(folder, "kubeconfig");
      writeFileSync(config, changed, { mode: 0o600 });
      kiosk = await ShopStack.create("kiosk");
      await kiosk.program.set({ kubeconfig: config });
      await kiosk.up("v1");
    });

    afterAll(async () => {
      await kiosk.remove();
      await between.refuse();
      rmSync(folder, { recursive: true, force: true });
    });

    it("for a minute ends no release, and no request fails", async () => {
      const [before, watch] = [await generation(), await kiosk.watch("/")];
      const release = kiosk.release("v2");
      await eventually(120, generation, (now) => now > before);
      await between.refuse();
      const began = Date.now();
      await delay(outage);
      await between.pass();
      const { code, output } = await release;
      console.log(`the release ended ${Math.round((Date.now() - began) / 1000)} s after the server had gone`);
      expect(code, output).toBe(0);
      await watch.stop();
      expect([...watch.answers.keys()].sort()).toEqual(["v1", "v2"]);
      expect(await kiosk.readyInstances()).toBe(2);
      expect(Object.keys(await kiosk.program.preview())).toEqual(["same"]);
    });
  },
);
