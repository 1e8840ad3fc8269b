/** Stands in a preview for a value that only the provider can tell. */
export const unknown: unique symbol = Symbol("unknown until the update");

/** A resource as a policy sees it: what the engine is asked for, before anything is made. */
export interface Subject {
  readonly urn: string;
  readonly name: string;
  /** As Pulumi writes it: `docker:index/container:Container`. */
  readonly type: string;
  /** Inputs, or in a policy of the whole stack the outputs; secrets are opened, unknown values are {@link unknown}. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Paths of what is marked as secret: `envs[3]`. Everything below them is secret too. */
  readonly secrets: readonly string[];
  readonly protect: boolean;
}

/** One value of a resource and where it stands. */
export interface Fact {
  readonly path: string;
  readonly value: unknown;
}

/** `docker:index/container:Container` → `docker:Container`; `kubernetes:apps/v1:Deployment` → `kubernetes:Deployment`. */
export function kindOf({ type }: Pick<Subject, "type">): string {
  const [pkg = "", , kind = ""] = type.split(":");
  return `${pkg}:${kind}`;
}

/** Types of the resources above one, outermost first, from its URN. */
export function ancestry({ urn }: Pick<Subject, "urn">): readonly string[] {
  return (urn.split("::")[2] ?? "").split("$").slice(0, -1);
}

/** True if a path is marked as secret, by itself or with something that holds it. */
export function isSecret({ secrets }: Pick<Subject, "secrets">, path: string): boolean {
  return secrets.some(
    (secret) => path === secret || path.startsWith(`${secret}.`) || path.startsWith(`${secret}[`),
  );
}

/** True if a secret is this value or stands somewhere in it. */
export function holdsSecret(subject: Pick<Subject, "secrets">, path: string): boolean {
  return (
    isSecret(subject, path) ||
    subject.secrets.some((secret) => secret.startsWith(`${path}.`) || secret.startsWith(`${path}[`))
  );
}

/** A record's members, or none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A list's elements, or none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A value as text: itself where it is one, else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** A value as a number; NaN where it is none, or not known yet. */
export function numberOf(value: unknown): number {
  return typeof value === "symbol" ? Number.NaN : Number(value);
}

/** The value below a dotted path of names: `spec.template.spec`; {@link unknown} below what is unknown. */
export function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((found, name) => (found === unknown ? unknown : record(found)[name]), value);
}

/** A value and its path below a dotted path. */
export function fact(props: unknown, path: string, prefix = ""): Fact {
  return { path: prefix === "" ? path : `${prefix}.${path}`, value: at(props, path) };
}

/** Every text of a value with its path. */
export function texts(
  value: unknown,
  path = "",
): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((element, index) => texts(element, `${path}[${index}]`));
  return Object.entries(record(value)).flatMap(([name, member]) =>
    texts(member, path === "" ? name : `${path}.${name}`),
  );
}

const longest = 80;

/** A value as a message names it; a secret's is never told. */
export function shown(subject: Subject, { path, value }: Fact): string {
  if (holdsSecret(subject, path)) return "a secret";
  if (value === undefined || value === null) return "not set";
  if (value === unknown) return "not known yet";
  const text = JSON.stringify(value, (_, member: unknown) =>
    member === unknown ? "(not known yet)" : member,
  );
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
