import { describe, expect, it } from "vitest";
import { backup, postgres, type Backup } from "../../../../components/model";
import { checkDigests, pinnable } from "../../../../stacks/config/digests";
import { describeSystem } from "../../../../stacks/config/describe";
import { parseStackFile } from "../../../../stacks/config/file";

const digest = `sha256:${"0".repeat(64)}`;
const configOf = (digests: Readonly<Record<string, string>>, target = "docker", images = "registry") =>
  parseStackFile(
    JSON.stringify({
      config: {
        "trireme:system": "syfthub",
        "trireme:environment": "production",
        "trireme:target": target,
        "trireme:domain": "hub.example.com",
        ...(images === "registry"
          ? { "trireme:imageRepository": "ghcr.io/acme/hub", "trireme:imageTag": "v1" }
          : { "trireme:images": images }),
        "trireme:digests": digests,
      },
    }),
  );
const problems = (...words: Parameters<typeof configOf>) => {
  const config = configOf(...words);
  return checkDigests(describeSystem(config), config).map(({ path, message }) => `${path}: ${message}`);
};

describe("the digests of a stack", () => {
  it("are of what it pulls", () => {
    const config = configOf({});
    const references = pinnable(describeSystem(config), config);
    expect(references).toContain("ghcr.io/acme/hub-backend:v1");
    expect(references.some((one) => one.startsWith("postgres:"))).toBe(true);
    expect(problems(Object.fromEntries(references.map((one) => [one, digest])))).toEqual([]);
  });

  it.each([
    ["another release's", { "ghcr.io/acme/hub-backend:v0": digest }, "docker", "registry"],
    ["of what is built here", { "ghcr.io/acme/hub-backend:v1": digest }, "docker", "sample"],
  ])("that are %s are refused, with what there is and the way to new ones", (_, digests, target, images) => {
    const [said = "", ...more] = problems(digests, target, images);
    expect(more).toEqual([]);
    expect(said).toMatch(
      /^digests\.ghcr\.io\/acme\/hub-backend:v\d: the stack pulls no image of this name; it pulls .*npx trireme release/,
    );
  });

  it("that are ids of an engine's images are refused where nodes pull", () => {
    const digests = { "ghcr.io/acme/hub-backend:v1": `id:${digest}` };
    expect(problems(digests)).toEqual([]);
    expect(problems(digests, "kubernetes")[0]).toMatch(/is the id of an image on an engine, and nodes pull/);
  });

  it("are of the image of an operator's servers, and of what its backups run, on a cluster alone", () => {
    const store = postgres("db", { version: "16", database: "hub", user: "hub", operator: "cloudnative-pg" });
    const system = { ...describeSystem(configOf({})), stores: [store], backups: [] };
    const operated = "ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm";
    const saved = backup("db-daily", {
      of: store,
      schedule: "0 2 * * *",
      keep: { count: 3 },
      destinations: [{ to: "volume" }],
    });
    const databases = (target: string, backups: readonly Backup[] = []) =>
      pinnable({ ...system, backups }, configOf({}, target)).filter((one) => /postgres/.test(one));
    expect(databases("kubernetes")).toEqual([operated]);
    expect(databases("kubernetes", [saved])).toEqual([operated, "postgres:16-bookworm"]);
    expect(databases("docker")).toEqual(["postgres:16-bookworm"]);
  });

  it("are digests", () => {
    expect(() => configOf({ "postgres:16": "v1" })).toThrow(/expected sha256: and 64 hexadecimal digits/);
  });
});
