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
  | "sentinelName"
  | "virtualHost";

/** A reference to what a store offers. */
export interface StoreRef {
  /**
   * Tells it from references of other kinds.
   * @example "store"
   */
  readonly ref: "store";
  /**
   * Name of the store.
   * @example db.name
   */
  readonly name: string;
  /**
   * What of the store; `check` refuses what its engine does not offer.
   * @example "url"
   */
  readonly attribute: StoreAttribute;
  /**
   * Replaces the scheme of a URL; see `urlWith`.
   * @default the engine's own
   * @example "postgresql+psycopg2"
   */
  readonly scheme?: string;
  /**
   * Query parameters that are appended to a URL; see `urlWith`.
   * @default {}
   * @example { connection_limit: "20" }
   */
  readonly params?: Readonly<Record<string, string>>;
}

/** A reference to a secret. */
export interface SecretRef {
  /**
   * Tells it from references of other kinds.
   * @example "secret"
   */
  readonly ref: "secret";
  /**
   * Name of the secret.
   * @example sessions.name
   */
  readonly name: string;
  /**
   * Which part of the secret: the two of a key pair, or the value of any other. `publicKey` alone is not confidential.
   * @example "privateKey"
   */
  readonly part: "value" | "privateKey" | "publicKey";
  /**
   * How the consumer gets it; see `inBase64`.
   * @default "plain"
   * @example "base64"
   */
  readonly encoding?: "plain" | "base64";
}

/** A reference to a service. */
export interface ServiceRef {
  /**
   * Tells it from references of other kinds.
   * @example "service"
   */
  readonly ref: "service";
  /**
   * Name of the service.
   * @example api.name
   */
  readonly name: string;
  /**
   * What of the service: `url` is `http://host:port`.
   * @example "url"
   */
  readonly attribute: "url" | "host" | "port";
  /**
   * Name of a port other than the main one.
   * @default the main port
   * @example "admin"
   */
  readonly port?: string;
  /**
   * Called only while both run: the connection is allowed, the start order does not follow it. See `lazily`.
   * @default false
   * @example true
   */
  readonly lazy?: boolean;
}

/** What a value may refer to. */
export type Ref = StoreRef | SecretRef | ServiceRef;

/** What a workload may open connections to. */
export type Connected = StoreRef | ServiceRef;

/** Text with references inside, made by {@link template}. */
export interface Template {
  /**
   * Texts and references in their order.
   * @example ["postgresql://", db.host, ":5432/shop"]
   */
  readonly template: readonly (string | Ref)[];
}

/** What an environment variable, a file or an argument may hold. */
export type Value = string | number | boolean | Ref | Template;

/**
 * Joins text and references: plain values become text, references stay symbolic.
 * @example
 * const worker = service("worker", { image, env: { DSN: template`host=${db.host} port=${db.port} sslmode=${"require"}` } });
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

/**
 * Whether a value is one reference.
 * @example
 * const isOne: boolean = isRef(db.url);
 */
export function isRef(value: Value): value is Ref {
  return typeof value === "object" && "ref" in value;
}

/**
 * Whether a value is text with references inside.
 * @example
 * const isText: boolean = isTemplate(template`${db.host}:5432`);
 */
export function isTemplate(value: Value): value is Template {
  return typeof value === "object" && "template" in value;
}

/**
 * A value as its texts and references, in order.
 * @example
 * const [host, rest] = partsOf(template`${db.host}:5432`);
 */
export function partsOf(value: Value): readonly (string | Ref)[] {
  if (typeof value !== "object") return [String(value)];
  return isTemplate(value) ? value.template : [value];
}

/**
 * The references inside a value, in order.
 * @example
 * const names = refsOf(template`${db.host}:5432`).map(({ name }) => name);
 */
export function refsOf(value: Value): readonly Ref[] {
  return partsOf(value).filter((part) => typeof part !== "string");
}

const confidential: ReadonlySet<StoreAttribute> = new Set(["url", "readUrl", "password", "secretKey"]);

/**
 * Whether a reference resolves to something that must never be seen in plain text.
 * @example
 * const hide: boolean = isConfidential(db.url);
 */
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

/**
 * How a reference is written in messages: `store "db" (url)`.
 * @example
 * const text: string = describeRef(db.url);
 */
export function describeRef(ref: Ref): string {
  return `${ref.ref} "${ref.name}" (${ref.ref === "secret" ? ref.part : ref.attribute})`;
}

/**
 * A URL reference with another scheme or with query parameters, as drivers ask for.
 * @example
 * const url = urlWith(db.url, { scheme: "postgresql+psycopg2", params: { sslmode: "require" } });
 */
export function urlWith(
  ref: StoreRef,
  options: { readonly scheme?: string; readonly params?: Readonly<Record<string, string>> },
): StoreRef {
  return { ...ref, ...options };
}
