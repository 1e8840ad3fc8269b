/**
 * Symbolic references: a workload names what it needs, each target decides how it is reached. They are
 * plain immutable data, and every edge of a system follows from them.
 */

/** What a store offers to its consumers. */
export type StoreAttribute =
  | "url"
  | "readUrl"
  | "host"
  | "port"
  | "user"
  | "password"
  | "database"
  | "accessKey"
  | "secretKey"
  | "sentinelName";

export interface StoreRef {
  readonly ref: "store";
  readonly name: string;
  readonly attribute: StoreAttribute;
  /** Replaces the engine's URL scheme, e.g. `postgresql+psycopg2`. */
  readonly scheme?: string;
  /** Query parameters appended to a URL, e.g. `{ connection_limit: "20" }`. */
  readonly params?: Readonly<Record<string, string>>;
}

export interface SecretRef {
  readonly ref: "secret";
  readonly name: string;
  /** Which part of the secret; `publicKey` alone is not confidential. */
  readonly part: "value" | "privateKey" | "publicKey";
  /** @default "plain" */
  readonly encoding?: "plain" | "base64";
}

export interface ServiceRef {
  readonly ref: "service";
  readonly name: string;
  readonly attribute: "url" | "host" | "port";
  /** A named port other than the main one. */
  readonly port?: string;
  /** Called only while both run: the edge stands, the start order does not follow it. @default false */
  readonly lazy?: boolean;
}

export type Ref = StoreRef | SecretRef | ServiceRef;

/** Text with references inside, made by {@link template}. */
export interface Template {
  readonly template: readonly (string | Ref)[];
}

/** What an environment variable, a file or an argument may hold. */
export type Value = string | number | boolean | Ref | Template;

/**
 * Joins text and references: ``template`https://${env.domain}/mcp?db=${db.host}` ``.
 * Plain parts are kept as text, references stay symbolic.
 */
export function template(strings: TemplateStringsArray, ...values: readonly Value[]): Template {
  const parts: (string | Ref)[] = [];
  const add = (part: string | Ref): void => {
    const last = parts.at(-1);
    if (part === "") return;
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  };
  strings.forEach((text, index) => {
    add(text);
    const value = values[index];
    if (value === undefined) return;
    for (const part of partsOf(value)) add(part);
  });
  return { template: parts };
}

export function isRef(value: Value): value is Ref {
  return typeof value === "object" && "ref" in value;
}

export function isTemplate(value: Value): value is Template {
  return typeof value === "object" && "template" in value;
}

/** A value as its texts and references, in order. */
export function partsOf(value: Value): readonly (string | Ref)[] {
  if (typeof value !== "object") return [String(value)];
  return isTemplate(value) ? value.template : [value];
}

/** The references inside a value, in order. */
export function refsOf(value: Value): readonly Ref[] {
  return partsOf(value).filter((part) => typeof part !== "string");
}

const confidential: ReadonlySet<StoreAttribute> = new Set(["url", "readUrl", "password", "secretKey"]);

/** Whether a reference resolves to something that must never be seen in plain text. */
export function isConfidential(ref: Ref): boolean {
  switch (ref.ref) {
    case "secret":
      return ref.part !== "publicKey";
    case "store":
      return confidential.has(ref.attribute);
    case "service":
      return false;
    default:
      return ref satisfies never;
  }
}

/** How a reference is written in messages: `store "db" (url)`. */
export function describeRef(ref: Ref): string {
  return `${ref.ref} "${ref.name}" (${ref.ref === "secret" ? ref.part : ref.attribute})`;
}
