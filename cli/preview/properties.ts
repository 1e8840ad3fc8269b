import { isDeepStrictEqual } from "node:util";
import { compareLines, excerpt } from "./lines";
import {
  isSecret,
  isSecretName,
  isUnknown,
  looksRandom,
  masked,
  unknown,
  withoutSecrets,
  withoutSecretsOfList,
} from "./masking";
import { typeOf, type Properties, type Step } from "./steps";

/** One difference of a resource, ready to be read: nothing in it is secret. */
export interface PropertyChange {
  /** `image`, `env LOG_LEVEL`, `port 80/tcp`. */
  readonly what: string;
  /** Absent: it was not there. */
  readonly before?: string;
  /** Absent: it will not be there. */
  readonly after?: string;
  /** For long texts, in place of both: the lines that differ. */
  readonly lines?: readonly string[];
}

const LONGEST = 100;
const MOST_LINES = 24;

/** What a list's items are called by: the first of these keys that an item has. */
const identities = [
  "label",
  "file",
  "containerPath",
  "fromContainer",
  "name",
  "key",
  "path",
  "internal",
] as const;

/** How the lists of a container are called in a review. */
const singular: Readonly<Record<string, string>> = {
  envs: "env",
  env: "env",
  labels: "label",
  ports: "port",
  uploads: "file",
  volumes: "mount",
  networksAdvanced: "network",
};

/** The keys of a map that the plugin filled in by itself, such as generated names. */
function defaultsOf(inputs: Properties): readonly unknown[] {
  return Array.isArray(inputs.__defaults) ? inputs.__defaults : [];
}

/** Properties that are secret by what they are for, whatever the program says. */
const secretProperties: Readonly<Record<string, readonly string[]>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretBinary"],
  "aws:ssm/parameter:Parameter": ["value"],
  "kubernetes:core/v1:Secret": ["data", "stringData"],
};

/** The properties of a step that differ, in the order of their names. */
export function propertyChanges(step: Step): readonly PropertyChange[] {
  const before = step.oldState?.inputs ?? {};
  const after = step.newState?.inputs ?? {};
  const generated = new Set([...defaultsOf(before), ...defaultsOf(after)]);
  const hidden = new Set([
    ...(step.oldState?.additionalSecretOutputs ?? []),
    ...(step.newState?.additionalSecretOutputs ?? []),
    ...(secretProperties[typeOf(step.urn)] ?? []),
  ]);
  const reasons = new Set([
    ...(step.diffReasons ?? []),
    ...(step.replaceReasons ?? []),
    ...Object.keys(step.detailedDiff ?? {}).map((path) => path.split(/[.[]/)[0] ?? path),
  ]);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !key.startsWith("__") && !generated.has(key))
    .sort()
    .flatMap((key) => {
      const name = singular[key] ?? key;
      if (hidden.has(key))
        return reasons.has(key) || !isDeepStrictEqual(before[key], after[key])
          ? [{ what: name, before: masked, after: masked }]
          : [];
      const changes = compare(name, before[key], after[key]);
      if (changes.length > 0 || !reasons.has(key) || !holdsSecret(after[key])) return changes;
      return [{ what: name, before: masked, after: masked }];
    });
}

function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** The differences between two values of one property. */
export function compare(what: string, before: unknown, after: unknown): readonly PropertyChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const items = itemsOf(before ?? [], after ?? []);
  if (items !== undefined && Array.isArray(before ?? after))
    return names(items[0], items[1]).flatMap((name) =>
      compare(`${what} ${name}`, items[0].get(name), items[1].get(name)),
    );
  if (isObject(before) && isObject(after) && !isSecret(before) && !isSecret(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((key) => !key.startsWith("__"))
      .sort()
      .flatMap((key) => compare(`${what}.${key}`, before[key], after[key]));
  return [texts(what, before, after)];
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Items = ReadonlyMap<string, unknown>;

function names(before: Items, after: Items): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort();
}

/** Both lists by the names of their items, where all items of both have one. */
function itemsOf(before: unknown, after: unknown): readonly [Items, Items] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const all = [before, after].flat() as readonly unknown[];
  if (all.length > 0 && all.every((item) => isSecret(item) || /^[\w.-]+=/.test(String(item))))
    return [assignments(before), assignments(after)];
  const keyOf = (item: unknown): string | undefined =>
    isObject(item) && !isSecret(item) ? identities.find((one) => one in item) : undefined;
  if (all.length === 0 || all.some((item) => keyOf(item) === undefined)) return undefined;
  const named = (list: readonly unknown[]): Items =>
    counted(
      list.map((item) => {
        const key = keyOf(item) ?? "name";
        return [identity(key, item as Properties), essence(key, item as Properties)];
      }),
    );
  return [named(before), named(after)];
}

function identity(key: string, item: Properties): string {
  const value = withoutSecrets(text(item[key]));
  return key === "internal" ? `${value}/${typeof item.protocol === "string" ? item.protocol : "tcp"}` : value;
}

/** What is left of an item without its name; of a label or a variable the value alone. */
function essence(key: string, item: Properties): unknown {
  const rest = Object.entries(item).filter(([name]) => name !== key && !name.startsWith("__"));
  const [only] = rest;
  if (rest.length === 0) return "";
  return rest.length === 1 && only !== undefined && only[0] === "value" ? only[1] : Object.fromEntries(rest);
}

/** Variables by name; how many are secret as a whole, name and all, is all that is known of those. */
function assignments(list: readonly unknown[]): Items {
  const plain = list.filter((item): item is string => !isSecret(item)).map(String);
  const secrets = list.length - plain.length;
  return new Map<string, unknown>([
    ...plain.map((item) => {
      const at = item.indexOf("=");
      return [item.slice(0, at), item.slice(at + 1)] as const;
    }),
    ...(secrets === 0 ? [] : [["(secret ones)", secrets] as const]),
  ]);
}

/** Two items of one name are told apart by their place. */
function counted(entries: readonly (readonly [string, unknown])[]): Items {
  const items = new Map<string, unknown>();
  for (const [name, value] of entries) {
    let free = name;
    for (let count = 2; items.has(free); count++) free = `${name} (${count})`;
    items.set(free, value);
  }
  return items;
}

function texts(what: string, before: unknown, after: unknown): PropertyChange {
  if (Array.isArray(after) && after.some(isUnknown)) return { what, after: unknown };
  const [a, b] = [listed(what, before), listed(what, after)];
  const long = [a, b].some((one) => one !== undefined && (one.includes("\n") || one.length > LONGEST));
  if (!long || isUnknown(after) || isUnknown(before))
    return {
      what,
      ...(a === undefined ? {} : { before: shortened(a) }),
      ...(b === undefined ? {} : { after: shortened(b) }),
    };
  const wrapped = (one: string | undefined): string => {
    const whole = one ?? "";
    // A long line is told apart by its words.
    return whole.includes("\n") ? whole : whole.replace(/([,;&]) ?|\s+/g, "$1\n");
  };
  const lines = excerpt(compareLines(wrapped(a), wrapped(b)), MOST_LINES).map(shortened);
  return { what, lines };
}

/** A list of texts, such as a command, as its lines. */
function listed(what: string, value: unknown): string | undefined {
  if (!isTexts(value)) return shown(what, value);
  return cleanedTexts(what, value).join(value.some((item) => item.includes("\n")) ? "\n" : " ");
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Texts of which one may say what the next one is, as the words of a command do. */
function cleanedTexts(name: string, texts: readonly string[]): readonly string[] {
  if (isSecretName(lastWord(name))) return texts.map(() => masked);
  const known = texts.map((text) =>
    text === "" || isSecret(text) || isUnknown(text) ? shown(name, text) : undefined,
  );
  return withoutSecretsOfList(texts).map((text, index) => known[index] ?? text);
}

function shortened(one: string): string {
  const line = one.replaceAll("\n", "⏎");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** A value as text, without what is secret by its mark, by the name that it has, or by its looks. */
export function shown(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isSecret(value)) return masked;
  if (isUnknown(value)) return unknown;
  if (isObject(value) || Array.isArray(value)) return withoutSecrets(JSON.stringify(cleaned(name, value)));
  const plain = text(value);
  if (plain === "") return '""';
  if (typeof value === "boolean") return plain;
  if (isSecretName(lastWord(name)) || (typeof value === "string" && looksRandom(plain))) return masked;
  const inner = typeof value === "string" ? parsed(value) : undefined;
  return withoutSecrets(inner === undefined ? plain : JSON.stringify(cleaned(name, inner)));
}

/** What a text holds that is JSON, such as the containers of a task. */
function parsed(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function lastWord(name: string): string {
  return name.split(/[ .]/).at(-1) ?? name;
}

/** What an entry of a list calls its value by, and where it holds it. */
const entry = { name: /^(?:name|key|label|parameterName)$/i, value: /^(?:value|default|content)$/i };

/** An object or list with its secrets masked and its marks left out. */
function cleaned(name: string, value: unknown): unknown {
  if (isTexts(value)) return cleanedTexts(name, value);
  if (Array.isArray(value)) return value.map((item) => cleaned(name, item));
  if (isObject(value) && !isSecret(value)) {
    const called = Object.entries(value).find(
      ([key, item]) => entry.name.test(key) && typeof item === "string",
    );
    return Object.fromEntries(
      Object.keys(value)
        .filter((key) => !key.startsWith("__"))
        .sort()
        .map((key) => [
          key,
          cleaned(called !== undefined && entry.value.test(key) ? String(called[1]) : key, value[key]),
        ]),
    );
  }
  return typeof value === "string" || typeof value === "number" || isSecret(value)
    ? cleanedLeaf(name, value)
    : value;
}

/** A number stays one where it is shown. */
function cleanedLeaf(name: string, value: unknown): unknown {
  const plain = shown(name, value);
  return typeof value === "number" && plain === String(value) ? value : value === "" ? "" : plain;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
