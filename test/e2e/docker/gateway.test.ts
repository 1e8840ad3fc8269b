import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  configurationFolder as folder,
  jwtFile,
  renderJwtFile,
  renderNginx,
} from "../../../components/render/nginx";
import { eventually, execIn } from "./engine";
import { beside, bring, start } from "./support/nginx";
import { present } from "./support/postgres";
import { service } from "./support/front";
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
