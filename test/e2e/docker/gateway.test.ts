import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  configurationFolder as folder,
  jwtFile,
  renderJwtFile,
  renderNginx,
} from "../../../components/render/nginx";
import { givenFile, renderProxyTask } from "../../../components/render/proxy/proxy-task";
import { eventually, execIn } from "./engine";
import { balancer, connecting } from "./support/balancer";
import { beside, bring, start } from "./support/nginx";
import { present } from "./support/postgres";
import { allowed, service } from "./support/front";
import { answersRoutes, asker, checksAsGateway, tokens } from "./support/requests";
import { answersSites, ingress, published, siteFiles } from "./support/sites";

const port = Number(process.env.TRIREME_GATEWAY_PORT ?? "18096");

describe("nginx as a gateway", { timeout: 60_000 }, () => {
  let nginx: Docker.Container;
  let instance: Docker.Container;
  const ask = asker(port);

  beforeAll(async () => {
    const file = `${folder}/nginx.conf`;
    nginx = await start({
      Image: await present("nginx:1.30-alpine"),
      Cmd: ["sh", "-c", `until [ -s ${file} ]; do sleep 0.1; done; exec nginx -e /dev/stderr -c ${file}`],
      User: "101:101",
      ExposedPorts: { "8080/tcp": {} },
      HostConfig: {
        PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
        Tmpfs: { "/tmp": "rw,mode=1777" },
      },
    });
    instance = await start({
      Image: await present("node:22-alpine"),
      Cmd: [],
      Entrypoint: ["node", "-e", service],
      User: "10001",
      HostConfig: { NetworkMode: `container:${nginx.id}` },
    });
    const files = renderNginx(ingress, {
      upstreams: { api: { servers: ["127.0.0.1"], port: 9000 } },
      ...{ folder, listen: 8080, internal: 8081, logs: "json", unknownHosts: "refused" },
      sites: published,
    });
    await bring(nginx, "/", siteFiles);
    await bring(nginx, folder, {
      ...beside(files, ""),
      [jwtFile]: renderJwtFile(tokens.issuer, tokens.key as string),
    });
    await eventually("nginx answers", async () =>
      (await ask("/plain/x")).status === 200 ? true : undefined,
    );
  }, 60_000);

  afterAll(async () => {
    for (const container of [instance, nginx]) await container.remove({ force: true });
  });

  answersRoutes(ask);
  checksAsGateway(ask);
  answersSites(ask);

  it("says nothing that nginx itself complains of", async () => {
    const { code, output } = await execIn(nginx, [
      "sh",
      "-c",
      `sed 's#^pid .*#pid /tmp/other.pid;#' ${folder}/nginx.conf > /tmp/other.conf; nginx -e /dev/stderr -t -c /tmp/other.conf`,
    ]);
    expect([code, output.includes("warn")]).toEqual([0, false]);
  });
});

const behind = Number(process.env.TRIREME_BALANCED_PORT ?? "18097");

describe("nginx as a task behind AWS's load balancer", { timeout: 60_000 }, () => {
  let nginx: Docker.Container;
  let instance: Docker.Container;
  let front: Awaited<ReturnType<typeof balancer>>;
  let ask: ReturnType<typeof asker>;
  // The tables take the port when they run, which is after it is known.
  const asked = Object.assign(
    (...args: Parameters<typeof ask>) => ask(...args),
    { address: "127.0.0.1" },
    { port: 0 },
  );
  const health = "/.trireme/health";

  beforeAll(async () => {
    nginx = await start({
      Image: await present("nginx:1.30-alpine"),
      Cmd: [
        "sh",
        "-c",
        `until [ -e /run/configuration/ready ]; do sleep 0.1; done; rm /run/configuration/ready\n${renderProxyTask({ folder, generation: "g1" })}`,
      ],
      User: "101:101",
      ExposedPorts: { "8443/tcp": {} },
      HostConfig: {
        PortBindings: { "8443/tcp": [{ HostIp: "127.0.0.1", HostPort: String(behind) }] },
        Tmpfs: { "/tmp": "rw,mode=1777", "/run/configuration": "rw,mode=1777" },
      },
    });
    instance = await start({
      Image: await present("node:22-alpine"),
      Cmd: [],
      Entrypoint: ["node", "-e", service],
      User: "10001",
      HostConfig: { NetworkMode: `container:${nginx.id}` },
    });
    const files = renderNginx(
      { ...ingress, https: { port: 443 }, tls: { mode: "self-signed" } },
      {
        upstreams: { api: { servers: ["127.0.0.1"], port: 9000 } },
        ...{ folder, listen: 8080, tls: { listen: 8443 }, internal: 8081, logs: "json" },
        ...{ unknownHosts: "refused", names: "balancer", sites: published },
        // The engine's own addresses, from which a published port is reached.
        front: { ranges: ["172.16.0.0/12", "10.0.0.0/8"], header: "X-Forwarded-For", health, idle: 60 },
      },
    );
    await bring(nginx, "/", siteFiles);
    const given = Object.entries({
      ...files,
      [jwtFile]: renderJwtFile(tokens.issuer, tokens.key as string),
    }).filter(([path]) => !path.startsWith("sites/"));
    // What is copied into a container does not reach its file systems in memory.
    for (const [path, text] of [
      ...given.map(([name, text]) => [givenFile(name), text] as const),
      ["/run/configuration/ready", ""] as const,
    ])
      await execIn(nginx, [
        "sh",
        "-c",
        `printf %s "$1" | base64 -d > "$2"`,
        "sh",
        Buffer.from(text).toString("base64"),
        path,
      ]);
    front = await balancer(behind);
    ask = asker(front.port);
    asked.port = front.port;
    await eventually("nginx answers", async () =>
      (await ask("/plain/x")).status === 200 ? true : undefined,
    );
  }, 60_000);

  afterAll(async () => {
    front.close();
    for (const container of [instance, nginx]) await container.remove({ force: true });
  });

  answersRoutes(asked);
  checksAsGateway(asked);
  answersSites(asked);

  it("believes who the load balancer says has connected, and nothing that he says himself", async () => {
    const lies = {
      [connecting]: "203.0.113.50",
      "x-forwarded-for": allowed,
      "x-real-ip": allowed,
    };
    expect((await ask("/plain/x", { headers: lies })).status).toBe(403);
    const honest = { [connecting]: "192.0.2.9", "x-forwarded-for": "198.51.100.1, 203.0.113.7" };
    const { told } = await ask("/plain/x", {
      headers: { ...honest, "x-forwarded-host": "evil.example.com" },
    });
    expect(told?.headers).toMatchObject({
      host: "shop.example.com",
      "x-forwarded-for": "192.0.2.9",
      "x-real-ip": "192.0.2.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "shop.example.com",
      "x-forwarded-port": "443",
    });
  });

  it("is asked by its address whether it may be sent requests, and by no name of the system", async () => {
    const by = async (host: string, path = health) => (await ask(path, { headers: { host } })).status;
    expect([
      await by("10.40.32.7:8443"),
      await by("shop.example.com"),
      await by("10.40.32.7", "/plain/x"),
    ]).toEqual([200, 404, 421]);
  });

  it("says nothing that nginx itself complains of, and writes whose requests it counts", async () => {
    const { code, output } = await execIn(nginx, [
      "sh",
      "-c",
      `sed 's#^pid .*#pid /tmp/other.pid;#' ${folder}/nginx.conf > /tmp/other.conf; nginx -e /dev/stderr -t -c /tmp/other.conf`,
    ]);
    expect([code, output.includes("warn")]).toEqual([0, false]);
    const lines = (await nginx.logs({ stdout: true })).toString();
    expect(lines).toMatch(/"message":"request.completed"[^\n]*"duration_s":\d+\.\d+[^\n]*"service":"api"/);
  });
});
