import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout } from "../docker/checkout";
import { containerOf, execIn, leftovers } from "../docker/engine";

const ports = { http: 18480, https: 18481, db: 15480 };
const stack = "traefik";

/** SyftHub with Traefik in front, which speaks TLS, and with its single-page application as a site, as in production. */
const change = `version: "3.7",
    engine: "traefik",
    https: { port: ${ports.https} },
    tls: { mode: "self-signed" },
    plainPaths: ["/health"],
    hosts: [env.domain],
    headers: { "X-Frame-Options": "SAMEORIGIN", "Strict-Transport-Security": "max-age=60" },
    gzip: ["text/css"],`;
const system = "stacks/systems/syfthub/index.ts";
const page = "examples/sample/src/page.html";
const title = "<h1>The sample application";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: ports.https,
        servername: "localhost",
        ...{ path, method },
        rejectUnauthorized: false,
        agent: false,
        headers: { host: "localhost", ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** The status, or what became of the connection. */
async function status(path: string): Promise<number | string> {
  return await ask(path).then(
    ({ status: got }) => got,
    (error: unknown) => String(error),
  );
}

describe("a stack with Traefik", { timeout: 600_000 }, () => {
  let checkout: Checkout;

  beforeAll(async () => {
    checkout = Checkout.create();
    const text = readFileSync(join(checkout.folder, system), "utf8");
    const changed = text
      .replace(/version: "1\.30",\n\s+hosts: \[env\.domain\],/, change)
      .replace(/dev \? route\("\/", frontend, .*\) : (siteRoute\("\/", app\))/, "$1")
      .replace("sites: dev ? [] : [app]", "sites: [app]");
    expect(changed).toMatch(/\n\s+siteRoute\("\/", app\),[^]*sites: \[app\],/);
    checkout.write(system, changed);
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

  it("has a single-page application, whose page is asked for again each time", async () => {
    const root = await ask("/");
    const deep = await ask("/settings/profile");
    expect(root.body.toString()).toContain(title);
    expect(root.headers).toMatchObject({
      "cache-control": "no-cache",
      "content-type": "text/html",
      "x-frame-options": "SAMEORIGIN",
      "strict-transport-security": "max-age=60",
      "x-correlation-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    expect([deep.status, deep.body, deep.headers["cache-control"]]).toEqual([200, root.body, "no-cache"]);
    const again = await ask("/", { headers: { "if-none-match": root.headers.etag ?? "" } });
    expect([again.status, again.headers["cache-control"]]).toEqual([304, "no-cache"]);
    expect((await ask("/", { method: "POST" })).status).toBe(405);
  });

  it("has files that never change, compressed where a client takes that, and in parts", async () => {
    const plain = await ask("/page.css");
    expect([plain.status, plain.headers["cache-control"]]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
    expect([plain.headers["content-encoding"], plain.headers["content-length"]]).toEqual([
      undefined,
      String(plain.body.length),
    ]);
    const packed = await ask("/page.css", { headers: { "accept-encoding": "gzip" } });
    expect(packed.headers).toMatchObject({
      "content-encoding": "gzip",
      vary: expect.stringMatching(/accept-encoding/i) as string,
      etag: `W/${plain.headers.etag}`,
    });
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    const part = await ask("/page.css", { headers: { range: "bytes=0-9" } });
    expect([part.status, part.body]).toEqual([206, plain.body.subarray(0, 10)]);
  });

  it("has no page for a file that is not there, and lets nobody keep that answer", async () => {
    for (const path of ["/app.0a1b2c.js", "/.env", "/.git/config"]) {
      const { status: got, headers, body } = await ask(path);
      expect([path, got, headers["cache-control"]]).toEqual([path, 404, undefined]);
      expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
      expect(body.toString()).not.toContain(title);
    }
  });

  it("serves its files from a container that Traefik alone reaches", async () => {
    const container = await containerOf(stack, "proxy-sites", "site-server");
    const { HostConfig, NetworkSettings } = await container.inspect();
    expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ["ALL"], PortBindings: {} });
    expect(Object.keys(NetworkSettings.Networks)).toEqual([expect.stringContaining("proxy-sites")]);
  });

  /** An update, while clients ask for a service and for files of all kinds. */
  async function underLoad(): Promise<void> {
    const counts = new Map<number | string, number>();
    let loading = true;
    const client = async (path: string): Promise<void> => {
      while (loading) {
        const got = await status(path);
        counts.set(got, (counts.get(got) ?? 0) + 1);
      }
    };
    const clients = ["/api/v1/anything", "/", "/page.css", "/settings/profile"].map(client);
    const up = await checkout.trireme("up", stack, "--yes", "--skip-preview");
    loading = false;
    await Promise.all(clients);
    console.log(`${JSON.stringify([...counts])} of a release`);
    expect(up.output).toMatch(/reload/);
    expect(up.code).toBe(0);
    expect([...counts.keys()]).toEqual([200]);
    expect(counts.get(200)).toBeGreaterThan(100);
  }

  it("drops no request at a release of the services and of the site", async () => {
    const text = readFileSync(join(checkout.folder, system), "utf8");
    const released = text.replace("env: {", 'env: { RELEASED: "again",');
    expect(released).not.toBe(text);
    checkout.write(system, released);
    checkout.write(page, checkout.read(page).replace("</body>", "<p>released</p></body>"));
    const before = await (await containerOf(stack, "proxy-sites", "site-server")).inspect();
    await underLoad();
    expect((await ask("/")).body.toString()).toContain("<p>released</p>");
    const after = await containerOf(stack, "proxy-sites", "site-server");
    expect(after.id).toBe(before.Id);
    // Who has a page of the release before still finds its files.
    const { output } = await execIn(after, ["sh", "-c", 'cat "/srv/sites/frontend/previous/index.html"']);
    expect(output).toContain(title);
    expect(output).not.toContain("<p>released</p>");
  });

  it("drops none where another container takes the place of the one that serves the files", async () => {
    const file = "components/docker/ingress/site-server.ts";
    const text = checkout.read(file);
    const changed = text.replace(/labels: (labels\(.*"site-server"\)),/, 'labels: { ...$1, again: "yes" },');
    expect(changed).not.toBe(text);
    checkout.write(file, changed);
    const before = await (await containerOf(stack, "proxy-sites", "site-server")).inspect();
    await underLoad();
    expect((await containerOf(stack, "proxy-sites", "site-server")).id).not.toBe(before.Id);
  });
});
