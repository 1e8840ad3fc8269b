import { inject, expect, describe, it } from "vitest";
import { Checkout } from "./checkout";
import { containerOf, engine, imageOf, leftovers } from "./engine";
import { edgeNetwork, stackFile } from "./setup";

const checkout = (): Checkout => Checkout.at(inject("checkout"));

/** Asks the ingress from a container that is on the existing network alone, as a reverse proxy of others is. */
async function askedFromOutside(): Promise<string> {
  const url = "http://syfthub-e2e-proxy:8080/";
  const container = await engine().createContainer({
    Image: await imageOf("e2e", { part: "backend", role: "service" }),
    Entrypoint: [
      "node",
      "-e",
      `fetch("${url}", { headers: { host: "localhost" } }).then(({ status }) => console.log(status))`,
    ],
    HostConfig: { NetworkMode: edgeNetwork },
  });
  try {
    await container.start();
    await container.wait();
    return (await container.logs({ stdout: true, stderr: true })).toString();
  } finally {
    await container.remove({ force: true, v: true });
  }
}

describe("an existing network that the stack names", () => {
  it(
    "has the ingress, by a name that no other stack's has, and nobody else",
    { timeout: 60_000 },
    async () => {
      const { Containers } = (await engine().getNetwork(edgeNetwork).inspect()) as {
        Containers: Readonly<Record<string, unknown>>;
      };
      expect(Object.keys(Containers)).toEqual([(await containerOf("e2e", "proxy", "proxy")).id]);
      expect(await askedFromOutside()).toContain("200");
    },
  );

  it("is missed before anything is made, with the way to make it", { timeout: 120_000 }, async () => {
    checkout().write(
      "Pulumi.alone.yaml",
      stackFile()
        .replace(edgeNetwork, "nobody-made-this")
        .replaceAll(/\d{5}/g, (port) => `${Number(port) + 7}`),
    );
    const { code, output } = await checkout().trireme("up", "alone", "--yes", "--skip-preview");
    try {
      expect(code).not.toBe(0);
      expect(output).toContain(
        'docker.network: is "nobody-made-this", and the engine has no network of that name. Make it: docker network create nobody-made-this',
      );
      expect(await leftovers("alone")).toEqual([]);
    } finally {
      await checkout().trireme("destroy", "alone", "--yes", "--skip-preview", "--remove");
    }
  });
});

describe("a transform in the system's folder", () => {
  it("changes what the engine runs, of the component that it asks for alone", async () => {
    const [mcp, aggregator] = await Promise.all(
      ["mcp", "aggregator"].map(async (part) => await (await containerOf("e2e", part)).inspect()),
    );
    expect(mcp?.HostConfig.Ulimits).toEqual([{ Name: "nofile", Soft: 4096, Hard: 8192 }]);
    expect(mcp?.Config.Labels).toMatchObject({ "com.example.logs": "shipped", "dev.trireme.part": "mcp" });
    expect(aggregator?.HostConfig.Ulimits ?? []).toEqual([]);
  });
});
