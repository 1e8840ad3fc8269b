import { containerType } from "../stack/rerun";
import { compareLines, excerpt } from "./lines";
import { compare, shown, type PropertyChange } from "./properties";
import { labelsOf, eitherState } from "./subjects";
import { labelNames } from "../../components/model/values/naming";
import { ingressPlaces } from "../../components/render/proxy/places";
import { typeOf, type Properties, type Step } from "./steps";

const MOST_LINES = 40;

/** Reads of a resource's inputs what decides who reaches it. */
type Reader = (inputs: Properties) => Properties;

/** What opens a resource to others, by type. */
const readers: Readonly<Record<string, Reader>> = {
  [containerType]: ({ ports }) =>
    Array.isArray(ports) && ports.length > 0 ? { published: publications(ports) } : {},
  "docker:index/network:Network": ({ internal }) => (internal === true ? {} : { "way out": "open" }),
  "docker:index/service:Service": ({ endpointSpec }) => ({ endpointSpec }),
  "aws:ec2/securityGroup:SecurityGroup": ({ ingress, egress }) => ({ ingress, egress }),
  "aws:ec2/securityGroupRule:SecurityGroupRule": (rule) => rule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (rule) => rule,
  "aws:lb/listener:Listener": ({ port, protocol, sslPolicy }) => ({ port, protocol, sslPolicy }),
  "aws:lb/loadBalancer:LoadBalancer": ({ internal }) => (internal === true ? {} : { public: "yes" }),
  "aws:rds/instance:Instance": ({ publiclyAccessible }) =>
    publiclyAccessible === true ? { public: "yes" } : {},
  "aws:s3/bucketPolicy:BucketPolicy": ({ policy }) => ({ policy }),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (blocks) => blocks,
  "kubernetes:core/v1:Service": ({ spec }) => {
    const { type, ports } = (spec ?? {}) as Properties;
    return type === "NodePort" || type === "LoadBalancer" ? { type, ports } : {};
  },
  "kubernetes:networking.k8s.io/v1:Ingress": ({ spec }) => ({ spec }),
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": ({ spec }) => ({ spec }),
};

/** How a container's ports are published: `0.0.0.0:443 → 8443/tcp`. */
function publications(ports: readonly unknown[]): readonly Properties[] {
  return (ports as readonly Properties[]).map(({ internal, external, ip, protocol }) => ({
    name: `${typeof ip === "string" ? ip : "0.0.0.0"}:${shown("external", external) ?? "any"}`,
    value: `to ${shown("internal", internal) ?? "?"}/${typeof protocol === "string" ? protocol : "tcp"}`,
  }));
}

/** What a step changes of who reaches a resource. */
export function exposureOf(step: Step): readonly PropertyChange[] {
  const type = typeOf(step.urn);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) return [];
  const side = (state: Step["oldState"]): Properties => (state === undefined ? {} : read(state.inputs ?? {}));
  const [before, after] = [side(step.oldState), side(step.newState)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !key.startsWith("__"))
    .sort()
    .flatMap((key) => compare(key, before[key], after[key]));
}

/** What a reload changes of the proxy's configuration. */
export interface Routing {
  /** Routes that come, go, or lead elsewhere, told in nginx's words: `location /api/`. */
  readonly routes: readonly string[];
  readonly lines: readonly string[];
}

/** The change of the proxy's configuration that a step brings, if it is a reload and the change is known. */
export function routingOf(step: Step): Routing | undefined {
  if (labelsOf(eitherState(step))[labelNames.role] !== "reload") return undefined;
  const [before, after] = [configuration(step.oldState?.inputs), configuration(step.newState?.inputs)];
  if (before === undefined || after === undefined || before === after) return undefined;
  const lines = compareLines(before, after);
  return { routes: movedRoutes(before, after), lines: excerpt(lines, MOST_LINES) };
}

/** The files of routes of every engine. */
const mains = Object.values(ingressPlaces).map(({ configuration: name }) => name);

function configuration(inputs: Properties | undefined): string | undefined {
  if (!Array.isArray(inputs?.uploads)) return undefined;
  const uploads = inputs.uploads as readonly { readonly file?: unknown; readonly content?: unknown }[];
  const main = uploads.find(
    ({ file }) => typeof file === "string" && mains.some((name) => file.endsWith(`/${name}`)),
  );
  return typeof main?.content === "string" ? shown("configuration", main.content) : undefined;
}

function movedRoutes(before: string, after: string): readonly string[] {
  const [a, b] = [locations(before), locations(after)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((route) => {
    if (!b.has(route)) return [`closes ${route}`];
    if (!a.has(route)) return [`opens ${route}`];
    return a.get(route) === b.get(route) ? [] : [`changes ${route}`];
  });
}

/** The text of each location by its path; of those that stand in several servers, all texts. */
function locations(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = /^( *)location (?:[=~^*]+ )?(\S+) \{$/;
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const [, indent, path] = open.exec(line) ?? [];
    if (indent === undefined || path === undefined) return;
    const end = lines.indexOf(`${indent}}`, index);
    const body = lines.slice(index, end < 0 ? undefined : end).join("\n");
    found.set(path, `${found.get(path) ?? ""}${body}`);
  });
  return found;
}
