import { request } from "node:https";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { leftovers } from "../docker/engine";

const ports = { http: 18480, https: 18481, db: 15480 };
const stack = "traefik";

/** SyftHub with Traefik in front, which speaks TLS. */
const change = `version: "3.7",
    engine: "traefik",
    https: { port: ${ports.https} },
    tls: { mode: "self-signed" },
    plainPaths: ["/health"],
    hosts: [env.domain],`;

function status(path: string): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: ports.https,
        servername: "localhost",
        path,
        rejectUnauthorized: false,
        agent: false,
        headers: { host: "localhost" },
      },
      (response) => {
        response.on("error", (error) => resolve(error.message));
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.resume();
      },
    );
    outgoing.on("error", (error) => resolve(error.message));
    outgoing.end();
  });
}

describe("a stack with Traefik", { timeout: 600_000 }, () => {
  let checkout: Checkout;

  beforeAll(async () => {
    checkout = Checkout.create();
    const file = "stacks/systems/syfthub/index.ts";
    const text = readFileSync(join(checkout.folder, file), "utf8");
    checkout.write(file, text.replace(/version: "1\.30",\n\s+hosts: \[env\.domain\],/, change));
    checkout.write(
      `Pulumi.${stack}.yaml`,
      `config:
  trireme:system: syfthub
  trireme:environment: development
  trireme:target: docker
  trireme:settings:
    ports: { http: ${ports.http}, db: ${ports.db} }
`,
    );
    const started = await checkout.trireme("start", stack);
    expect(started.output).toContain("https://");
    expect(started.code).toBe(0);
  });

  afterAll(async () => {
    const destroyed = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
    expect([destroyed.code, await leftovers(stack)]).toEqual([0, []]);
    checkout.remove();
  });

  it("is what verify asks for, and a second preview changes nothing", async () => {
    expect(await status("/api/v1/anything")).toBe(200);
    const plain = await fetch(`http://localhost:${ports.http}/docs?x=1`, { redirect: "manual" });
    expect([plain.status, plain.headers.get("location")]).toEqual([
      301,
      `https://localhost:${ports.https}/docs?x=1`,
    ]);
    expect((await fetch(`http://localhost:${ports.http}/health`, { redirect: "manual" })).status).toBe(200);
    const verified = await checkout.trireme("verify", stack);
    expect(verified.output).not.toContain("✗");
    expect(verified.code).toBe(0);
    const preview = await checkout.trireme("preview", stack, "--expect-no-changes");
    expect(preview).toMatchObject({ code: 0 });
  });

  it("drops no request at a release", async () => {
    const file = "stacks/systems/syfthub/index.ts";
    const text = readFileSync(join(checkout.folder, file), "utf8");
    const released = text.replace("env: {", 'env: { RELEASED: "again",');
    expect(released).not.toBe(text);
    checkout.write(file, released);
    const counts = new Map<number | string, number>();
    let loading = true;
    const client = async (): Promise<void> => {
      while (loading) {
        const got = await status("/api/v1/anything");
        counts.set(got, (counts.get(got) ?? 0) + 1);
      }
    };
    const clients = Array.from({ length: 4 }, client);
    const up = await checkout.trireme("up", stack, "--yes", "--skip-preview");
    loading = false;
    await Promise.all(clients);
    console.log(`${JSON.stringify([...counts])} of a release`);
    expect(up.output).toMatch(/reload/);
    expect(up.code).toBe(0);
    expect([...counts.keys()]).toEqual([200]);
    expect(counts.get(200)).toBeGreaterThan(100);
  });
});
