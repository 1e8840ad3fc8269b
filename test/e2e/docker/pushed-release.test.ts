import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { parse } from "yaml";
import { describeSystem } from "../../../stacks/config/describe";
import { sampleBase } from "../../../stacks/config/images";
import { parse as configOf } from "../../../stacks/config/parse";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { run } from "../../../setup/processes";
import { projectRoot } from "../../../setup/workspace";
import { Checkout } from "./checkout";
import { containersOf, engine, leftovers } from "./engine";
import { PushedRegistry } from "./support/pushed-registry";

const stack = "pushed";
const file = `Pulumi.${stack}.yaml`;
const tag = "v1.5.0";
let checkout: Checkout;
let registry: PushedRegistry;

const repository = (): string => `${registry.host}/your-org/syfthub`;

function stackFile(): string {
  return `config:
  trireme:system: syfthub
  trireme:environment: development
  trireme:target: docker
  trireme:images: registry
  trireme:imageRepository: ${repository()}
  trireme:imageTag: v1.4.0
  trireme:settings:
    ports: { http: 18480, db: 18432 }
`;
}

/** The system's own images, by what they are called in it. */
function own(): ReadonlyMap<string, string> {
  const config = parse(stackFile()) as { config: Record<string, unknown> };
  const plain = Object.fromEntries(
    Object.entries(config.config).map(([key, value]) => [key.replace(/^trireme:/, ""), value]),
  );
  const { services, jobs, sites } = describeSystem(configOf({ ...plain, imageTag: tag }));
  return new Map([...services, ...jobs, ...sites].map(({ image }) => [image.name, image.reference]));
}

/** Builds the sample application as each of the images, pushes them under the one tag, and leaves none on the engine. */
async function push(version: string): Promise<void> {
  const base = localSubstitutes(projectRoot)[sampleBase] ?? sampleBase;
  for (const [role, reference] of own()) {
    const args = { BASE: base, ROLE: role, VERSION: version };
    const given = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
    await run("docker", ["build", "-q", ...given, "-t", reference, join(projectRoot, "examples", "sample")]);
    await run("docker", ["push", "-q", reference]);
    await run("docker", ["rmi", reference]);
  }
}

/** Under which digests the images that the stack's services run were pulled, by service. */
async function running(): Promise<ReadonlyMap<string, string>> {
  const found = (await containersOf(stack)).filter(({ role }) => role === "service");
  return new Map(
    await Promise.all(
      found.map(async ({ part, id }) => {
        const { Image } = await engine().getContainer(id).inspect();
        const { RepoDigests } = await engine().getImage(Image).inspect();
        return [part, RepoDigests.join(" ")] as const;
      }),
    ),
  );
}

function pins(): Readonly<Record<string, string>> {
  const { config } = parse(checkout.read(file)) as { config: Record<string, unknown> };
  return (config["trireme:digests"] ?? {}) as Readonly<Record<string, string>>;
}

beforeAll(async () => {
  checkout = Checkout.at(inject("checkout"));
  registry = await PushedRegistry.start(0);
  checkout.write(file, stackFile());
});

afterAll(async () => {
  const destroyed = await checkout.trireme("destroy", stack, "--yes", "--skip-preview");
  const images = await engine().listImages();
  for (const { RepoDigests, RepoTags, Id } of images)
    if ([...(RepoDigests ?? []), ...(RepoTags ?? [])].some((name) => name.startsWith(repository())))
      await engine().getImage(Id).remove({ force: true });
  registry.stop();
  expect(destroyed.code, destroyed.output).toBe(0);
  expect(await leftovers(stack)).toEqual([]);
});

it("a release runs what its tag stands for in the registry, and what a second push under it made of it", async () => {
  await push("one");
  const first = await checkout.trireme("release", stack, tag, "--yes");
  expect(first.code, first.output).toBe(0);
  expect(first.output).toContain(`Stack ${stack} runs ${tag}.`);
  const before = pins();
  const services = await running();
  expect([...services.keys()].sort()).toEqual(expect.arrayContaining(["aggregator", "backend", "mcp"]));
  for (const [part, image] of services) {
    const digest = before[own().get(part) ?? ""];
    expect(digest, part).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(image, part).toContain(digest);
    expect(first.output).toContain(`${own().get(part) ?? ""} = ${digest ?? ""}`);
  }
  const unchanged = await checkout.trireme("preview", stack, "--expect-no-changes");
  expect(unchanged.code, unchanged.output).toBe(0);

  await push("two");
  const second = await checkout.trireme("release", stack, tag, "--yes");
  expect(second.code, second.output).toBe(0);
  const after = pins();
  for (const [part, image] of await running()) {
    const reference = own().get(part) ?? "";
    expect(after[reference], part).not.toBe(before[reference]);
    expect(image, part).toContain(after[reference]);
    expect(second.output).toContain(
      `${reference} = ${after[reference] ?? ""}   PUSHED AGAIN: was ${before[reference] ?? ""}`,
    );
  }
  const response = await fetch("http://127.0.0.1:18480/mcp/anything");
  expect(response.status).toBe(200);
});
