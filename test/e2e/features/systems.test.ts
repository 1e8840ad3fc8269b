import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { root } from "../../support/sources";
import { Checkout } from "../docker/checkout";
import { containerOf, engine, execIn, leftovers } from "../docker/engine";
import { administrator } from "./support/directus";

/** What runs elsewhere, as far as the systems ask it: none of these has an image that can be made from packages. */
const network = "whole-e2e-elsewhere";
const elsewhere = "elsewhere.example.com";
const answering = 'require("node:http").createServer((_, response) => response.end("ok")).listen(6333)';

interface Whole {
  readonly system: string;
  /** Of the host, so that a stack of the developer's goes on. */
  readonly ports: Readonly<Record<string, number>>;
  /** What answers, and on which of the ports. */
  readonly open: readonly [port: string, path: string];
  /** Further lines of the stack's settings. */
  readonly settings?: string;
}

/** The one that shows most, in every run; the suite `systems` brings all up. */
const systems: readonly Whole[] = [
  {
    system: "synthstack",
    ports: { web: 18680, api: 18681, ml: 18682, directus: 18683, "node-red": 18684 },
    open: ["web", "/"],
    settings: `    stores: { qdrant: { external: true } }
    secrets: { qdrant-url: "http://${elsewhere}:6333" }
`,
  },
];

/** A PNG of one pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);

/** What Directus answers with to something that is sent. */
async function posted<T>(
  url: string,
  body: string | FormData,
  headers: Readonly<Record<string, string>>,
): Promise<T> {
  const answer = await fetch(url, { method: "POST", headers, body });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return (JSON.parse(text) as { data: T }).data;
}

const checkout = Checkout.create();
let neighbour: string | undefined;

beforeAll(async () => {
  await engine().createNetwork({ Name: network });
  const container = await engine().createContainer({
    Image: localSubstitutes(root)["node:22-alpine"] ?? "node:22-alpine",
    Cmd: ["node", "-e", answering],
    HostConfig: { NetworkMode: network, Init: true },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [elsewhere] } } },
  });
  neighbour = container.id;
  await container.start();
});

afterAll(async () => {
  if (neighbour !== undefined) await engine().getContainer(neighbour).remove({ force: true });
  await engine().getNetwork(network).remove();
  checkout.remove();
});

describe.each(systems)("$system in development", ({ system, ports, open, settings = "" }) => {
  const stack = `${system}-e2e`;
  const did = async (...[command = "", ...args]: readonly string[]): Promise<string> => {
    const { code, output } = await checkout.trireme(command, stack, ...args);
    expect(code, output).toBe(0);
    return output;
  };

  beforeAll(() => {
    // As the stack that is shipped, by another name.
    const shipped = `policies.${system}-dev.json`;
    if (existsSync(join(root, shipped)))
      checkout.write(`policies.${stack}.json`, checkout.read(shipped).replaceAll(`${system}-dev`, stack));
    checkout.write(
      `Pulumi.${stack}.yaml`,
      `config:
  trireme:system: ${system}
  trireme:environment: development
  trireme:target: docker
  trireme:docker: { network: ${network} }
  trireme:settings:
    ports: ${JSON.stringify(ports)}
${settings}`,
    );
  });

  afterAll(async () => {
    await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
    expect(await leftovers(stack, system)).toEqual([]);
  });

  it("comes up whole by one command, answers, holds every check and policy, and is then as it is described", async () => {
    await did("up", "--yes", "--skip-preview");
    const [port, path] = open;
    expect((await fetch(`http://127.0.0.1:${ports[port]}${path}`)).status).toBe(200);
    expect(await did("verify")).toMatch(/All \d+ checks hold\./);
    expect(await did("preview")).toContain(`Stack ${stack}: no changes`);
  });

  it.runIf(system === "synthstack")(
    "has a Directus with tables of its own, whose administrator signs in, uploads a file and has a picture of it made",
    async () => {
      const cms = `http://127.0.0.1:${ports.directus}`;
      const login = await administrator(stack);
      const signedIn = await posted<{ access_token: string }>(`${cms}/auth/login`, login, {
        "content-type": "application/json",
      });
      const authorization = `Bearer ${signedIn.access_token}`;
      const form = new FormData();
      form.set("file", new Blob([picture], { type: "image/png" }), "picture.png");
      const { id } = await posted<{ id: string }>(`${cms}/files`, form, { authorization });
      const made = await fetch(`${cms}/assets/${id}?format=webp&width=1`, { headers: { authorization } });
      expect([made.status, made.headers.get("content-type")]).toEqual([200, "image/webp"]);

      const count = "select count(*) from directus_users where email = 'admin@example.com'";
      const asked = ["psql", "-XAtU", "directus", "-c", count];
      expect(await execIn(await containerOf(stack, "directus-postgres", "store"), asked)).toEqual({
        code: 0,
        output: "1\n",
      });
    },
  );
});
