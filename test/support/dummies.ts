/** A store engine, as `components/model/engines/valkey.ts`. */
export const valkey = `import type { StoreRef } from "../ref";
import { passwordFile, recovered, timing, type Engine, type EngineContainer } from "../values/engine";
import { command } from "../workload";
import { attribute, reachable, type NamedStore, type Reachable, type StoreProps } from "./shape";

export interface Valkey extends NamedStore<"valkey">, StoreProps, Reachable {
  readonly password: StoreRef;
}

export function valkey(name: string, props: StoreProps): Valkey {
  return { kind: "store", engine: "valkey", name, ...props, ...reachable(name), password: attribute(name, "password") };
}

function container(store: Valkey): EngineContainer {
  return {
    image: \`valkey/valkey:\${store.version}-alpine\`,
    user: "999:1000",
    command: ["sh", "-c", \`exec valkey-server --requirepass "$(cat \${passwordFile})"\`],
    env: {},
    files: { [passwordFile]: { content: store.password } },
    health: command(["sh", "-c", \`REDISCLI_AUTH=$(cat \${passwordFile}) valkey-cli ping | grep -qx PONG\`], timing),
    alive: recovered,
    ports: { main: 6379 },
    dataPath: "/data",
    scratch: [],
    url: { scheme: "redis", credentials: "password" },
  };
}

export default {
  container,
  disk: "2Gi",
  attributes: ["password"],
  wantsBackup: () => true,
  password: "fixed",
} as const satisfies Engine<Valkey>;
`;

/** A kind of ingress on Kubernetes, as `components/kubernetes/ingress/kinds/mesh.ts`. */
export const mesh = `import { ownProxyOnly } from "../routes.args";
import type { Kind } from "./kind";

export const mesh: Kind<"mesh"> = {
  refusals: (ingress) => ownProxyOnly(ingress, "the mesh"),
  forwardedFrom: ({ namespace }) => namespace,
  certificate: "listener",
};
`;

/** A target's descriptor, as `components/paper/index.ts`. */
export const paper = `import { target } from "../shared/target";

export const paper = target({
  name: "paper",
  title: "Paper",
  complete: () => ({}),
  limits: { names: [], stores: "containers" },
  plugins: [],
  autoscales: false,
  unsupported: () => [],
  platform: async (args) => {
    const { Platform } = await import("./platform");
    return new Platform(args);
  },
});
`;

/** Its platform, as `components/paper/platform.ts`: it writes down what would start, and in which order. */
export const paperPlatform = `import { ComponentResource, output } from "@pulumi/pulumi";
import { prefixOf, releasePlan } from "../model";
import type { PlatformArgs, PlatformResult } from "../shared/platform";

export class Platform extends ComponentResource implements PlatformResult {
  readonly urls = {};
  readonly credentials = {};
  readonly facts: NonNullable<PlatformResult["facts"]>;

  constructor({ system }: PlatformArgs) {
    super("trireme:paper:Platform", prefixOf(system.name, "paper"));
    const order = releasePlan(system).services.map(({ service }) => service.name);
    this.facts = { order: output(order.join(", ")) };
    this.registerOutputs({});
  }
}
`;

/** What commands know of it, as `cli/runtime/paper.ts`. */
export const paperRuntime = `import { PlainError } from "../../setup/errors";
import type { TargetRuntime } from "./target";

function nothing(): never {
  throw new PlainError("Nothing runs on paper.");
}

export const paper: TargetRuntime = {
  open: nothing,
  containers: nothing,
  keeper: nothing,
  operations: nothing,
  verifier: nothing,
  refuseTakeover: () => Promise.resolve(),
  leftovers: () => Promise.resolve(() => Promise.resolve("")),
  lettingGo: () => "Throw the paper away.",
};
`;

/** What each target says of a store of that engine, what the paper says of a system with one, and what the mesh cannot do: a line each. */
export const asking = `import { runtime } from "@pulumi/pulumi";
import { check, ingress, service, system, valkey } from "./components/model";
import { targetNames, targets } from "./components/targets";
import { configOf } from "./cli/stack/system";
import { kindOf } from "./components/kubernetes/ingress/kinds";

void runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
  call: ({ inputs }) => inputs as object,
});
const cache = valkey("cache", { version: "8.1" });
const image = { name: "api", reference: "ghcr.io/team/api:1" };
const api = service("api", { image, port: 8000, env: { CACHE_URL: cache.url } });
const web = service("web", { image, env: { API_URL: api.url } });
const shop = system("shop", "development", { stores: [cache], services: [web, api] });
const stacks = { docker: "dev", kubernetes: "syfthub-kubernetes", aws: "syfthub-aws", paper: "dev" };
for (const name of targetNames) {
  const problems = [
    ...check(shop, targets[name].limits),
    ...targets[name].unsupported(shop, configOf(stacks[name])),
  ];
  const ofStore = problems.filter(({ path }) => path.startsWith("stores."));
  console.log(name + ": " + (ofStore.map(({ message }) => message).join("; ") || "valid"));
}
const args = { system: shop, images: {}, substitutes: {}, provided: {}, protect: false };
void targets.paper
  .platform(args, configOf("dev"), () => Promise.resolve(undefined))
  .then(({ facts }) => facts?.order?.apply((order) => console.log("order: " + order)));
const routes = [{ path: "/", to: { service: "web" } }] as const;
const entry = ingress("entry", { http: { port: 8080 }, routes, internalPaths: ["/metrics"] });
const { refusals, forwardedFrom } = kindOf({ ingress: { kind: "mesh", namespace: "mesh-system" } });
const refused = refusals(entry).filter(({ set }) => set);
console.log("mesh: " + refused.map(({ path }) => path).join(", ") + ", from " + forwardedFrom);
`;
