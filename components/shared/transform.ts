import {
  Output,
  output,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Resource,
  type ResourceTransformation,
} from "@pulumi/pulumi";
import { keyOf, note, noteComponent, type Catalogue, type Child } from "./children";

/** Values that take the place of some of a resource's arguments, however deep; a list is replaced as a whole. */
export type Changes<A> = A extends readonly unknown[]
  ? A
  : A extends object
    ? { readonly [K in keyof A]?: A[K] | Changes<Exclude<A[K], PromiseLike<unknown> | Output<unknown>>> }
    : A;

/** Which resource a transform is asked about. */
export interface Place {
  /** The component that it belongs to, as the system names it: `backend`. */
  readonly component: string;
  /** Its name in Pulumi's state: `shop-dev-backend-1`. */
  readonly name: string;
}

/**
 * Changes the arguments of a resource before it is registered, for what the model does not say: values that are merged
 * into them, or a function that changes `args` and `opts` in place or returns the arguments to use.
 *
 * @example `{ ulimits: [{ name: "nofile", soft: 65536, hard: 65536 }] }`
 * @example `(args, opts, { component }) => { if (component === "backend") args.dns = ["10.0.0.53"]; }`
 */
export type Transform<A> =
  Changes<A> | ((args: A, opts: CustomResourceOptions, place: Place) => A | undefined | void);

/** The transforms that a target takes: by kind of component, then by resource. */
export type TransformsOf<C extends Catalogue> = {
  readonly [K in keyof C]?: {
    readonly [R in keyof C[K]]?: C[K][R] extends Child<infer _, infer A> ? Transform<A> : never;
  };
};

type AnyTransform = Transform<Record<string, unknown>>;
type AnyTransforms = Readonly<Record<string, Readonly<Record<string, AnyTransform>> | undefined>>;

/** Transforms that name what no component has. */
export class TransformError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super([`${file} cannot be used; nothing was created.`, ...problems.map((p) => `  ✗ ${p}`)].join("\n"));
    this.name = "TransformError";
  }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/**
 * What a file of transforms exports, once every key of it is known: nothing type-checks during `pulumi up`.
 *
 * @throws TransformError that lists every error
 */
export function checkTransforms<C extends Catalogue>(
  catalogue: C,
  file: string,
  exported: unknown,
): TransformsOf<C> {
  if (!isMap(exported))
    throw new TransformError(file, [
      "it has no default export of transforms by component. Write: export default { service: { … } }",
    ]);
  const problems = Object.entries(exported).flatMap(([kind, transforms]) => {
    const children = Object.hasOwn(catalogue, kind) ? catalogue[kind] : undefined;
    if (children === undefined)
      return [`${kind} is not a component; allowed are ${Object.keys(catalogue).sort().join(", ")}`];
    if (!isMap(transforms)) return [`${kind} is not a map of transforms by resource`];
    return Object.entries(transforms).flatMap(([key, transform]) => {
      if (!Object.hasOwn(children, key))
        return [
          `${kind}.${key} is not a resource of ${kind}; allowed are ${Object.keys(children).sort().join(", ")}`,
        ];
      if (isMap(transform) || typeof transform === "function") return [];
      return [`${kind}.${key} is neither a map of arguments nor a function`];
    });
  });
  if (problems.length > 0) throw new TransformError(file, problems);
  return exported as TransformsOf<C>;
}

/** A copy of what is plain data, so that a transform changes no value that another resource shares. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one)]));
}

function merged(value: unknown, changes: unknown): unknown {
  if (!isMap(changes)) return changes;
  if (Output.isInstance(value) || value instanceof Promise)
    return output(value).apply((known) => merged(known, changes));
  const base = isMap(value) ? value : {};
  return {
    ...base,
    ...Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, merged(base[key], change)])),
  };
}

/** `trireme:docker:Service` → `service`. */
function kindOf(type: string): string {
  const kind = type.split(":").at(-1) ?? "";
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}

interface Component {
  readonly resource: Resource;
  readonly kind: string;
  readonly name: string;
}

/** Finds each resource's place below a platform, notes it for `nodes`, and applies its transform. */
function transformation(
  prefix: string,
  catalogue: Catalogue,
  transforms: AnyTransforms,
): ResourceTransformation {
  const components = new WeakMap<Resource, Component>();
  let platform: Resource | undefined;
  const short = (name: string): string =>
    name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;
  return ({ resource, type, name, props, opts }) => {
    if (type.startsWith("trireme:")) {
      const kind = kindOf(type);
      components.set(resource, { resource, kind, name });
      if (kind === "platform") platform = resource;
      else if (platform !== undefined) noteComponent(platform, kind, short(name), resource);
      return undefined;
    }
    // A child of a child, such as the policy of a bucket, belongs to the same component.
    const component = opts.parent === undefined ? undefined : components.get(opts.parent);
    const children = component === undefined ? undefined : catalogue[component.kind];
    if (component === undefined) return undefined;
    components.set(resource, component);
    const key = children === undefined ? undefined : keyOf(children, component.name, type, name);
    // A gap of the catalogue, which tests look for; it must not end a deployment.
    if (key === undefined) return undefined;
    note(component.resource, key, resource);
    const transform = transforms[component.kind]?.[key];
    if (transform === undefined) return undefined;
    const args = props as Record<string, unknown>;
    if (typeof transform !== "function") return { props: merged(args, transform) as typeof args, opts };
    const own = copied(args) as typeof args;
    const options = { ...opts };
    const place = { component: short(component.name), name };
    return { props: transform(own, options, place) ?? own, opts: options };
  };
}

/** Options of a platform by which every resource below it is known to `nodes`, and passes through its transform. */
export function transformed<C extends Catalogue>(
  {
    prefix,
    catalogue,
    transforms = {},
  }: {
    readonly prefix: string;
    readonly catalogue: C;
    readonly transforms?: TransformsOf<C> | undefined;
  },
  opts: ComponentResourceOptions = {},
): ComponentResourceOptions {
  const ours = transformation(prefix, catalogue, transforms as AnyTransforms);
  return { ...opts, transformations: [...(opts.transformations ?? []), ours] };
}
