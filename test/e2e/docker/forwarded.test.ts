import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { route, type Ingress } from "../../../components/model";
import { configurationFolder as folder, renderNginx } from "../../../components/render/nginx";
import { proxy } from "../../support/valid";
import { eventually, execIn } from "./engine";
import { beside, bring, imageOf, start, waitingNginx } from "./support/nginx";

/** Tells what it was asked; and asks nginx from an address of this machine's own, as a client there would. */
const service = `
const http = require("node:http");
if (process.argv[1] === "serve")
  http.createServer({ maxHeaderSize: 65536 }, (request, response) => response.end(JSON.stringify(request.headers))).listen(9000, "127.0.0.1");
else {
  const [, localAddress, headers] = process.argv;
  const options = { host: "127.0.0.1", port: 8080, localAddress, headers: JSON.parse(headers) };
  http.get(options, (response) => response.pipe(process.stdout)).on("error", () => process.exit(1));
}
`;

const proxyInFront = "127.0.0.9";
const anotherInFront = "127.0.1.7";
const client = "127.0.0.10";

const ingress: Ingress = {
  ...proxy,
  hosts: ["shop.example.com"],
  http: { port: 80 },
  https: undefined,
  tls: undefined,
  limits: undefined,
  trustedProxies: [proxyInFront, "127.0.1.0/24"],
  maxHeaders: "32Ki",
  routes: [route("/", { name: "api" })],
};

describe("nginx behind proxies that it trusts", { timeout: 60_000 }, () => {
  const made: Docker.Container[] = [];
  let api: Docker.Container;

  const ask = async (
    from: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> => {
    const named = JSON.stringify({ host: "shop.example.com", ...headers });
    const { output } = await execIn(api, ["sh", "-c", 'node -e "$SERVICE" "$@"', "sh", from, named]);
    return JSON.parse(output) as Readonly<Record<string, string>>;
  };

  beforeAll(async () => {
    const nginx = await start({
      ...(await waitingNginx(folder)),
      HostConfig: { NetworkMode: "none", Tmpfs: { "/tmp": "rw,mode=1777" } },
    });
    made.push(nginx);
    api = await start({
      Image: await imageOf("backend", "service"),
      Cmd: [],
      Entrypoint: ["sh", "-c", 'exec node -e "$SERVICE" serve'],
      User: "10001",
      Env: [`SERVICE=${service}`],
      HostConfig: { NetworkMode: `container:${nginx.id}` },
    });
    made.push(api);
    const upstreams = { api: { servers: ["127.0.0.1"], port: 9000 } };
    const files = renderNginx(ingress, {
      ...{ upstreams, folder, listen: 8080, internal: 8081 },
      logs: "json",
      unknownHosts: "refused",
    });
    await bring(nginx, folder, beside(files, ""));
    await eventually("nginx answers", () => ask(client, {}));
  }, 60_000);

  afterAll(async () => {
    for (const container of made.reverse()) await container.remove({ force: true });
  });

  const word = { "x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https" };
  it.each([
    ["keeps what a trusted one says", proxyInFront, word, ["203.0.113.7", "https"]],
    [
      "keeps the last address that no trusted one added",
      proxyInFront,
      { ...word, "x-forwarded-for": `198.51.100.1, 203.0.113.7, ${anotherInFront}` },
      ["203.0.113.7", "https"],
    ],
    ["overwrites what anybody else says", client, word, [client, "http"]],
    ["says itself who connected where a trusted one is silent", anotherInFront, {}, [anotherInFront, "http"]],
    [
      "takes no text for a scheme",
      proxyInFront,
      { ...word, "x-forwarded-proto": "https, http" },
      ["203.0.113.7", "http"],
    ],
  ] as const)("%s", async (_, from, headers, [address, scheme]) => {
    const told = await ask(from, { ...headers, "x-real-ip": "192.0.2.66" });
    expect(told).toMatchObject({
      "x-forwarded-for": address,
      "x-real-ip": address,
      "x-forwarded-proto": scheme,
    });
  });

  it("has as much room for headers as it was given, which is more than the usual 16 KiB", async () => {
    const cookie = `a=${"x".repeat(24_000)}`;
    expect((await ask(client, { cookie })).cookie).toBe(cookie);
  });
});
