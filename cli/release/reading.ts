import { isDeepStrictEqual } from "node:util";
import type { System } from "../../components/model";
import { workloadRefs } from "../../components/model/graph/edges";
import type { Edit } from "../stack/edit";
import type { PastUpdate } from "./releases";

/** Something that services read, which was another value when a release ran. */
export interface Reversion {
  readonly path: Edit["path"];
  /** As the release had it; absent where it had none. */
  readonly value?: string | number | boolean;
  /** Whether it is written encrypted. */
  readonly encrypted: boolean;
}

type Values = ReadonlyMap<string, { readonly path: Edit["path"]; readonly value: Reversion["value"] }>;

interface ServiceSettings {
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
}

interface SettingsRead {
  readonly services?: Readonly<Record<string, ServiceSettings>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The provided secrets that services read by name. What an external store, a certificate or a receiver needs is not among them. */
function secretsRead(system: Pick<System, "services">): ReadonlySet<string> {
  return new Set(
    system.services.flatMap((service) =>
      workloadRefs(service).flatMap((ref) => (ref.ref === "secret" ? [ref.name] : [])),
    ),
  );
}

/** What services read of a configuration in clear: their variables, and the secrets that the operator provides. */
function valuesRead(config: PastUpdate["config"], system: Pick<System, "services">): Values {
  const { services = {}, secrets = {} } = (config?.["trireme:settings"]?.objectValue ?? {}) as SettingsRead;
  const names = secretsRead(system);
  const found = [
    ...system.services.flatMap(({ name }) =>
      Object.entries(services[name]?.variables ?? {}).map(([variable, value]) => ({
        path: ["trireme:settings", "services", name, "variables", variable] as Edit["path"],
        value,
      })),
    ),
    ...Object.entries(secrets)
      .filter(([name]) => names.has(name))
      .map(([name, value]) => ({ path: ["trireme:settings", "secrets", name] as Edit["path"], value })),
  ];
  return new Map(found.map((one) => [one.path.join("."), one]));
}

/**
 * What has to change in a stack's file so that services read what they did when a release ran. A secret that the release did not have
 * stays, for the system of today may need it; how often generated ones were rotated stays as well, because their old values are gone.
 *
 * @param past the release's configuration, in clear
 * @param present today's, in clear
 * @param plain paths below `trireme:settings` that the file has in clear today: such a value is written so again
 */
export function reversions(
  past: PastUpdate["config"],
  present: PastUpdate["config"],
  system: Pick<System, "services">,
  plain: ReadonlySet<string>,
): readonly Reversion[] {
  const [then, now] = [valuesRead(past, system), valuesRead(present, system)];
  const hadSecrets = past?.["trireme:settings"]?.secret === true;
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((key): readonly Reversion[] => {
    const [before, after] = [then.get(key), now.get(key)];
    const { path = after?.path, value } = before ?? {};
    const secret = path?.[1] === "secrets";
    if (path === undefined || isDeepStrictEqual(value, after?.value)) return [];
    if (value === undefined) return secret ? [] : [{ path, encrypted: false }];
    const clear = !hadSecrets || plain.has(path.slice(1).join("."));
    return [{ path, value, encrypted: secret ? true : !clear }];
  });
}

/** A configuration in clear with what goes back. */
export function withReversions(
  config: NonNullable<PastUpdate["config"]>,
  changes: readonly Reversion[],
): Readonly<Record<string, unknown>> {
  const values = structuredClone(
    Object.fromEntries(Object.entries(config).map(([key, one]) => [key, one.objectValue ?? one.value])),
  );
  for (const { path, value } of changes) {
    let node: Record<string, unknown> = values;
    for (const key of path.slice(0, -1)) node = (node[key] ??= {}) as Record<string, unknown>;
    const last = path.at(-1) ?? "";
    if (value === undefined) delete node[last];
    else node[last] = value;
  }
  return values;
}

/** What of a configuration goes back, as a person is told it: names, and no value. */
export function reversionLines(tag: string, changes: readonly Reversion[]): readonly string[] {
  if (changes.length === 0) return [`  services read the variables and provided secrets that ${tag} had`];
  return [
    `  services read again what ${tag} had:`,
    ...changes.map(
      ({ path, value }) => `    ${path.slice(1).join(".")}${value === undefined ? ", which it had not" : ""}`,
    ),
  ];
}
