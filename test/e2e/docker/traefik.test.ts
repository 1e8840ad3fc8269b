import { X509Certificate } from "node:crypto";
import { connect } from "node:tls";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acmeFolder } from "../../../components/render/acme/acme";
import { siteServerOf } from "../../../components/model";
import { configurationFolder, renderJwtFile } from "../../../components/render/nginx";
import { renderServe, serveProbe } from "../../../components/render/proxy/serve";
import { renderSiteServer } from "../../../components/render/proxy/site-server";
import { pluginFiles, renderTokens, renderTraefik } from "../../../components/render/traefik";
import {
  renderTraefikReload,
  renderTraefikServe,
  renderTraefikTls,
  traefikArguments,
  traefikFolder,
  traefikProbe,
} from "../../../components/render/traefik/serve";
import { certificateFor } from "../production/support/certificate";
import { eventually, execIn } from "./engine";
import { beside, bring, start } from "./support/nginx";
import { present } from "./support/postgres";
import { service } from "./support/front";
import { answersRoutes, asker, checksAsGateway, tokens } from "./support/requests";
import { answersSites, ingress as asked, published, siteFiles } from "./support/sites";

const port = Number(process.env.TRIREME_TRAEFIK_PORT ?? "18097");
const listen = { http: 8080, https: 8443, internal: 8081 };
const ingress = { ...asked, engine: "traefik", version: "3.7" } as const;
/** What serves the sites shares Traefik's network here, so it listens elsewhere. */
const inside = { listen: 9081, internal: 9082 };

/** An nginx behind Traefik as `SiteServer` makes it, with the files of the sites. */
async function startSiteServer(traefik: Docker.Container): Promise<Docker.Container> {
  const serving = { folder: configurationFolder, internal: inside.internal, renewed: false };
  const container = await start({
    Image: await present("nginx:1.30-alpine"),
    Cmd: ["sh", "-c", renderServe(serving)],
    User: "101:101",
    HostConfig: { NetworkMode: `container:${traefik.id}`, Tmpfs: { "/tmp": "rw,mode=1777" } },
  });
  const server = siteServerOf({ ingress });
  if (server === undefined) throw new Error("the ingress has sites");
  const files = renderSiteServer(ingress, server, {
    ...{ folder: configurationFolder, ...inside, unknownHosts: "refused", sites: published },
  });
  await bring(container, "/", siteFiles);
  await bring(container, configurationFolder, beside(files, ""));
  await eventually("the server of the sites is healthy", async () => {
    const { code } = await execIn(container, ["sh", "-c", serveProbe(serving)]);
    return code === 0 ? true : undefined;
  });
  return container;
}

describe("Traefik", { timeout: 60_000 }, () => {
  let traefik: Docker.Container;
  let instance: Docker.Container;
  let sites: Docker.Container;
  const ask = asker(port);

  /** Brings routes with these servers into the running Traefik, as a release does. */
  async function reload(
    servers: readonly string[],
  ): Promise<{ readonly code: number; readonly output: string }> {
    const files = renderTraefik(ingress, {
      upstreams: {
        api: { servers, port: 9000 },
        "proxy-sites": { servers: ["127.0.0.1"], port: inside.listen },
      },
      unknownHosts: "refused",
    });
    const script = renderTraefikReload({
      ...{ incoming: "/tmp/new", internal: listen.internal, deadline: 10, tls: false, tokens: true },
    });
    const brought = Object.entries(files).map(
      ([path, text]) => [`${traefikFolder}/new/${path}`, text] as const,
    );
    await bring(traefik, "/", {
      ...Object.fromEntries(brought),
      [`${traefikFolder}/gateway/tokens.yml`]: renderTokens(
        renderJwtFile(tokens.issuer, tokens.key as string),
      ),
    });
    const here = script
      .replace("new=/tmp/new", `new=${traefikFolder}/new`)
      .replaceAll("/run/gateway", `${traefikFolder}/gateway`);
    return execIn(traefik, ["sh", "-c", here]);
  }

  beforeAll(async () => {
    const script = renderTraefikServe({ renewed: false, metrics: false });
    const wait = `until [ -s /plugins-local/ready ]; do sleep 0.1; done; ${script}`;
    traefik = await start({
      Image: await present("traefik:v3.7"),
      Entrypoint: ["sh", "-c", wait, "sh"],
      Cmd: [...traefikArguments(ingress, { listen, logs: "json", drain: "10s" })],
      User: "101:101",
      ExposedPorts: { "8080/tcp": {} },
      HostConfig: {
        PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
        Tmpfs: { "/tmp": "rw,mode=1777" },
      },
      Volumes: { [traefikFolder]: {}, "/plugins-local": {} },
    });
    instance = await start({
      Image: await present("node:22-alpine"),
      Cmd: [],
      Entrypoint: ["node", "-e", service],
      User: "10001",
      HostConfig: { NetworkMode: `container:${traefik.id}` },
    });
    sites = await startSiteServer(traefik);
    // Its folders, as volumes bring them; the last file is there when all are.
    await bring(traefik, "/", { ...pluginFiles, [`${traefikFolder}/here`]: "yes" });
    await bring(traefik, "/", { "plugins-local/ready": "yes" });
  }, 60_000);

  afterAll(async () => {
    for (const container of [sites, instance, traefik]) await container.remove({ force: true, v: true });
  });

  it("takes routes by a reload, and refuses those whose instances do not answer", async () => {
    const first = await reload(["127.0.0.1"]);
    expect(first).toEqual({ code: 0, output: "" });
    await eventually("Traefik answers", async () =>
      (await ask("/plain/x")).status === 200 ? true : undefined,
    );
    const lost = await reload(["127.0.0.9"]);
    expect([lost.code, lost.output]).toEqual([
      1,
      expect.stringContaining("service api does not answer Traefik"),
    ]);
    // The old ones are still among those that are asked; one that refuses is tried no more.
    expect((await ask("/plain/x")).status).toBe(200);
    expect(await reload(["127.0.0.1"])).toMatchObject({ code: 0 });
  });

  answersRoutes(ask);
  checksAsGateway(ask);
  answersSites(ask);

  it("logs a line for each request, and never the query", async () => {
    await ask("/plain/logged?token=s3cret");
    const lines = await eventually("the line is logged", async () => {
      const text = (await traefik.logs({ stdout: true, stderr: true })).toString();
      return text.includes("/plain/logged") ? text : undefined;
    });
    expect(lines).not.toContain("s3cret");
    expect(lines).toMatch(/"RequestMethod":"GET","RequestPath":"\/plain\/logged/);
  });
});

describe("Traefik with certificates of an authority", { timeout: 60_000 }, () => {
  const ports = { http: port + 1, https: port + 2 };
  const secure = {
    ...ingress,
    gateway: undefined,
    correlationHeader: undefined,
    routes: asked.routes.filter(({ to }) => "service" in to),
    https: { port: ports.https },
    tls: { mode: "lets-encrypt", email: "ops@example.com" },
    plainPaths: ["/plain/"],
  } as const;
  const [first, second] = [1, 2].map(() => certificateFor(["DNS:shop.example.com", "DNS:api.example.com"]));
  const pem = (pair: typeof first): string => (pair === undefined ? "" : pair.certificate + pair.key);
  const ask = asker(ports.http);
  let traefik: Docker.Container;
  let instance: Docker.Container;

  /** The serial number of the certificate that a client is shown; undefined where it is shown none. */
  function shown(servername: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const socket = connect(
        { host: "127.0.0.1", port: ports.https, servername, rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerX509Certificate()?.serialNumber);
          socket.destroy();
        },
      );
      socket.on("error", () => resolve(undefined));
    });
  }

  beforeAll(async () => {
    traefik = await start({
      Image: await present("traefik:v3.7"),
      Entrypoint: [
        ...["sh", "-c"],
        `until [ -s /plugins-local/ready ]; do sleep 0.1; done; ${renderTraefikServe({ renewed: true, metrics: false })}`,
        "sh",
      ],
      Cmd: [...traefikArguments(secure, { listen, logs: "json", drain: "10s" })],
      User: "101:101",
      ExposedPorts: { "8080/tcp": {}, "8443/tcp": {} },
      HostConfig: {
        PortBindings: {
          "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: String(ports.http) }],
          "8443/tcp": [{ HostIp: "127.0.0.1", HostPort: String(ports.https) }],
        },
        Tmpfs: { "/tmp": "rw,mode=1777" },
      },
      Volumes: { [traefikFolder]: {}, "/plugins-local": {}, [acmeFolder]: {}, "/run/certificate": {} },
    });
    instance = await start({
      Image: await present("node:22-alpine"),
      Cmd: [],
      Entrypoint: ["node", "-e", service],
      User: "10001",
      HostConfig: { NetworkMode: `container:${traefik.id}` },
    });
    const files = renderTraefik(secure, {
      upstreams: { api: { servers: ["127.0.0.1"], port: 9000 } },
      unknownHosts: "refused",
      challenges: `${acmeFolder}/challenges`,
    });
    const brought = Object.entries(files).map(
      ([path, text]) => [`${traefikFolder}/new/${path}`, text] as const,
    );
    await bring(traefik, "/", {
      ...pluginFiles,
      ...Object.fromEntries(brought),
      [`${traefikFolder}/new/tls.yml`]: renderTraefikTls("refused"),
      [`${acmeFolder}/challenges/.well-known/acme-challenge/token-1`]: "token-1.thumbprint",
      [`${acmeFolder}/secret`]: "not a challenge",
      "/run/certificate/placeholder.pem": pem(first),
    });
    await bring(traefik, "/", { "plugins-local/ready": "yes" });
    const script = renderTraefikReload({
      ...{
        incoming: `${traefikFolder}/new`,
        internal: listen.internal,
        deadline: 10,
        tls: true,
        tokens: false,
      },
    });
    expect(await execIn(traefik, ["sh", "-c", script])).toEqual({ code: 0, output: "" });
  }, 60_000);

  afterAll(async () => {
    for (const container of [instance, traefik]) await container.remove({ force: true, v: true });
  });

  it("answers an authority's challenges, and leads all else to HTTPS", async () => {
    const challenge = "/.well-known/acme-challenge";
    expect(await ask(`${challenge}/token-1`)).toMatchObject({ status: 200, body: "token-1.thumbprint" });
    for (const other of ["token-2", "..%2f..%2f..%2fsecret", "../../../secret"])
      expect((await ask(`${challenge}/${other}`)).body).not.toContain("not a challenge");
    expect(await ask("/secured/x?y=1")).toMatchObject({
      status: 301,
      headers: { location: `https://shop.example.com:${ports.https}/secured/x?y=1` },
    });
    expect((await ask("/plain/x")).told?.path).toBe("/plain/x");
    expect((await ask("/x", { headers: { host: "evil.example.com" } })).status).toBe(421);
  });

  it("shows a certificate to those who name a host, and a renewed one once it has arrived", async () => {
    const serials = [first, second].map((pair) => new X509Certificate(pair?.certificate ?? "").serialNumber);
    expect(await shown("shop.example.com")).toBe(serials[0]);
    expect(await shown("evil.example.com")).toBeUndefined();
    await bring(traefik, "/", { [`${acmeFolder}/pair.pem`]: pem(second) });
    await eventually("the renewed certificate is shown", async () =>
      (await shown("shop.example.com")) === serials[1] ? true : undefined,
    );
    const probe = await execIn(traefik, ["sh", "-c", traefikProbe(listen.internal, true)]);
    expect(probe.code).toBe(0);
  });
});
