import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { beyondDocker } from "../../components/docker/unsupported";
import { backup, check, job, postgres, route, service, volume, type System } from "../../components/model";
import { deploySyfthub } from "../support/syfthub";
import { deployToCluster } from "../support/kubernetes";
import { deploy, kindOf, type Deployment } from "../support/mocks";
import { dbProps, image, proxy, resources, shop } from "../support/valid";
import { limitsOf } from "../support/limits";

afterEach(() => {
  vi.restoreAllMocks();
});

const endings = [
  "cache",
  "web",
  "api",
  "jobs",
  "socket",
  "data",
  "files",
  "2",
  "1",
  "drill",
  "offsite",
  "secrets",
  "log",
  "credentials",
  "outside",
  "configuration",
  "reload",
  "owner",
  "before-b",
  "password",
  "forward",
  "metrics",
  "state",
  "tls",
];
const stem = fc.constantFrom("a", "b", "proxy");
const name = fc.oneof(
  stem,
  fc.tuple(stem, fc.constantFrom(...endings)).map((words) => words.join("-")),
  fc.constant(`a${"b".repeat(51)}`),
);

/** Small systems of every kind of part, whose names are those that targets make of others. */
const systems = fc
  .uniqueArray(name, { minLength: 7, maxLength: 7 })
  .map(([s1, s2, db, files, j1, j2, saved]): System => {
    const store = postgres(db!, dbProps);
    const disk = volume(files!, { access: "many" });
    const plain = { port: 8000, resources, egress: true, replicas: 2 };
    const nightly = {
      of: store,
      schedule: "0 2 * * *",
      keep: { count: 3 },
      destinations: [{ to: "volume" as const }],
    };
    const env = { URL: store.url };
    const first = service(s1!, {
      ...plain,
      image: image("one"),
      env,
      mounts: [{ volume: disk.name, path: "/files" }],
    });
    return {
      ...shop,
      secrets: [],
      stores: [store, disk],
      services: [
        first,
        service(s2!, { ...plain, image: image("two"), env: {}, files: { "/etc/a": { content: "b" } } }),
      ],
      jobs: [
        job(j1!, {
          image: image("one"),
          run: "release",
          env,
          backupFirst: saved!,
          files: { "/etc/a": { content: "b" } },
        }),
        job(j2!, { image: image("two"), run: "release", env }),
      ],
      backups: [backup(saved!, { ...nightly, drill: { schedule: "0 4 * * *" } })],
      ingress: { ...proxy, routes: [route("/", first)], limits: [] },
    };
  });

/** What stands there twice. */
function twice(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

const urns = ({ resources: made }: Deployment<unknown>) =>
  made.map(({ type, name: own }) => `${type} ${own}`);

async function hold(target: "docker" | "kubernetes", look: (system: System) => Promise<void>): Promise<void> {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(systems, async (system) => {
      const problems = [
        ...check(system, limitsOf(target)),
        ...(target === "docker" ? beyondDocker(system) : []),
      ];
      fc.pre(problems.length === 0);
      made++;
      await look(system);
      vi.restoreAllMocks();
    }),
    { numRuns: 12, seed: 16, maxSkipsPerRun: 200 },
  );
  expect(made).toBe(12);
}

it("never gives two parts one name on a Docker host", async () => {
  await hold("docker", async (system) => {
    const deployed = await deploy(() => deploySyfthub({ system, images: {} }));
    expect(twice(urns(deployed))).toEqual([]);
  });
}, 120_000);

it("never gives two parts one name in a cluster, nor one that it refuses", async () => {
  const most: Readonly<Record<string, number>> = { CronJob: 52, Service: 63, Job: 63 };
  await hold("kubernetes", async (system) => {
    const deployed = await deploy(() => deployToCluster({ system, protect: false }));
    const objects = deployed.resources.flatMap(({ type, inputs }) => {
      const own = (inputs.metadata as { readonly name?: string } | undefined)?.name;
      return own === undefined ? [] : [{ kind: kindOf(type), own }];
    });
    expect(twice(urns(deployed))).toEqual([]);
    expect(twice(objects.map(({ kind, own }) => `${kind} ${own}`))).toEqual([]);
    expect(objects.filter(({ kind, own }) => own.length > (most[kind] ?? 253))).toEqual([]);
  });
}, 120_000);
