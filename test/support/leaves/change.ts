import type { System } from "../../../components/model";
import type { Leaf } from "./types";

/** Where a value is in a system. */
export type Keys = readonly (string | number)[];

type Node = Readonly<Record<string | number, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

/** The places of a leaf that hold something. */
export function placesOf(value: unknown, path: string): readonly Keys[] {
  const [, key = "", list = "", map = "", tag, word, rest = ""] =
    /^([^.[{<]*)((?:\[\])?)((?:\{\})?)(?:<(\w+)=([^>]+)>)?\.?(.*)$/.exec(path) ?? [];
  if (key !== "" || path === "") {
    if (path === "") return value === undefined ? [] : [[]];
    const own = isNode(value) ? value[key] : undefined;
    const below = `${list}${map}${tag === undefined ? "" : `<${tag}=${word ?? ""}>`}${rest === "" ? "" : `.${rest}`}`;
    return own === undefined ? [] : placesOf(own, below).map((keys) => [key, ...keys]);
  }
  const after = `${tag === undefined ? "" : `<${tag}=${word ?? ""}>`}${rest === "" ? "" : `.${rest}`}`;
  if (list !== "" || map !== "") {
    if (!isNode(value)) return [];
    const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
    return keys.flatMap((one) => placesOf(value[one], after).map((found) => [one, ...found]));
  }
  if (tag === undefined) return placesOf(value, rest);
  return isNode(value) && value[tag] === word ? placesOf(value, rest) : [];
}

export function at(value: unknown, keys: Keys): unknown {
  return keys.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), value);
}

/** A copy with another value in one place; undefined takes it out. */
export function put<T>(value: T, [key, ...rest]: Keys, what: unknown): T {
  if (key === undefined) return what as T;
  const node = isNode(value) ? value : typeof key === "number" ? [] : {};
  const own = put((node as Node)[key], rest, what);
  if (Array.isArray(node)) {
    const list = [...(node as unknown[])];
    if (own === undefined) list.splice(Number(key), 1);
    else list[Number(key)] = own;
    return list as T;
  }
  const { [key]: _, ...others } = node as Node;
  return (own === undefined ? others : { ...node, [key]: own }) as T;
}

const halved = (text: string): string => text.replace(/^\d+/, (count) => String(Number(count) / 2));
const doubled = (text: string): string => text.replace(/^\d+/, (count) => String(Number(count) * 2));

/** Kinds of texts, and other valid ones of each. */
const texts: readonly (readonly [RegExp, readonly ((text: string) => string)[]])[] = [
  [/^\d+(?:ms|s|m|h|d|Ki|Mi|Gi)$/, [doubled, halved]],
  [/^\d+ \d+ \* \* \*$/, [(text) => text.replace(/^\d+/, "7")]],
  [/^0[0-7]{3}$/, [() => "0400"]],
  [/^\d+$/, [(text) => String(Number(text) + 1)]],
  [/^127\.0\.0\.\d$/, [() => "127.0.0.9"]],
  [/^\d+(?:\.\d+){3}\/\d+$/, [() => "10.99.0.0/16"]],
  [/^v?\d+(?:\.\d+)*$/, [(text) => text.replace(/\d+$/, (count) => String(Number(count) + 1))]],
  [/^[^/@ ]+@[^/@ ]+$/, [(text) => `x${text}`]],
  [/^https:\/\/[^/]+$/, [(text) => text.replace("https://", "https://x")]],
  [/^[a-z]+(?:\.[a-z]+)+$/, [(text) => `x${text}`]],
  [/^-----BEGIN CERTIFICATE-----/, [(text) => text.replace("MA==", "MQ==")]],
  [/^\/.*\/$/, [(text) => `${text}x/`]],
  [/^histogram_quantile\(0\.95/, [(text) => text.replace("0.95", "0.5")]],
  [/^vector$/, [() => "pg_trgm"]],
  [/^lab\/images\/nginx$/, [() => "lab/images/postgres"]],
  [/^Dockerfile$/, [() => "docker-entrypoint.sh"]],
];

/** The other names of the kind that a name is of. */
function namesLike(name: string, { services, stores, sites, backups, ingress }: System): readonly string[] {
  const kinds = [
    services,
    stores.filter(({ engine }) => stores.some((one) => one.name === name && one.engine === engine)),
    ...[sites, backups, ingress?.limits ?? []],
  ].map((parts) => parts.map((part) => part.name));
  const ports = services.map((one) => ["main", ...Object.keys(one.ports ?? {})]);
  const kind = [...kinds, ...ports].find((names) => names.includes(name));
  return (kind ?? []).filter((one) => one !== name);
}

/** Another value of the same kind, valid where the first is. */
export function another(value: unknown, { words }: Pick<Leaf, "words">, system: System): readonly unknown[] {
  const others = words.filter((word) => word !== value);
  if (others.length > 0) return others;
  if (typeof value === "number") return [value + 1, value * 2, value / 2, value + 2, 1];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "string") {
    const names = namesLike(value, system);
    if (names.length > 0) return names;
    return (
      texts.find(([pattern]) => pattern.test(value))?.[1].map((change) => change(value)) ?? [`${value}x`]
    );
  }
  if (isNode(value) && value.ref === "secret") {
    // A pair of keys stands for another one alone.
    const own = system.secrets.find(({ name }) => name === value.name)?.source.type;
    const type = own === "rsa" ? own : "provided";
    const given = system.secrets
      .filter(({ name, source }) => source.type === type && name !== value.name)
      .map(({ name }) => ({ ...value, name }));
    // A key stands for no certificate.
    const ending = String(value.name).replace(/^.*-/, "-");
    const alike = given.filter(({ name }) => name.endsWith(ending));
    return alike.length > 0 ? alike : given;
  }
  return [];
}
