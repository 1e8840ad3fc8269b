import { request } from "node:http";
import { connect } from "node:tls";
import fc from "fast-check";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, check, exact, route, type Ingress, type System } from "../../../components/model";
import {
  configurationFolder as folder,
  renderNginx,
  type NginxOptions,
} from "../../../components/render/nginx";
import { certificateFor } from "../production/support/certificate";
import { anyIngress, rendered } from "../../support/arbitrary.ingress";
import { proxy } from "../../support/valid";
import { eventually, execIn } from "./engine";
import { beside, bring, imageOf, start, waitingNginx } from "./support/nginx";
import { limitsOf } from "../../support/limits";

const http = Number(process.env.TRIREME_NGINX_PORT ?? "18090");
const https = http + 1;
const pair = certificateFor(["DNS:shop.example.com", "DNS:api.example.com"]);
const pem = pair.certificate + pair.key;
const mebibyte = 2 ** 20;

/** A service of two instances, at 127.0.0.1 and 127.0.0.2, that tells what it was asked. */
const service = `
const http = require("node:http");
const counts = {};
const [, host] = process.argv;
http.createServer((request, response) => {
  const { url, method, headers } = request;
  const [path] = url.split("?");
  counts[url] = (counts[url] ?? 0) + 1;
  if (path === "/never") return;
  let size = 0;
  request.on("data", (chunk) => (size += chunk.length));
  if (path === "/large") {
    const chunk = Buffer.alloc(65536);
    let left = 600 * 16;
    response.writeHead(200, { "content-length": left * chunk.length });
    const more = () => { while (left-- > 0) if (!response.write(chunk)) { response.once("drain", more); return; } response.end(); };
    return more();
  }
  request.on("end", () => {
    if (path === "/own-502") response.statusCode = 502;
    if (path === "/cookie") response.setHeader("set-cookie", "a=" + "x".repeat(12000));
    response.end(JSON.stringify({ host, path: url, method, headers, size, count: counts[headers.about ?? url] ?? 0 }));
  });
}).listen(9000, host);
`;
const run = `node -e "$SERVICE" 127.0.0.1 & echo $! > /tmp/first; node -e "$SERVICE" 127.0.0.2 & echo $! > /tmp/second; wait`;

interface Told {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
  readonly told?: {
    readonly host: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly size: number;
    readonly count: number;
  };
}

function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  {
    method = "GET",
    port = http,
    body,
  }: { readonly method?: string; readonly port?: number; readonly body?: Buffer } = {},
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const named = { host: "shop.example.com", ...headers };
    const outgoing = request(
      { host: "127.0.0.1", port, path, method, headers: named, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const { location } = response.headers;
          resolve({
            status: response.statusCode ?? 0,
            body: text,
            ...(location === undefined ? {} : { location }),
            ...(text.startsWith("{") ? { told: JSON.parse(text) as Told["told"] } : {}),
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const api = { name: "api" };
const gone = { name: "gone" };
const ingress: Ingress = {
  ...proxy,
  hosts: ["shop.example.com", "api.example.com"],
  http: { port: 80 },
  https: undefined,
  tls: undefined,
  limits: undefined,
  internalPaths: ["/metrics", "/b/metrics/"],
  resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "32Mi", limit: "64Mi" } },
  routes: [
    route("/plain/", api),
    route("/mcp/", api, { rewrite: "/" }),
    route("/a/", api, { rewrite: "/b" }),
    route("/c", api, { rewrite: "/d/" }),
    exact("/e", api, { rewrite: "/f" }),
    route("/slow", api, { rewrite: "/", timeouts: { read: "1s" } }),
    route("/upload", api, { maxBody: "200Mi" }),
    route("/gone", gone),
    route("/", api, { host: "api.example.com" }),
  ],
};

const options: NginxOptions = {
  upstreams: {
    api: { servers: ["127.0.0.1", "127.0.0.2"], port: 9000 },
    gone: { servers: ["127.0.0.3", "127.0.0.1"], port: 9000 },
  },
  folder,
  listen: 8080,
  internal: 8081,
  logs: "json",
  unknownHosts: "refused",
};

describe("nginx itself", { timeout: 120_000 }, () => {
  let nginx: Docker.Container;
  let instances: Docker.Container;

  beforeAll(async () => {
    nginx = await start({
      ...(await waitingNginx(folder)),
      ExposedPorts: { "8080/tcp": {}, "8443/tcp": {}, "8082/tcp": {} },
      HostConfig: {
        PortBindings: {
          "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: String(http) }],
          "8443/tcp": [{ HostIp: "127.0.0.1", HostPort: String(https) }],
          "8082/tcp": [{ HostIp: "127.0.0.1", HostPort: String(http + 2) }],
        },
        Memory: 64 * mebibyte,
        MemorySwap: 64 * mebibyte,
        Tmpfs: { "/tmp": "rw,mode=1777" },
      },
    });
    instances = await start({
      Image: await imageOf("backend", "service"),
      Cmd: [],
      Entrypoint: ["sh", "-c", run],
      User: "10001",
      Env: [`SERVICE=${service}`],
      HostConfig: { NetworkMode: `container:${nginx.id}` },
    });
    const files = renderNginx(ingress, options);
    await bring(nginx, folder, beside(files, pem));
    await eventually("nginx answers", async () => ((await ask("/plain/")).status === 200 ? true : undefined));
  }, 60_000);

  afterAll(async () => {
    for (const container of [instances, nginx]) await container.remove({ force: true });
  });

  const usage = async (): Promise<number> => {
    const { output } = await execIn(nginx, [
      "sh",
      "-c",
      "cat /sys/fs/cgroup/memory.current 2>/dev/null || cat /sys/fs/cgroup/memory/memory.usage_in_bytes",
    ]);
    return Number(output) / mebibyte;
  };

  it("accepts whatever passes the check", async () => {
    const systems: System[] = [];
    for (const system of fc.sample(anyIngress, 200))
      if (check(system, limitsOf("docker")).length === 0) systems.push(system);
    expect(systems.length).toBeGreaterThan(40);
    // A zone of 64k overflowed at 41 instances, and at 21 of which each has its successor beside it.
    const sizes = [3, 42, 82, 200];
    const files = systems.flatMap((system, index) =>
      (["instance", "balancer"] as const).flatMap((names) => {
        const at = `checked/${index}-${names}`;
        const own = beside(rendered(system, `${folder}/${at}`, names, sizes[index % sizes.length]), pem);
        return Object.entries(own).map(([path, text]) => [`${at}/${path}`, text] as const);
      }),
    );
    await bring(nginx, folder, Object.fromEntries(files));
    const { output } = await execIn(nginx, [
      "sh",
      "-c",
      `for one in ${folder}/checked/*; do
  sed -i 's#^pid .*#pid /tmp/judge.pid;#' $one/nginx.conf
  said=$(nginx -e /dev/stderr -t -c $one/nginx.conf 2>&1) || echo "$one: $said"
done; rm -rf ${folder}/checked; echo "$(date +%s)"`,
    ]);
    console.log(`${2 * systems.length} configurations of ${systems.length} systems`);
    expect(output.trim().split("\n").slice(0, -1)).toEqual([]);
  });

  it.each([
    "/plain/",
    "/plain",
    "/plain/x",
    "/metrics",
    "/metrics/x",
    "/mcp/metrics",
    "/mcp/metrics/x",
    "/mcp//metrics",
    "/mcp/%6detrics",
    "/mcp/b/metrics",
    "/mcp/x",
    "/mcp",
    "/a/x",
    "/a/",
    "/a",
    "/a/metrics",
    "/c",
    "/c/",
    "/c/x",
    "/cx",
    "/e",
    "/e/",
  ])("answers %s as the routes mean it", async (path) => {
    const { status, told } = await ask(path);
    const routes = ingress.routes.filter(({ host }) => host === undefined);
    const plain = decodeURI(path).replace(/\/+/g, "/");
    const meant = answerOf({ ...ingress, routes }, plain);
    expect({ status, path: told?.path }).toEqual({
      status: meant === undefined ? 404 : 200,
      path: meant?.path,
    });
  });

  it("refuses names that it does not know, whatever way they come", async () => {
    expect((await ask("/plain/", { host: "evil.example.com" })).status).toBe(421);
    expect((await ask("http://evil.example.com/plain/")).status).toBe(421);
    // By an address it is asked whether it is well; the service is told its own name.
    const { status, told } = await ask("/plain/", { host: "10.1.2.3" });
    expect([status, told?.headers.host, told?.headers["x-forwarded-host"]]).toEqual([
      200,
      "shop.example.com",
      "shop.example.com",
    ]);
    expect((await ask("/plain/", { host: "api.example.com" })).told?.path).toBe("/plain/");
  });

  it("tells a service who asked, whatever the client says", async () => {
    const lies = {
      "x-forwarded-for": "1.2.3.4",
      "x-forwarded-host": "evil.example.com",
      "x-forwarded-proto": "https",
      "x-real-ip": "1.2.3.4",
      forwarded: "for=1.2.3.4;host=evil",
      "x-original-url": "/metrics",
    };
    const { told } = await ask("/plain/", lies);
    const text = JSON.stringify(told?.headers);
    expect(text).not.toContain("1.2.3.4");
    expect(text).not.toContain("evil");
    expect(told?.headers).toMatchObject({
      "x-forwarded-host": "shop.example.com",
      "x-forwarded-proto": "http",
    });
    expect(told?.headers["x-original-url"]).toBeUndefined();
  });

  it("sends a refused request to another instance, and none that is slow or has its answer", async () => {
    const counted = async (url: string): Promise<number> => {
      // Both instances are asked, and only one of them knows of it.
      const all = await Promise.all(Array.from({ length: 6 }, () => ask("/plain/count", { about: url })));
      return [...new Map(all.map(({ told }) => [told?.host, told?.count ?? 0])).values()].reduce(
        (sum, one) => sum + one,
        0,
      );
    };
    for (let index = 0; index < 4; index++) expect((await ask("/gone/x")).status).toBe(200);
    expect((await ask("/slow/never")).status).toBe(504);
    expect(await counted("/never")).toBe(1);
    expect((await ask("/mcp/own-502")).status).toBe(502);
    expect(await counted("/own-502")).toBe(1);
  });

  it("has room for headers of 12 kB, in both directions", async () => {
    expect((await ask("/plain/", { cookie: `a=${"x".repeat(12_000)}` })).status).toBe(200);
    expect((await ask("/mcp/cookie")).status).toBe(200);
  });

  it("passes bodies on as they come: a slow reader and large uploads leave its memory as it was", async () => {
    const before = await usage();
    let read = 0;
    const slow = request(
      {
        host: "127.0.0.1",
        port: http,
        path: "/mcp/large",
        headers: { host: "shop.example.com" },
        agent: false,
      },
      (response) => {
        // 50 kB each second.
        const timer = setInterval(() => {
          read += (response.read(12_500) as Buffer | null)?.length ?? 0;
        }, 250);
        response.on("close", () => clearInterval(timer));
      },
    );
    slow.on("error", () => undefined);
    slow.end();
    const body = Buffer.alloc(100 * mebibyte);
    const uploads = await Promise.all(
      Array.from({ length: 3 }, () => ask("/upload", {}, { method: "POST", body })),
    );
    expect(uploads.map(({ told }) => told?.size)).toEqual([1, 1, 1].map(() => body.length));
    await eventually("some of the answer is read", () => Promise.resolve(read > 100_000 ? true : undefined));
    const during = await usage();
    slow.destroy();
    console.log(
      `${before.toFixed(1)} MiB before, ${during.toFixed(1)} MiB during a 600 MiB answer and after 300 MiB of uploads`,
    );
    expect(during - before).toBeLessThan(16);
    expect((await nginx.inspect()).State).toMatchObject({ Running: true, OOMKilled: false });
  });

  it("leaves an instance out that hangs, and asks it again when it is back", async () => {
    const signal = async (name: string): Promise<void> => {
      await execIn(instances, ["sh", "-c", `kill -${name} $(cat /tmp/second)`]);
    };
    const went = async (count: number): Promise<readonly number[]> =>
      (await Promise.all(Array.from({ length: count }, () => ask("/slow/x")))).map(({ status }) => status);
    await signal("STOP");
    try {
      // Several at once, so that some wait for the one that hangs.
      const first = await went(20);
      expect(first.filter((status) => status === 504).length).toBeGreaterThanOrEqual(3);
      const after = [];
      for (let index = 0; index < 30; index++) after.push(...(await went(1)));
      expect(after).toEqual(after.map(() => 200));
    } finally {
      await signal("CONT");
    }
  });

  describe("over TLS", () => {
    const shake = (servername: string, host: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(
          { host: "127.0.0.1", port: https, servername, rejectUnauthorized: false },
          () => socket.write(`GET /plain/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
        );
        let text = "";
        socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
        socket.on("end", () => resolve(text.split("\r\n")[0] ?? ""));
        socket.on("error", reject);
      });

    beforeAll(async () => {
      const secure = {
        ...ingress,
        https: { port: 8443 },
        tls: { mode: "self-signed" as const },
        plainPaths: ["/plain"],
      };
      const files = renderNginx(secure, {
        ...options,
        folder: `${folder}/secure`,
        listen: 8082,
        internal: 8083,
        tls: { listen: 8443 },
      });
      const own = Object.entries(beside(files, pem)).map(([path, text]) => [`secure/${path}`, text] as const);
      await bring(nginx, folder, Object.fromEntries(own));
      const pid = "sed -i 's#^pid .*#pid /tmp/secure.pid;#' nginx.conf";
      await execIn(nginx, [
        "sh",
        "-c",
        `cd ${folder}/secure; ${pid}; nginx -e /dev/null -c ${folder}/secure/nginx.conf > /dev/null 2>&1 &`,
      ]);
      await eventually("nginx answers", () => shake("shop.example.com", "shop.example.com"));
    });

    it("shows no certificate to who asks for another name, and answers none", async () => {
      await expect(shake("evil.example.com", "evil.example.com")).rejects.toThrow(/unrecognized name/);
      expect(await shake("shop.example.com", "evil.example.com")).toBe("HTTP/1.1 421 Misdirected Request");
      expect(await shake("shop.example.com", "shop.example.com")).toBe("HTTP/1.1 200 OK");
    });

    it("leads there from plain HTTP, each name to itself and never to one that a client made up", async () => {
      const led = async (host: string, path = "/x"): Promise<unknown> => {
        const { status, location } = await ask(path, { host }, { port: http + 2 });
        return location ?? status;
      };
      expect(await led("shop.example.com")).toBe("https://shop.example.com:8443/x");
      expect(await led("api.example.com")).toBe("https://api.example.com:8443/x");
      expect(await led("evil.example.com")).toBe(421);
      expect(await led("10.1.2.3")).toBe("https://shop.example.com:8443/x");
      expect(await led("10.1.2.3", "/plain/health")).toBe(200);
    });
  });
});
