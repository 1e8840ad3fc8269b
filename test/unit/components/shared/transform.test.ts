import { describe, expect, it } from "vitest";
import { children } from "../../../../components/docker/children";
import { checkTransforms } from "../../../../components/shared/transform";
import { deploy, only } from "../../../support/mocks";
import { deploySyfthub } from "../../../support/syfthub";

describe("a file of transforms", () => {
  const errors = (exported: unknown) => {
    try {
      checkTransforms(children, "stacks/systems/shop/transforms.docker.ts", exported);
      return [];
    } catch (error) {
      return String((error as Error).message).split("\n");
    }
  };

  it("is told everything that it names wrongly, with what is allowed", () => {
    expect(errors({ servise: {}, job: { contaner: {} }, store: { volume: 3 }, proxy: [] })).toEqual([
      "stacks/systems/shop/transforms.docker.ts cannot be used; nothing was created.",
      expect.stringMatching(/^ {2}✗ servise is not a component; allowed are acme, .*service, /),
      "  ✗ job.contaner is not a resource of job; allowed are container, files",
      "  ✗ store.volume is neither a map of arguments nor a function",
      "  ✗ proxy is not a map of transforms by resource",
    ]);
  });

  it("needs a default export", () => {
    expect(errors(undefined)[1]).toMatch(/no default export/);
  });

  it("is taken as it is where all is known", () => {
    expect(errors({ service: { container: { dns: ["10.0.0.53"] } } })).toEqual([]);
  });
});

describe("a transform", { timeout: 120_000 }, () => {
  const transformed = (transforms: object) => deploy(() => deploySyfthub({ transforms } as object));
  const backend = "syfthub-dev-backend-1";

  it("of values is merged into the arguments: maps deeply, lists as a whole", async () => {
    const made = await transformed({
      service: { container: { capabilities: { adds: ["CAP_NET_RAW"] }, dns: ["10.0.0.53"] } },
    });
    expect(only(made, "Container", backend).inputs).toMatchObject({
      capabilities: { drops: ["ALL"], adds: ["CAP_NET_RAW"] },
      dns: ["10.0.0.53"],
      readOnly: true,
    });
  });

  it("of a function may return other arguments, and change options", async () => {
    const made = await transformed({
      store: {
        volume: (args: object, opts: { protect?: boolean }) => {
          opts.protect = true;
          return { ...args, driver: "local" };
        },
      },
    });
    expect(only(made, "Volume", "syfthub-dev-db-data")).toMatchObject({
      protect: true,
      inputs: { driver: "local", labels: [{ label: "dev.trireme.part", value: "db" }] },
    });
  });

  it("is told the component and the resource that it is asked about", async () => {
    const places: unknown[] = [];
    await transformed({
      service: { container: (_args: object, _opts: object, place: object) => void places.push(place) },
    });
    expect(places).toContainEqual({ component: "backend", name: backend });
  });

  it("changes one resource alone, whatever it does to values that several share", async () => {
    const made = await transformed({
      service: {
        container: (
          { capabilities }: { capabilities: { drops: string[] } },
          _opts: object,
          { component }: { component: string },
        ) => {
          if (component === "backend") capabilities.drops.push("CAP_CHOWN");
        },
      },
    });
    expect(only(made, "Container", backend).inputs.capabilities).toEqual({ drops: ["ALL", "CAP_CHOWN"] });
    expect(only(made, "Container", "syfthub-dev-mcp-1").inputs.capabilities).toEqual({ drops: ["ALL"] });
  });
});

describe("the nodes of a platform", { timeout: 120_000 }, () => {
  it("are its components by kind and name, with the resources of each", async () => {
    const { result } = await deploy(() => {
      const { nodes } = deploySyfthub();
      return {
        services: Object.keys(nodes.service).sort(),
        db: nodes.store.db?.nodes,
        prober: nodes.platform.prober.length,
        backend: nodes.service.backend?.nodes.container.map(({ constructor }) => constructor.name),
      };
    });
    expect(result.services).toEqual(["aggregator", "backend", "frontend", "mcp"]);
    expect(result.backend).toEqual(["Container"]);
    expect(result.prober).toBe(1);
    expect(Object.entries(result.db ?? {}).map(([key, { length }]) => [key, length])).toEqual([
      ["files", 1],
      ["owner", 1],
      ["addition", 0],
      ["bring", 0],
      ["reload", 0],
      ["container", 1],
      ["volume", 1],
      ["key", 0],
      ["authority", 0],
      ["request", 0],
      ["certificate", 0],
    ]);
  });
});
