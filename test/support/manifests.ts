import { clusterCapabilities } from "../../components/kubernetes/capabilities";
import { Platform } from "../../components/kubernetes/platform";
import { beyondKubernetes } from "../../components/kubernetes/unsupported";
import type { IngressKind, KubernetesSettings } from "../../components/kubernetes/settings";
import { lowered } from "../../components/lowering";
import {
  isServer,
  prefixOf,
  provided,
  type Environment,
  type Store,
  type System,
} from "../../components/model";
import { systems } from "../../stacks/systems";
import { deploy } from "./mocks";
import { operated, operatedSettings } from "./operated";
import { proxy, shop } from "./valid";
import { noCluster } from "./outcomes";

/** An object as it is sent to an API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: object;
}

/** One system in one environment, as a cluster takes it. */
export interface Variant {
  readonly title: string;
  readonly system: System;
  readonly settings: KubernetesSettings;
}

const STACK = "suite";
const environments = ["development", "staging", "production"] as const;

function environmentOf(name: Environment["name"]): Environment {
  return {
    name,
    domain: "app.example.com",
    repository: "ghcr.io/your-org/app",
    tag: "v1.0.0",
    replicas: name === "production" ? 2 : 1,
    ports: {},
    bucket: { name: "backups", endpoint: "https://s3.example.com" },
  };
}

const proxied: IngressKind = { kind: "proxy", service: "LoadBalancer" };
/** Ingresses beside our own proxy, of the systems that they can serve. */
const ingresses: Readonly<Record<string, IngressKind>> = {
  "orbitspace production": { kind: "ingress-nginx", class: "nginx", namespace: "ingress-nginx" },
};

function adaptedStore(store: Store): Store {
  if (!isServer(store)) return store;
  if (store.engine === "minio") return { ...store, buckets: [] };
  const asks =
    store.engine === "postgres" &&
    store.external === undefined &&
    // One with replicas and no standby stands for those that no operator runs.
    (store.standby === true ||
      ((store.readReplicas ?? 0) === 0 && (store.pooler === true || store.tls === true)));
  return asks ? { ...store, operator: "cloudnative-pg" } : store;
}

/** A system without what the target refuses, changed as the refusals tell to. */
function adapted(system: System): System {
  const { ingress } = system;
  return {
    ...system,
    stores: system.stores.map(adaptedStore),
    // No key of an issuer is made here that a proxy could read.
    ...(ingress?.gateway === undefined
      ? {}
      : { ingress: { ...ingress, gateway: { ...ingress.gateway, jwt: undefined } } }),
  };
}

/** No system's routes are such that a Gateway can serve them all: a shop without certificate and limits stands for it. */
const byGateway: Variant = {
  title: "shop by gateway",
  system: { ...shop, ingress: { ...proxy, tls: undefined, limits: [] } },
  settings: {
    ingress: { kind: "gateway-api", gateway: "public", namespace: "gateways" },
    namespace: "shop",
    user: 10001,
  },
};

/** What an operator may say of nodes, taints and priorities. */
const placed: Variant = {
  title: "shop on nodes of its own",
  system: shop,
  settings: {
    ingress: proxied,
    namespace: "shop-placed",
    issuer: "letsencrypt",
    user: 10001,
    nodes: { "example.com/pool": "shop" },
    tolerations: [{ key: "example.com/pool", value: "shop", effect: "NoSchedule" }, { key: "spot" }],
    spread: { topologyKey: "topology.kubernetes.io/region", whenUnsatisfiable: "DoNotSchedule" },
    // The classes that every cluster has; of others a server knows only its own.
    priorityClass: "system-cluster-critical",
    priorityClasses: { db: "system-node-critical" },
  },
};

/** Systems whose own monitoring is made, by the parts that differ: all of it, and without logs and traces. */
const watching = ["reactdjango", "syfthub"] as const;

function watchingItself(name: (typeof watching)[number]): Variant {
  const system = adapted(systems[name]({ ...environmentOf("production"), monitored: true }));
  return {
    title: `${name} watching itself`,
    system,
    settings: { ingress: proxied, issuer: "letsencrypt", namespace: `${name}-watching`, user: 10001 },
  };
}

/** What a Prometheus Operator is told, with every kind of receiver, and what KEDA is. */
function watchedByOperator(): Variant {
  const settings: KubernetesSettings = {
    ...operatedSettings,
    requests: { by: "keda", namespace: "scaling" },
  };
  const pager = provided("pager", { description: "key" });
  const mail = provided("mail", { description: "password" });
  const smtp = { host: "smtp.example.com", from: "alerts@example.com", user: "a", password: mail.value };
  const { monitoring } = operated;
  const system = {
    ...operated,
    secrets: [...operated.secrets, pager, mail],
    ...(monitoring === undefined
      ? {}
      : {
          monitoring: {
            ...monitoring,
            receivers: [
              ...(monitoring.receivers ?? []),
              { type: "pagerduty", serviceKey: pager.value } as const,
              { type: "email", to: "oncall@example.com", smtp } as const,
            ],
          },
        }),
  };
  return {
    title: "shop by a Prometheus Operator",
    system: lowered(system, clusterCapabilities(settings)),
    settings,
  };
}

/** All systems in every environment, with the ingresses that they can have. */
export function variants(): readonly Variant[] {
  const all = Object.entries(systems).flatMap(([name, describe]) =>
    environments.flatMap((environment) => {
      const system = adapted(describe(environmentOf(environment)));
      const title = `${name} ${environment}`;
      const common = {
        issuer: "letsencrypt",
        monitoring: "none",
        scrapers: "monitoring",
        quota: { cpu: 200, memory: "400Gi" },
        user: 10001,
      } as const;
      const other = ingresses[title];
      return [
        { title, system, settings: { ...common, namespace: title.replace(" ", "-"), ingress: proxied } },
        ...(other === undefined
          ? []
          : [
              {
                title: `${title} by ${other.kind}`,
                system,
                settings: { ...common, namespace: `${name}-${other.kind}`, ingress: other },
              },
            ]),
      ];
    }),
  );
  return [...all, ...watching.map(watchingItself), byGateway, placed, watchedByOperator()];
}

/** The objects that a program asks for. */
export async function manifestsOf(
  { system, settings }: Variant,
  pair = { certificate: "certificate", key: "key" },
): Promise<readonly Manifest[]> {
  const refused = beyondKubernetes(system, settings);
  if (refused.length > 0)
    throw new Error(refused.map(({ path, message }) => `${path}: ${message}`).join("\n"));
  const urls = system.stores
    .filter(isServer)
    .flatMap(({ external }) => [external?.url?.name, external?.readUrl?.name]);
  const provided = Object.fromEntries(
    system.secrets.map(({ name }) => [
      name,
      urls.includes(name)
        ? "postgresql://user:password@db.example.com:5432/app"
        : "aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8=",
    ]),
  );
  const { resources } = await deploy(
    () =>
      new Platform({
        system,
        images: {},
        substitutes: {},
        provided,
        protect: false,
        kubernetes: settings,
        cluster: noCluster,
      }),
    {
      stack: STACK,
      answers: {
        [`${prefixOf(system.name, STACK)}-${system.ingress?.name ?? ""}-certificate`]: {
          certPem: pair.certificate,
          privateKeyPem: pair.key,
        },
      },
    },
  );
  return resources
    .filter(({ inputs }) => typeof inputs.apiVersion === "string")
    .map(({ name, inputs }) => {
      const object = inputs as unknown as Manifest;
      // Where the program names nothing the plugin does; consumers got the same name of the mocked engine.
      return { ...object, metadata: { ...object.metadata, name: object.metadata.name ?? `${name}-0a1b2c3` } };
    });
}
