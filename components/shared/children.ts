import type { Resource } from "@pulumi/pulumi";
import type { RandomBytes, RandomPassword } from "@pulumi/random";
import type { CertRequest, LocallySignedCert, PrivateKey, SelfSignedCert } from "@pulumi/tls";

declare const made: unique symbol;

/** A kind of resource that a component registers: what it is called in transforms and in `nodes`. */
export interface Child<R = Resource, A = object> {
  /** Its type as Pulumi registers it: `docker:index/container:Container`. */
  readonly type: string;
  /** Which ones are meant, where a component has several of a type: matches what their name adds to the component's, or the whole name. */
  readonly named?: RegExp;
  readonly [made]?: { readonly resource: R; readonly args: A };
}

/** The resources of one kind of component by their key; of two that match, the first one is taken. */
export type Children = Readonly<Record<string, Child>>;

/** A target's components by kind: `service` has the resources of `trireme:docker:Service`. */
export type Catalogue = Readonly<Record<string, Children>>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors differ in their arguments
type Constructor = abstract new (name: string, args: any, opts?: any) => Resource;

type ArgsOf<C extends Constructor> = NonNullable<ConstructorParameters<C>[1]>;

/** Names a resource of a component, with the types of its class. */
export function child<C extends Constructor>(
  type: string,
  named?: RegExp,
): Child<InstanceType<C>, ArgsOf<C>> {
  return { type, ...(named === undefined ? {} : { named }) };
}

/** What a component made, by the keys of its transforms; a list each, since many are made once for each instance. */
export type Nodes<C extends Children> = {
  readonly [K in keyof C]: C[K] extends Child<infer R, infer _> ? readonly R[] : never;
};

/** What is registered for a server's certificate beside its keys. */
export const certificateChildren = {
  authority: child<typeof SelfSignedCert>("tls:index/selfSignedCert:SelfSignedCert"),
  request: child<typeof CertRequest>("tls:index/certRequest:CertRequest"),
  certificate: child<typeof LocallySignedCert>("tls:index/locallySignedCert:LocallySignedCert"),
} as const;

/** What is registered for generated secrets on every target. */
export const secretChildren = {
  password: child<typeof RandomPassword>("random:index/randomPassword:RandomPassword"),
  bytes: child<typeof RandomBytes>("random:index/randomBytes:RandomBytes"),
  key: child<typeof PrivateKey>("tls:index/privateKey:PrivateKey"),
  ...certificateChildren,
} as const;

/** Kept beside the components: the SDK looks through all fields of a resource that stands in an output. */
const registered = new WeakMap<Resource, Map<string, Resource[]>>();
const components = new WeakMap<
  Resource,
  { readonly kind: string; readonly name: string; readonly component: Resource }[]
>();

/** Notes a resource as a child of its component. */
export function note(component: Resource, key: string, resource: Resource): void {
  const nodes = registered.get(component) ?? new Map<string, Resource[]>();
  nodes.set(key, [...(nodes.get(key) ?? []), resource]);
  registered.set(component, nodes);
}

/** Notes a component of a platform by its kind and the name that the system gives it. */
export function noteComponent(platform: Resource, kind: string, name: string, component: Resource): void {
  const all = components.get(platform) ?? [];
  all.push({ kind, name, component });
  components.set(platform, all);
}

type Classes = Readonly<Record<string, abstract new (...args: never[]) => Resource>>;

/** The components of a platform by kind and name, and what it registers itself. */
export type PlatformNodes<K extends Classes, P extends Children> = {
  readonly [Kind in keyof K]: Readonly<Record<string, InstanceType<K[Kind]>>>;
} & { readonly platform: Nodes<P> };

/** What a platform made. */
export function platformNodes<K extends Classes, P extends Children>(
  platform: Resource,
  classes: K,
  children: P,
): PlatformNodes<K, P> {
  const all = components.get(platform) ?? [];
  const ofKind = (kind: string) =>
    Object.fromEntries(
      all.filter((one) => one.kind === kind).map(({ name, component }) => [name, component]),
    );
  return {
    ...Object.fromEntries(Object.keys(classes).map((kind) => [kind, ofKind(kind)])),
    platform: nodesOf(platform, children),
  } as unknown as PlatformNodes<K, P>;
}

/** What a component below a platform made. */
export function nodesOf<C extends Children>(component: Resource, children: C): Nodes<C> {
  const nodes = registered.get(component);
  return Object.fromEntries(
    Object.keys(children).map((key) => [key, nodes?.get(key) ?? []]),
  ) as unknown as Nodes<C>;
}

/** The key of a component's child. */
export function keyOf(children: Children, component: string, type: string, name: string): string | undefined {
  const rest = name.startsWith(component) ? name.slice(component.length) : name;
  const found = Object.entries(children).find(
    ([, one]) => one.type === type && (one.named === undefined || one.named.test(rest)),
  );
  return found?.[0];
}
