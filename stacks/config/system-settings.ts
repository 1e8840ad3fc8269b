import {
  externalStores,
  isServer,
  provided,
  type Problem,
  type Secret,
  type Server,
  type Store,
  type System,
} from "../../components/model";
import { checkStoreChanges } from "../../components/shared/store-changes";
import { checkMonitoring, withMonitoring } from "./monitoring-settings";
import type { Settings } from "./schema";
import { storeKeys } from "./system-schema";

type StoreSettings = Settings["stores"][string];

function urlSecret(store: string): Secret {
  return provided(`${store}-url`, { description: `URL of the external store "${store}"` });
}

function readUrlSecret(store: string): Secret {
  return provided(`${store}-read-url`, {
    description: `URL of a read replica of "${store}"`,
    optional: true,
  });
}

/** The secrets with the URLs of the stores that the stack says run elsewhere. */
function urlSecrets({ stores, secrets }: Settings): readonly Secret[] {
  return Object.entries(stores)
    .filter(([, { external }]) => external === true)
    .flatMap(([name]) => [
      urlSecret(name),
      ...(secrets[readUrlSecret(name).name] === undefined ? [] : [readUrlSecret(name)]),
    ]);
}

function changed(store: Server, change: StoreSettings, settings: Settings): Server {
  const { external, parameters, ...rest } = change;
  if (external === true) {
    const { name } = store;
    const read =
      settings.secrets[readUrlSecret(name).name] === undefined ? {} : { readUrl: readUrlSecret(name).value };
    // Nothing listens here, on no port of the host.
    return { ...store, publish: undefined, external: { url: urlSecret(name).value, ...read } };
  }
  const own = store.engine === "postgres" ? store.parameters : undefined;
  return {
    ...store,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(parameters === undefined ? {} : { parameters: { ...own, ...parameters } }),
    // One node has no set that Sentinel would know.
    ...(rest.nodes === 1 && store.engine === "redis" ? { setName: undefined } : {}),
  };
}

/** The system without the backups that the stack leaves out; a job that waited for one waits for none. */
function withBackups(system: System, { backups }: Settings): System {
  const left = new Set(Object.keys(backups).filter((name) => backups[name]?.enabled === false));
  if (left.size === 0) return system;
  return {
    ...system,
    backups: system.backups.filter(({ name }) => !left.has(name)),
    jobs: system.jobs.map((job) => {
      const { backupFirst, ...rest } = job;
      return backupFirst === undefined || !left.has(backupFirst) ? job : rest;
    }),
  };
}

/** The system with the changes to its stores, its backups and to what is measured: what features are made of. */
export function withSystemSettings(system: System, settings: Settings): System {
  const saved = withBackups(withMonitoring(system, settings.monitoring), settings);
  return {
    ...saved,
    secrets: [...saved.secrets, ...urlSecrets(settings)],
    stores: saved.stores.map((store): Store => {
      const own = settings.stores[store.name];
      return own === undefined || !isServer(store) ? store : changed(store, own, settings);
    }),
  };
}

/** Settings of stores and of monitoring that nothing would act on, told of the system as its author wrote it. */
export function checkSystemSettings(system: System, settings: Settings): readonly Problem[] {
  const { stores } = settings;
  const known = externalStores(system);
  return [
    ...checkStoreChanges(system, stores, { target: "settings", keys: storeKeys }),
    ...Object.entries(stores).flatMap(([name, own]) => {
      const path = `settings.stores.${name}`;
      const store = system.stores.find((one) => one.name === name);
      if (store === undefined || known.has(name)) return [];
      if (!isServer(store))
        return [
          { path, message: `applies to stores that answer on a port, and "${name}" is a volume; remove it` },
        ];
      const others = Object.keys(own).filter((key) => key !== "external");
      return own.external === true && others.length > 0
        ? [
            {
              path: `${path}.${others[0] ?? ""}`,
              message: `applies to stores that the stack runs, and "${name}" is external; remove one of both: pulumi config rm --path '${path}.external'`,
            },
          ]
        : [];
    }),
    ...Object.entries(settings.backups)
      .filter(([name, { enabled }]) => enabled === false && !system.backups.some((one) => one.name === name))
      .map(([name]) => {
        const names = system.backups.map((one) => one.name).sort();
        const has = names.length === 0 ? "it has none" : `its backups are ${names.join(", ")}`;
        return {
          path: `settings.backups.${name}`,
          message: `system "${system.name}" has no backup "${name}" in ${system.environment}; ${has}`,
        };
      }),
    ...checkMonitoring(system, settings.monitoring),
  ];
}

/** Errors as the operator knows his stack: one in what its file says names the setting, and one in a backup the setting that leaves it out. */
export function toldAsSet({ stores }: Settings, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const { path, message } = problem;
    const [backup] = /^backups\.([a-z0-9-]+)$/.exec(path) ?? [];
    if (backup !== undefined)
      return {
        path,
        message: `${message}; the stack's file leaves it out so: pulumi config set --path 'settings.${path}.enabled' false`,
      };
    const [, name = "", key = ""] = /^stores\.([a-z0-9-]+)\.(\w+)/.exec(path) ?? [];
    const own = Object.hasOwn(stores, name) ? stores[name] : undefined;
    const isSet = own !== undefined && Object.hasOwn(own, key);
    return isSet ? { ...problem, path: `settings.${path}` } : problem;
  });
}
