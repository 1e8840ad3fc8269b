import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderJwtFile } from "../../../components/render/nginx";
import { pluginFiles, renderTokens, renderTraefik } from "../../../components/render/traefik";
import {
  renderTraefikReload,
  renderTraefikServe,
  traefikArguments,
  traefikFolder,
} from "../../../components/render/traefik/serve";
import { eventually, execIn } from "./engine";
import { bring, start } from "./support/nginx";
import { present } from "./support/postgres";
import { answersRoutes, asker, checksAsGateway, ingress as asked, service, tokens } from "./support/requests";

const port = Number(process.env.TRIREME_TRAEFIK_PORT ?? "18097");
const listen = { http: 8080, https: 8443, internal: 8081 };
const ingress = { ...asked, engine: "traefik", version: "3.7" } as const;

describe("Traefik", { timeout: 60_000 }, () => {
  let traefik: Docker.Container;
  let instance: Docker.Container;
  const ask = asker(port);

  /** Brings routes with these servers into the running Traefik, as a release does. */
  async function reload(
    servers: readonly string[],
  ): Promise<{ readonly code: number; readonly output: string }> {
    const files = renderTraefik(ingress, {
      upstreams: { api: { servers, port: 9000 } },
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
    // Its folders, as volumes bring them; the last file is there when all are.
    await bring(traefik, "/", { ...pluginFiles, [`${traefikFolder}/here`]: "yes" });
    await bring(traefik, "/", { "plugins-local/ready": "yes" });
  }, 60_000);

  afterAll(async () => {
    for (const container of [instance, traefik]) await container.remove({ force: true, v: true });
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
