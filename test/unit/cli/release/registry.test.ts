import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pinLines, resolvePins, type LocalImage } from "../../../../cli/release/digests";
import { digestOf, placeOf } from "../../../../cli/release/registry";
import { loginIn, loginOf } from "../../../../cli/release/registry-login";

const sha = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** A registry: manifests by tag, behind a login or none, which may leave out the header with the digest. */
const registry = {
  manifests: new Map<string, string>(),
  login: "none" as "none" | "token" | "basic",
  silent: false,
  broken: false,
};
let server: Server;
let host = "";

function start(): Promise<void> {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", `http://${host}`);
    const given = request.headers.authorization;
    const basic = `Basic ${Buffer.from("ann:p:w").toString("base64")}`;
    if (registry.broken) return response.writeHead(500).end();
    if (url.pathname === "/token") {
      if (given !== basic) return response.writeHead(401).end();
      return response.end(JSON.stringify({ token: `for ${url.searchParams.get("scope") ?? ""}` }));
    }
    const [, name, tag = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? [];
    const wanted = registry.login === "token" ? `Bearer for repository:${name ?? ""}:pull` : basic;
    if (registry.login !== "none" && given !== wanted) {
      const challenge =
        registry.login === "token" ? `Bearer realm="http://${host}/token",service="here"` : 'Basic realm="x"';
      return response.writeHead(401, { "www-authenticate": challenge }).end();
    }
    const manifest = registry.manifests.get(`${name ?? ""}:${tag}`);
    if (manifest === undefined) return response.writeHead(404).end();
    expect(request.headers.accept).toContain("image.index");
    const headers = registry.silent ? {} : { "docker-content-digest": sha(manifest) };
    return response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : manifest);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

beforeAll(async () => {
  await start();
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  Object.assign(registry, { login: "none", silent: false, broken: false });
  registry.manifests.clear();
  registry.manifests.set("acme/api:v1", "the first bytes");
});

const login = { user: "ann", password: "p:w" };

describe("a registry", () => {
  it("says what a tag stands for, and something else once it was pushed again", async () => {
    const before = await digestOf(`${host}/acme/api:v1`, undefined);
    expect(before).toEqual({ kind: "digest", digest: sha("the first bytes") });
    registry.manifests.set("acme/api:v1", "other bytes");
    expect(await digestOf(`${host}/acme/api:v1`, undefined)).toEqual({
      kind: "digest",
      digest: sha("other bytes"),
    });
  });

  it("that leaves out the digest has it computed from the manifest", async () => {
    registry.silent = true;
    expect(await digestOf(`${host}/acme/api:v1`, undefined)).toEqual({
      kind: "digest",
      digest: sha("the first bytes"),
    });
  });

  it.each(["token", "basic"] as const)(
    "is shown the login that there is, as it wants it: %s",
    async (kind) => {
      registry.login = kind;
      expect(await digestOf(`${host}/acme/api:v1`, login)).toMatchObject({ kind: "digest" });
      expect(await digestOf(`${host}/acme/api:v1`, undefined)).toMatchObject({
        kind: "absent",
        why: `http://${host} answers 401: it asks for a login with read access`,
      });
    },
  );

  it("that has no such tag is told from one that cannot be asked", async () => {
    expect(await digestOf(`${host}/acme/api:v2`, undefined)).toMatchObject({ kind: "absent" });
    registry.broken = true;
    expect(await digestOf(`${host}/acme/api:v1`, undefined)).toMatchObject({ kind: "silent" });
    expect(await digestOf("127.0.0.1:1/acme/api:v1", undefined)).toMatchObject({ kind: "silent" });
  });

  it.each([
    ["postgres:16-alpine", "https://registry-1.docker.io", "library/postgres", "16-alpine"],
    ["prom/node-exporter:v1.9.1", "https://registry-1.docker.io", "prom/node-exporter", "v1.9.1"],
    ["ghcr.io/acme/api:v1", "https://ghcr.io", "acme/api", "v1"],
    ["registry.example.com:5000/api", "https://registry.example.com:5000", "api", "latest"],
    ["localhost:5000/a/b:v1", "http://localhost:5000", "a/b", "v1"],
  ])("of %s is %s", (reference, origin, name, tag) => {
    expect(placeOf(reference)).toEqual({ origin, name, tag });
  });
});

describe("what references stand for", () => {
  const ask = (local?: LocalImage) => ({
    registry: (reference: string) => digestOf(reference, undefined),
    engine: () => Promise.resolve(local),
  });

  it("is the digest in the registry, whatever the engine has", async () => {
    const local = { id: sha("id"), digests: [`${host}/acme/api@${sha("old")}`] };
    const { pins, notes } = await resolvePins([`${host}/acme/api:v1`], ask(local));
    expect(pins).toEqual({ [`${host}/acme/api:v1`]: sha("the first bytes") });
    expect(notes).toEqual([]);
  });

  it("is what the engine has pulled where the registry cannot be asked, and a note says so", async () => {
    registry.broken = true;
    const digests = [`elsewhere/api@${sha("x")}`, `${host}/acme/api@${sha("pulled")}`];
    const { pins, notes } = await resolvePins([`${host}/acme/api:v1`], ask({ id: sha("id"), digests }));
    expect(Object.values(pins)).toEqual([sha("pulled")]);
    expect(notes[0]).toMatch(/is what the engine has pulled: http:\/\/127\.0\.0\.1:\d+ answers 500/);
  });

  it("is the id of an image that only the engine has", async () => {
    const { pins } = await resolvePins([`${host}/acme/own:v1`], ask({ id: sha("id"), digests: [] }));
    expect(Object.values(pins)).toEqual([`id:${sha("id")}`]);
  });

  it("ends it where nobody has one, naming all of them", async () => {
    const references = [`${host}/acme/api:v2`, `${host}/acme/web:v2`, `${host}/acme/api:v1`];
    await expect(resolvePins(references, ask())).rejects.toThrow(
      /Nothing was changed.*acme\/api:v2: .*404.*acme\/web:v2: .*404.*--unpinned/s,
    );
    const nodes = { registry: (reference: string) => digestOf(reference, undefined) };
    await expect(resolvePins(references, nodes)).rejects.toThrow(/acme\/api:v2/);
  });

  it("is shown, and marked where the tag was pushed again", () => {
    expect(
      pinLines({ "b:1": "sha256:2", "a:1": "sha256:1" }, { "b:1": "sha256:0", "a:1": "sha256:1" }),
    ).toEqual(["  a:1 = sha256:1", "  b:1 = sha256:2   PUSHED AGAIN: was sha256:0"]);
  });
});

describe("the login of Docker's client", () => {
  const auth = Buffer.from("ann:p:w").toString("base64");
  const none = () => Promise.resolve(undefined);

  it("is read from its configuration", async () => {
    const text = JSON.stringify({ auths: { "ghcr.io": { auth }, "https://index.docker.io/v1/": { auth } } });
    expect(await loginIn(text, "ghcr.io", none)).toEqual(login);
    expect(await loginIn(text, "docker.io", none)).toEqual(login);
    expect(await loginIn(text, "quay.io", none)).toBeUndefined();
    expect(await loginIn(undefined, "ghcr.io", none)).toBeUndefined();
  });

  it("is what AWS gives, where Docker's client keeps none", async () => {
    const env = { DOCKER_CONFIG: "/nowhere" };
    const asked: string[] = [];
    const aws = (registry: string) => {
      asked.push(registry);
      return Promise.resolve(login);
    };
    expect(await loginOf("123456789012.dkr.ecr.eu-west-1.amazonaws.com", env, aws)).toEqual(login);
    expect(asked).toEqual(["123456789012.dkr.ecr.eu-west-1.amazonaws.com"]);
    // AWS is not asked about another registry.
    expect(await loginOf("ghcr.io", env)).toBeUndefined();
  });

  it("is asked of the helper that this names", async () => {
    const asked: string[] = [];
    const helper = (name: string, server: string) => {
      asked.push(`${name} ${server}`);
      return Promise.resolve(login);
    };
    const text = JSON.stringify({ credsStore: "desktop", credHelpers: { "ghcr.io": "gh" } });
    expect(await loginIn(text, "ghcr.io", helper)).toEqual(login);
    expect(await loginIn(text, "docker.io", helper)).toEqual(login);
    expect(asked).toEqual(["gh ghcr.io", "desktop https://index.docker.io/v1/"]);
  });
});
