import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment, Registration } from "./mocks";
import { root } from "./sources";

/** Token of a resource → the upstream provider's name of it, as the bridged plugin has them. */
export function upstreamNames(): ReadonlyMap<string, string> {
  const table = readFileSync(join(root, "lab/go/aws-plugin/bridge/resources.go"), "utf8");
  return new Map(
    [...table.matchAll(/^\t"(aws_\w+)":\s+"(\w+) ([A-Z]\w*)",$/gm)].map(
      ([, upstream = "", module = "", name = ""]) => [
        `aws:${module}/${name.slice(0, 1).toLowerCase()}${name.slice(1)}:${name}`,
        upstream,
      ],
    ),
  );
}

/** Maps whose keys are the user's own. */
const maps = new Set([
  "tags",
  "tagsAll",
  "variables",
  "options",
  "recoveryPointTags",
  "triggers",
  "keepers",
  "dimensions",
]);

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Upstream names a repeated block in the singular. */
function singular(name: string): string {
  if (name.endsWith("ss")) return name;
  return name.endsWith("ies") ? `${name.slice(0, -3)}y` : name.replace(/s$/, "");
}

function attribute(name: string, value: unknown): readonly [string, unknown] {
  if (maps.has(name)) return [snake(name), value];
  // An object is a block, and all blocks are lists.
  if (isObject(value)) return [snake(name), [attributes(value)]];
  if (Array.isArray(value) && value.some(isObject))
    return [snake(singular(name)), value.map((one: unknown) => (isObject(one) ? attributes(one) : one))];
  return [snake(name), value];
}

function attributes(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => attribute(name, value)));
}

const label = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, "_");

/** Whether a property's value leads to a resource: by its ARN, its id, or a bucket's name, as the mocks tell them. */
function isNamedIn(text: string, property: string, { type, name, inputs }: Registration): boolean {
  const kind = type.split(":").at(-1) ?? "";
  if (new RegExp(`:${kind}/${name}-0a1b2c3(?![\\w-])`).test(text)) return true;
  if (property === "bucket" && kind === "Bucket") return text === JSON.stringify(inputs.bucket ?? name);
  return text.includes(`"${name}-id"`);
}

/** What a deployment registered of AWS, as `terraform show -json` writes a plan of the same. */
export function terraformPlan({ resources }: Deployment<unknown>): object {
  const upstream = upstreamNames();
  const made = resources.filter(({ type }) => type.startsWith("aws:") && upstream.has(type));
  const addressOf = ({ type, name }: Registration): string => `${upstream.get(type) ?? type}.${label(name)}`;
  const leadsTo = (from: Registration, name: string, value: unknown): readonly string[] =>
    made
      .filter((one) => one !== from && isNamedIn(JSON.stringify(value), name, one))
      .flatMap((one) => [`${addressOf(one)}.id`, addressOf(one)]);
  const described = made.map((one) => ({
    address: addressOf(one),
    mode: "managed",
    type: upstream.get(one.type) ?? one.type,
    name: label(one.name),
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 0,
    // What another resource tells is unknown in a plan; documents that name others are not.
    values: attributes(
      Object.fromEntries(
        Object.entries(one.inputs).filter(
          ([name, value]) =>
            typeof value !== "string" || /^[{[]/.test(value) || leadsTo(one, name, value).length === 0,
        ),
      ),
    ),
  }));
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: described } },
    resource_changes: described.map(({ values, address, mode, type, name, provider_name }) => ({
      address,
      mode,
      type,
      name,
      provider_name,
      change: { actions: ["create"], before: null, after: values, after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: made.map((one) => ({
          address: addressOf(one),
          mode: "managed",
          type: upstream.get(one.type),
          name: label(one.name),
          provider_config_key: "aws",
          expressions: Object.fromEntries(
            Object.entries(one.inputs).flatMap(([name, value]) => {
              const references = leadsTo(one, name, value);
              return references.length > 0 ? [[attribute(name, value)[0], { references }]] : [];
            }),
          ),
          schema_version: 0,
        })),
      },
    },
  };
}

/** A policy of IAM, of a key or of a bucket, and what holds it. */
export interface FoundPolicy {
  readonly owner: string;
  readonly property: string;
  readonly document: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
}

/** Every policy document among the inputs. */
export function policiesIn({ resources }: Deployment<unknown>): readonly FoundPolicy[] {
  return resources.flatMap(({ type, name, texts }) =>
    texts
      .filter(({ text }) => text.startsWith("{") && text.includes('"Statement"'))
      .map(({ path, text }) => ({
        owner: `${type.split(":").at(-1) ?? ""} ${name}`,
        property: path.replace(/^\./, ""),
        document: JSON.parse(text) as FoundPolicy["document"],
      })),
  );
}
