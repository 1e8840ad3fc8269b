import { labelNames } from "../../components/model/values/naming";
import { PlainError } from "../../setup/errors";
import { containerType, type ExportedResource } from "./rerun";

/** Whose a container is, as its labels say. */
export interface Owner {
  readonly system: string;
  readonly stack: string;
}

/** Whether a container, if there is one, carries the labels of a stack. Another checkout's may carry the same. */
export function isOwn(container: Owner | undefined, { system, stack }: Owner): boolean {
  return container?.system === system && container.stack === stack;
}

/** A container that the engine has, whoever made it. */
export interface Listed extends Owner {
  readonly id: string;
  readonly name: string;
  /** The service, store, job or proxy it runs. */
  readonly component: string;
  readonly role: string;
  readonly running: boolean;
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** A container of a stack, by what it is for. */
export interface StackContainer extends Listed {
  /** Whether another has its place: an update that did not come to its end has left it behind. */
  readonly replaced: boolean;
}

const networkType = "docker:index/network:Network";
const volumeType = "docker:index/volume:Volume";

const columns = [
  "{{.ID}}",
  "{{.Names}}",
  `{{.Label "${labelNames.system}"}}`,
  `{{.Label "${labelNames.stack}"}}`,
  `{{.Label "${labelNames.component}"}}`,
  `{{.Label "${labelNames.role}"}}`,
  "{{.State}}",
  "{{.Networks}}",
  "{{.Mounts}}",
];

/** The arguments of `docker` that list every container of the engine for `parseListed`. */
export const listCommand: readonly string[] = ["ps", "--all", "--no-trunc", "--format", columns.join("\t")];

/** Reads what `listCommand` prints. */
export function parseListed(output: string): readonly Listed[] {
  const words = (text: string): readonly string[] => text.split(",").filter((word) => word !== "");
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [
        id = "",
        name = "",
        system = "",
        stack = "",
        component = "",
        role = "",
        state,
        networks,
        volumes,
      ] = line.split("\t");
      return {
        ...{ id, name, system, stack, component, role },
        running: state === "running" || state === "restarting" || state === "paused",
        networks: words(networks ?? ""),
        volumes: words(volumes ?? ""),
      };
    });
}

const shown = ({ system, stack }: Owner): string => `system "${system}", stack "${stack}"`;

/**
 * The containers that a stack's state names and the engine has, ordered by component and name. Labels alone say nothing: another
 * system's stack, or another checkout's, may carry the same.
 *
 * @param resources the stack's state
 * @param listed every container of the engine
 * @throws PlainError where the labels of one are another stack's
 */
export function ownContainers(
  owner: Owner,
  resources: readonly ExportedResource[],
  listed: readonly Listed[],
): readonly StackContainer[] {
  const containers = resources.filter(({ type, id }) => type === containerType && id !== undefined);
  const known = new Map(listed.map((container) => [container.id, container]));
  const found = containers.flatMap(({ id = "", delete: replaced = false }) => {
    const container = known.get(id);
    return container === undefined ? [] : [{ ...container, replaced }];
  });
  const foreign = found.filter(
    ({ system, stack }) =>
      (system !== "" || stack !== "") && (system !== owner.system || stack !== owner.stack),
  );
  if (foreign.length > 0)
    throw new PlainError(
      `The state of stack ${owner.stack} names containers that are labelled as another stack's:\n` +
        foreign.map((container) => `  ${container.name}: ${shown(container)}\n`).join("") +
        `Nothing was touched. This stack is ${shown(owner)}. If it was renamed, npx trireme up ${owner.stack} replaces them; else the state is not this stack's.`,
    );
  return found
    .filter(({ stack }) => stack !== "")
    .sort((a, b) => a.component.localeCompare(b.component) || a.name.localeCompare(b.name));
}

/**
 * Refuses an engine that has none of the containers that a stack's state names.
 *
 * @throws PlainError with what to look at
 */
export function refuseOtherEngine(
  { stack }: Owner,
  resources: readonly ExportedResource[],
  own: readonly StackContainer[],
): void {
  const count = resources.filter(({ type }) => type === containerType).length;
  if (count > 0 && own.length === 0)
    throw new PlainError(
      `The engine has none of the ${count} containers in the state of stack ${stack}. Is it the engine that the stack runs on (trireme:host, DOCKER_HOST)? If it is, they were removed by hand: npx trireme up ${stack} --refresh`,
    );
}

/** Containers that carry a stack's labels and are not in its state. */
export interface Strays {
  /** They use a network or a volume of the stack: an update that was interrupted has left them. */
  readonly attached: readonly Listed[];
  /** Nothing says whose they are: another checkout may have a stack of this name on the same engine. */
  readonly unknown: readonly Listed[];
}

/** The containers that carry a stack's labels though its state does not name them. */
export function straysOf(
  owner: Owner,
  resources: readonly ExportedResource[],
  listed: readonly Listed[],
): Strays {
  const ids = new Set(resources.flatMap(({ type, id }) => (type === containerType && id ? [id] : [])));
  const names = (type: string): ReadonlySet<unknown> =>
    new Set(resources.flatMap((one) => (one.type === type ? [one.outputs?.name] : [])));
  const [networks, volumes] = [names(networkType), names(volumeType)];
  const labelled = listed.filter(
    ({ id, system, stack }) => !ids.has(id) && system === owner.system && stack === owner.stack,
  );
  const isAttached = (one: Listed): boolean =>
    one.networks.some((name) => networks.has(name)) || one.volumes.some((name) => volumes.has(name));
  return {
    attached: labelled.filter(isAttached),
    unknown: labelled.filter((one) => !isAttached(one)),
  };
}

/**
 * The containers that write to a store and are to be stopped: those of the components that run.
 *
 * @throws PlainError where a job among them has not ended, or one runs that the state does not name
 */
export function writing(
  own: readonly StackContainer[],
  { attached }: Strays,
  components: readonly string[],
): readonly StackContainer[] {
  const writes = ({ component, role, running }: Listed): boolean =>
    running && components.includes(component) && ["service", "job", "schedule"].includes(role);
  const lost = attached.filter(writes);
  if (lost.length > 0)
    throw new PlainError(
      `${lost.map(({ name }) => name).join(", ")} can write to the store and ${lost.length === 1 ? "is" : "are"} not in the stack's state: an interrupted update left ${lost.length === 1 ? "it" : "them"}. Remove first: docker rm --force ${lost.map(({ name }) => name).join(" ")}`,
    );
  const found = own.filter(writes);
  const job = found.find(({ role }) => role === "job");
  if (job !== undefined)
    throw new PlainError(`Job ${job.component} is running and writes to the store; wait until it has ended.`);
  return found;
}
