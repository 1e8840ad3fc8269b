import { describe, expect, it } from "vitest";
import { Platform } from "../../../components/docker/platform";
import { beyondDocker } from "../../../components/docker/unsupported";
import type { Environment, Store, System } from "../../../components/model";
import { packPolicies } from "../../../policies/policies";
import { settingsOf, violations } from "../../../policies/settings";
import { systems } from "../../../stacks/systems";
import { deploy } from "../../support/mocks";
import { subjectsOf } from "../../support/registrations";
import { noEngine } from "../../support/outcomes";

const production: Environment = {
  name: "production",
  domain: "shop.example.com",
  repository: "ghcr.io/your-org/shop",
  tag: "v1.4.2",
  replicas: 2,
  ports: {},
  tls: { mode: "self-signed" },
};

/** A store without what the Docker target does not make. */
function plainStore(store: Store): Store {
  return {
    ...store,
    ...("tls" in store ? { tls: false } : {}),
    ...("standby" in store ? { standby: false } : {}),
    ...("readReplicas" in store ? { readReplicas: 0 } : {}),
    ...("pooler" in store ? { pooler: false } : {}),
    ...("connectionLimit" in store ? { connectionLimit: undefined } : {}),
    ...("nodes" in store ? { nodes: 1 } : {}),
    ...("buckets" in store ? { buckets: [] } : {}),
  };
}

/** A system as far as the Docker target makes it. */
function onDocker(system: System): System {
  const refused = new Set(beyondDocker(system).map(({ path }) => path));
  const { ingress } = system;
  return {
    ...system,
    monitoring: undefined,
    stores: system.stores.map(plainStore),
    jobs: system.jobs.filter(({ run }) => run === "release"),
    backups: system.backups.filter(({ name }) => !refused.has(`backups.${name}`)),
    ...(ingress === undefined
      ? {}
      : { ingress: { ...ingress, engine: "nginx", gateway: undefined, settings: undefined } }),
  };
}

/** What a system's production does otherwise, by policy and the resource's part, and why it may. */
const accepted: Readonly<
  Record<keyof typeof systems, Readonly<Record<string, Readonly<Record<string, string>>>>>
> = {
  syfthub: {},
  simplr: {},
  synthstack: {},
  orbitspace: {
    "keep-root-read-only": {
      fastapi: "agents run npm and pip, which write wherever the image's home folder is",
    },
  },
  reactdjango: {
    "back-up-stores": {
      "communication-service-redis": "a cache and a queue; what was lost is sent again",
      "content-service-redis": "a cache; it fills again from the database",
      "django-service-redis": "a cache and a queue; what was lost is sent again",
      "workflow-service-redis": "a cache and a queue; what was lost is sent again",
      consul: "services register again when they start",
      kafka: "events are kept for days alone, and consumers have stored what they read",
      zookeeper: "Kafka's own state, which goes with Kafka's data",
    },
  },
};

interface Verdict {
  readonly policy: string;
  readonly message: string;
  readonly name: string;
}

async function messagesOf(system: System): Promise<readonly Verdict[]> {
  const provided = Object.fromEntries(
    system.secrets.map(({ name }) => [name, `postgresql://user:provided@host:5432/${name}`]),
  );
  const args = { engine: noEngine, system, images: {}, substitutes: {}, provided, protect: true };
  const subjects = subjectsOf(await deploy(() => new Platform(args), { stack: "prod" }));
  expect(subjects.length).toBeGreaterThan(10);
  return packPolicies.flatMap((policy) => {
    const groups = policy.scope === "stack" ? [subjects] : subjects.map((one) => [one]);
    return groups.flatMap((group) =>
      violations(policy, group, settingsOf(policy, {}), "2026-11-21").map(({ urn, message }) => ({
        policy: policy.name,
        message,
        name: urn.split("::").at(-1) ?? "",
      })),
    );
  });
}

describe("production on the Docker target", () => {
  it.each(Object.keys(systems) as (keyof typeof systems)[])(
    "of %s has nothing that is not accepted, and no exception that is not needed",
    async (name) => {
      const verdicts = await messagesOf(onDocker(systems[name](production)));
      const part = ({ name: resource }: Verdict) =>
        resource.replace(`${name}-prod-`, "").replace(/-\d+$/, "");
      const unaccepted = verdicts.filter(
        (verdict) => accepted[name][verdict.policy]?.[part(verdict)] === undefined,
      );
      expect(unaccepted.map(({ policy, message }) => `${policy}: ${message}`)).toEqual([]);
      const found = new Set(verdicts.map((verdict) => `${verdict.policy} ${part(verdict)}`));
      const unneeded = Object.entries(accepted[name]).flatMap(([policy, parts]) =>
        Object.keys(parts).filter((one) => !found.has(`${policy} ${one}`)),
      );
      expect(unneeded).toEqual([]);
    },
    // Three hundred resources, in a mocked engine.
    120_000,
  );
});
