import {
  engineContainer,
  engineOf,
  isServer,
  labelNames,
  type Server,
  type System,
} from "../../components/model";
import { PlainError } from "../../setup/errors";
import { containerType, type ExportedResource } from "./rerun";

/** What the files of a store were made with. Another one neither opens them nor sorts as they are sorted. */
interface StoreFormat {
  readonly component: string;
  /** Numeric user and group. */
  readonly user?: string;
  /** Official image, its substitute here, or the id of either. */
  readonly image?: string;
  readonly env: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function items(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function ofContainer({ outputs = {} }: ExportedResource): StoreFormat | undefined {
  const labels = new Map(items(outputs.labels).map(({ label, value }) => [label, text(value)]));
  const component = labels.get(labelNames.component);
  if (labels.get(labelNames.role) !== "store" || component === undefined) return undefined;
  const envs = Array.isArray(outputs.envs) ? outputs.envs : [];
  return {
    component,
    user: text(outputs.user),
    image: text(outputs.image),
    env: Object.fromEntries(
      envs.flatMap((one: unknown) => {
        const [, name, value] = /^([^=]+)=(.*)$/s.exec(text(one) ?? "") ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

function ofStatefulSet({ outputs = {} }: ExportedResource): StoreFormat | undefined {
  const labels = fields(fields(outputs.metadata).labels);
  const component = text(labels["app.kubernetes.io/name"]);
  if (labels["app.kubernetes.io/component"] !== "store" || component === undefined) return undefined;
  const [server = {}] = items(fields(fields(fields(outputs.spec).template).spec).containers);
  const { runAsUser, runAsGroup } = fields(server.securityContext);
  return {
    component,
    ...(text(runAsUser) === undefined ? {} : { user: `${text(runAsUser)}:${text(runAsGroup) ?? "0"}` }),
    image: text(server.image),
    env: Object.fromEntries(
      items(server.env).flatMap(({ name, value }) => {
        const [key, known] = [text(name), text(value)];
        return key === undefined || known === undefined ? [] : [[key, known]];
      }),
    ),
  };
}

/** The formats of the stores in a stack's state. */
function storeFormats(resources: readonly ExportedResource[]): readonly StoreFormat[] {
  const names = new Map(
    resources
      .filter(({ type }) => type === "docker:index/remoteImage:RemoteImage")
      .map(({ outputs = {} }) => [text(outputs.imageId), text(outputs.name)]),
  );
  return resources
    .filter((resource) => resource.delete !== true)
    .flatMap((resource) => {
      const found =
        resource.type === containerType
          ? ofContainer(resource)
          : resource.type === "kubernetes:apps/v1:StatefulSet"
            ? ofStatefulSet(resource)
            : undefined;
      return found === undefined ? [] : [{ ...found, image: names.get(found.image) ?? found.image }];
    });
}

/** `16` of `postgres:16.4-bookworm`, `pgvector/pgvector:pg16` and `trireme.local/postgres:16-0a1b`. */
function majorOf(image: string | undefined): string | undefined {
  return /:(?:pg|v)?(\d+)[^:/]*$/.exec(image?.replace(/@sha256:.*/, "") ?? "")?.[1];
}

function differences(store: Server, old: StoreFormat): readonly string[] {
  const engine = engineContainer(store);
  const { readOnce = [], filesOfMajor = false } = engineOf(store);
  const [from, to] = [majorOf(old.image), majorOf(engine.image)];
  return [
    ...(old.user !== undefined && old.user !== engine.user
      ? [`user ${old.user} made its files, user ${engine.user} of ${engine.image} would read them`]
      : []),
    ...(filesOfMajor && from !== undefined && to !== undefined && from !== to
      ? [`its files are of version ${from}, ${engine.image} reads those of ${to}`]
      : []),
    ...readOnce.flatMap((name) => {
      const [before, after] = [old.env[name], engine.env[name]];
      return before !== undefined && typeof after === "string" && before !== after
        ? [`${name} takes effect only in an empty folder: it stays ${before}, and ${after} would be ignored`]
        : [];
    }),
  ];
}

/** What the stack's stores hold that the system's would not open, a line for each store. */
export function unreadable(system: System, resources: readonly ExportedResource[]): readonly string[] {
  const formats = new Map(storeFormats(resources).map((format) => [format.component, format]));
  return system.stores.filter(isServer).flatMap((store) => {
    const old = formats.get(store.name);
    if (old === undefined || store.external !== undefined || engineContainer(store).dataPath === undefined)
      return [];
    // An operator brings its own images, and a new cluster with it.
    if (engineOf(store).operatedImage?.(store) !== undefined) return [];
    const found = differences(store, old);
    return found.length === 0 ? [] : [`stores.${store.name}: ${found.join("; ")}`];
  });
}

/**
 * Refuses a system whose stores would start on files that they do not open, or that they sort otherwise, before anything
 * is touched.
 *
 * @throws PlainError with each store, and the way through
 */
export function refuseUnreadable(
  stack: string,
  system: System,
  resources: readonly ExportedResource[],
): void {
  const found = unreadable(system, resources);
  if (found.length === 0) return;
  throw new PlainError(
    [
      `Stack ${stack} was not changed: the files of its stores do not fit the servers that the system now describes.`,
      ...found.map((line) => `  ✗ ${line}`),
      "Another user cannot open the files; another C library sorts text differently, so indexes silently miss rows.",
      "Undo the change, or carry the data over in a maintenance window:",
      `  1. with the checkout that the stack runs now, stop the services that write, and take a backup: npx trireme backup ${stack} BACKUP`,
      "     (without a backup in the system: pg_dump --format=custom in the store's container, into a file outside of it)",
      '  2. in the system give the store another name, such as "db-2", in its backup too: it starts on a new and empty volume, and',
      "     the old one stays until you delete it; what is protected is let go first: pulumi state unprotect URN",
      `  3. npx trireme up ${stack}`,
      `  4. npx trireme restore ${stack} --backup BACKUP --from latest (or pg_restore of the file), and compare before the old volume is`,
      '     deleted. docs/operations.md has each command under "Carry a database over"',
    ].join("\n"),
  );
}
