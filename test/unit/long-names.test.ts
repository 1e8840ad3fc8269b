import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { nameLimits } from "../../components/aws/naming.args";
import { beyondAws } from "../../components/aws/unsupported";
import { beyondDocker } from "../../components/docker/unsupported";
import { beyondKubernetes } from "../../components/kubernetes/unsupported";
import { check, type Problem, type System } from "../../components/model";
import { longNames } from "../support/arbitrary.names";
import { deployToAws, patient, settingsOn } from "../support/aws";
import { deployToCluster, settings } from "../support/kubernetes";
import { deploy, kindOf, type Deployment, type Registration } from "../support/mocks";
import { deploySyfthub } from "../support/syfthub";
import { limitsOf } from "../support/limits";
import type { TargetName } from "../../components/targets";

afterEach(() => {
  vi.restoreAllMocks();
});

const stack = "a-stack-of-a-rather-long-name";
const issued = { ...settings, issuer: "letsencrypt" };
const aws = settingsOn("staging", {
  ingress: patient,
  registries: {
    "docker.io": { user: "u", token: { ref: "secret", name: "t", attribute: "value" } } as never,
  },
});

/** Deploys systems that pass the check, and says how to have the same ones again. */
async function hold(
  target: TargetName,
  runs: number,
  deployed: {
    readonly problems: (system: System) => readonly Problem[];
    readonly run: (system: System) => unknown;
  },
  look: (made: Deployment<unknown>, system: System) => void,
): Promise<void> {
  const given = process.env.TRIREME_SEED;
  const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
  console.log(`TRIREME_SEED=${seed}`);
  await fc.assert(
    fc.asyncProperty(longNames, async (system) => {
      const problems = [...check(system, limitsOf(target)), ...deployed.problems(system)];
      // A name that is refused for its length is another test's.
      fc.pre(!problems.some(({ message }) => / has \d+ characters, \w+ allows \d+/.test(message)));
      expect(problems).toEqual([]);
      const made = await deploy(() => deployed.run(system), { stack });
      vi.restoreAllMocks();
      const urns = made.resources.map(({ type, name }) => `${type} ${name}`);
      expect(urns.filter((urn, index) => urns.indexOf(urn) !== index)).toEqual([]);
      look(made, system);
    }),
    // Each is a whole system: what fails is told by its seed, not by its smallest form.
    { numRuns: runs, seed, endOnFailure: true },
  );
}

type Texts = readonly { readonly path: string; readonly text: string }[];

/** What is longer than allowed, or of other characters. */
function wrong(found: Texts, most: number, form: RegExp): Texts {
  return found.filter(({ text }) => text.length > most || !form.test(text));
}

/** The texts at paths that a pattern describes. */
function at({ type, name, texts }: Registration, pattern: RegExp): Texts {
  return texts
    .filter(({ path }) => pattern.test(path))
    .map(({ path, text }) => ({ path: `${type} ${name}${path}`, text }));
}

const label = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

it("gives networks and volumes of a Docker host names that it takes, however long a system's are", async () => {
  await hold(
    "docker",
    3,
    { problems: (system) => beyondDocker(system), run: (system) => deploySyfthub({ system, images: {} }) },
    ({ resources }) => {
      for (const one of resources) {
        expect(wrong(at(one, /\.aliases\.?\[?\d+\]?$/), 63, label)).toEqual([]);
        // A hyphen and seven digits are added, and a volume is a folder.
        if (!one.type.startsWith("trireme:")) expect(one.name.length).toBeLessThanOrEqual(255 - 8);
      }
      expect(resources.flatMap((one) => at(one, /aliases/)).length).toBeGreaterThan(3);
    },
  );
}, 120_000);

interface Pod {
  readonly containers: readonly Named[];
  readonly initContainers?: readonly Named[];
  readonly volumes?: readonly (Named & {
    readonly projected?: {
      readonly sources: readonly Record<string, { readonly items: readonly { readonly key: string }[] }>[];
    };
  })[];
}
interface Named {
  readonly name: string;
  readonly ports?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

function podsOf({ inputs }: Registration): readonly Pod[] {
  const spec = inputs.spec as
    { template?: { spec: Pod }; jobTemplate?: { spec: { template: { spec: Pod } } } } | undefined;
  return [spec?.template?.spec ?? [], spec?.jobTemplate?.spec.template.spec ?? []].flat();
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function checkPod({ containers, initContainers = [], volumes = [] }: Pod): void {
  const all = [...initContainers, ...containers];
  expect(twice(all.map(({ name }) => name))).toEqual([]);
  expect(twice(volumes.map(({ name }) => name))).toEqual([]);
  expect(
    [...all, ...volumes].filter(
      ({ name }) => name.length > 63 || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name),
    ),
  ).toEqual([]);
  const known = volumes.map(({ name }) => name);
  for (const { ports = [], volumeMounts = [] } of all) {
    const names = ports.map(({ name }) => name);
    expect(twice(names)).toEqual([]);
    expect(names.filter((name) => name.length > 15 || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(twice(volumeMounts.map(({ mountPath }) => mountPath))).toEqual([]);
    expect(volumeMounts.filter(({ name }) => !known.includes(name))).toEqual([]);
  }
}

/** What `data` and `stringData` of an object hold. */
function keysOf({ inputs }: Registration): readonly string[] {
  return [inputs.data, inputs.stringData].flatMap((data) => Object.keys(data ?? {}));
}

const most: Readonly<Record<string, number>> = {
  CronJob: 52,
  Deployment: 63,
  StatefulSet: 52,
  Service: 63,
  Job: 63,
  Namespace: 63,
};

it("gives objects, ports, volumes and keys of a cluster names that it takes, and no two alike", async () => {
  await hold(
    "kubernetes",
    4,
    {
      problems: (system) => beyondKubernetes(system, issued),
      run: (system) => deployToCluster({ system, protect: false, kubernetes: issued }),
    },
    ({ resources }, { services: [api] }) => {
      const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
      const named = objects.flatMap((one) => {
        const own = (one.inputs.metadata as { readonly name?: string } | undefined)?.name;
        return own === undefined ? [] : [{ kind: kindOf(one.type), own }];
      });
      expect(twice(named.map(({ kind, own }) => `${kind} ${own}`))).toEqual([]);
      expect(named.filter(({ kind, own }) => own.length > (most[kind] ?? 253) || !label.test(own))).toEqual(
        [],
      );
      for (const one of objects) {
        expect(wrong(at(one, /abels\.[^[]*$/), 63, /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/)).toEqual([]);
        const keys = keysOf(one);
        expect(keys.filter((key) => key.length > 253 || !/^[A-Za-z0-9._-]+$/.test(key))).toEqual([]);
        podsOf(one).forEach(checkPod);
      }
      // Each file has a key of its own.
      const files = Object.keys(api?.files ?? {}).length;
      const pod = objects
        .filter(
          ({ type, inputs }) =>
            kindOf(type) === "Deployment" && (inputs.metadata as Named).name === api?.name,
        )
        .flatMap(podsOf);
      const sources = pod.flatMap(({ volumes = [] }) =>
        volumes.flatMap(({ projected }) => projected?.sources ?? []),
      );
      const keys = sources.flatMap((source) =>
        Object.entries(source).flatMap(([kind, { items }]) => items.map(({ key }) => `${kind} ${key}`)),
      );
      expect(new Set(keys).size).toBe(files);
    },
  );
}, 120_000);

/** Longest names by the type of resource; Pulumi adds eight characters to those that are not given one. */
const limits: readonly (readonly [type: RegExp, most: number])[] = [
  [/^aws:lb\/(loadBalancer|targetGroup):/, nameLimits.loadBalancer],
  [/^aws:elasticache\/replicationGroup:/, nameLimits.replicationGroup],
  [/^aws:rds\/(instance|subnetGroup|proxy):/, nameLimits.database],
  [/^aws:s3\/bucket:/, nameLimits.bucket],
  [/^aws:iam\/role:/, nameLimits.role],
  [/^aws:scheduler\/schedule:/, nameLimits.schedule],
  [/^aws:cloudwatch\/event(Rule|Connection|ApiDestination):/, nameLimits.event],
  [/^aws:cloudfront\/(function|originAccessControl):/, nameLimits.edge],
  [/^aws:cloudfront\/responseHeadersPolicy:/, nameLimits.headersPolicy],
  [/^aws:backup\/(plan|selection|vault):/, nameLimits.backupPlan],
  [/^aws:wafv2\/webAcl:/, nameLimits.webAcl],
  [/^aws:budgets\/budget:/, nameLimits.budget],
  [/^aws:(ecs|ec2\/securityGroup|sns|rds\/parameterGroup|elasticache)/, 255],
  [/^aws:(secretsmanager|cloudwatch\/logGroup)/, nameLimits.logGroup],
];
/** The same of names that are given. */
const givenLimits: readonly (readonly [type: RegExp, path: RegExp, most: number])[] = [
  [/^aws:rds\/instance:/, /^\.?identifier$/, nameLimits.database],
  [/^aws:rds\/proxy:/, /^\.?name$/, nameLimits.database],
  [/^aws:ecs\/taskDefinition:/, /^\.?family$/, nameLimits.service],
  [/^aws:cloudwatch\/metricAlarm:/, /^\.?name$/, nameLimits.alarm],
  [/^aws:cloudwatch\/dashboard:/, /^\.?dashboardName$/, nameLimits.dashboard],
  [/^aws:cloudwatch\/logGroup:/, /^\.?name$/, nameLimits.logGroup],
  [/^aws:backup\/restoreTesting/, /^\.?name$/, nameLimits.restoreTesting],
  [/^aws:backup\/plan:/, /ruleName$/, nameLimits.backupPlan],
  [/^aws:ecr\/pullThroughCacheRule:/, /^\.?ecrRepositoryPrefix$/, nameLimits.pullThrough],
  [/^aws:wafv2\/webAcl:/, /metricName$/, nameLimits.webAcl],
];

it("gives resources of AWS names that it takes, and each rule of a listener a place of its own", async () => {
  await hold(
    "aws",
    1,
    { problems: (system) => beyondAws(system, aws), run: (system) => deployToAws(system, { aws }) },
    ({ resources }, { ingress }) => {
      const long = resources.filter(({ type, name }) => {
        const [, most = Infinity] = limits.find(([pattern]) => pattern.test(type)) ?? [];
        return name.length > most - 8;
      });
      // A bucket, an instance and a plan of restores are given theirs.
      expect(
        long
          .map(({ type, name }) => `${type} ${name}`)
          .filter(
            (one) => !/^aws:(ecs\/taskDefinition|cloudwatch\/(metricAlarm|dashboard|logGroup))/.test(one),
          ),
      ).toEqual([]);
      for (const [type, path, most] of givenLimits) {
        const found = resources.filter((one) => type.test(one.type)).flatMap((one) => at(one, path));
        expect(found.filter(({ text }) => text.length > most)).toEqual([]);
      }
      const rules = resources.filter(({ type }) => kindOf(type) === "ListenerRule");
      const places = rules
        .filter(({ inputs }) => inputs.priority !== undefined)
        .map(({ inputs }) => String(inputs.priority));
      expect(twice(places)).toEqual([]);
      expect(places.length).toBeGreaterThan((ingress?.routes.length ?? 0) - 2);
      const groups = resources.filter(({ type }) => kindOf(type) === "TargetGroup");
      expect(groups.length).toBeGreaterThan(1);
    },
  );
}, 180_000);
