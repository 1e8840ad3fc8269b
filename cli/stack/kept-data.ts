import type { ExportedResource } from "./rerun";

const volumeType = "docker:index/volume:Volume";

/** Generated values: data that is kept was written under them, and a stack that comes back needs the same. */
const isGenerated = ({ type }: ExportedResource): boolean =>
  type.startsWith("random:index/") || type === "tls:index/privateKey:PrivateKey";

/** What a destroy leaves alone, and what it removes. */
export interface Division {
  /** What is protected: the data. */
  readonly data: readonly ExportedResource[];
  /** URNs of all the rest that can go, without what the kept needs. */
  readonly removed: readonly string[];
}

/** URNs of what a resource cannot be without. */
function needs({ parent, provider, dependencies, propertyDependencies, deletedWith }: ExportedResource) {
  const of = Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []);
  // A provider is referred to as URN::id.
  const through = provider === undefined || provider === "" ? [] : [provider.replace(/::[^:]*$/, "")];
  return [parent, deletedWith, ...(dependencies ?? []), ...of, ...through].filter((urn) => urn !== undefined);
}

/**
 * Divides a stack's resources for a destroy that keeps its data: what is protected, the generated values that it was written
 * under, and all that these stand on stay.
 */
export function divided(resources: readonly ExportedResource[]): Division {
  const data = resources.filter(({ protect, delete: replaced }) => protect === true && replaced !== true);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const kept = new Set<string>();
  const queue = data.length === 0 ? [] : [...data, ...resources.filter(isGenerated)].map(({ urn }) => urn);
  for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
    if (kept.has(urn)) continue;
    kept.add(urn);
    const resource = byUrn.get(urn);
    if (resource !== undefined) queue.push(...needs(resource));
  }
  return { data, removed: [...byUrn.keys()].filter((urn) => !kept.has(urn)) };
}

/** `volume syfthub-prod-db-data-1a2b3c4`: what is kept, as its provider knows it. */
function described({ type, id, outputs, urn }: ExportedResource): string {
  const what = (type.split(":").at(-1) ?? type).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  const { name } = outputs ?? {};
  return `${what} ${typeof name === "string" ? name : (id ?? urn.split("::").at(-1) ?? urn)}`;
}

/**
 * What is told of data that a destroy keeps.
 *
 * @param further how it goes too
 */
export function keptReport(stack: string, further: string, data: readonly ExportedResource[]): string {
  return [
    `The data of stack ${stack} is kept, with the generated passwords that belong to it:`,
    ...data.map((one) => `  ${described(one)}`).sort(),
    `Bring the stack back with it: npx trireme up ${stack}`,
    further,
  ].join("\n");
}

/** What is told before data is removed for good. */
export function deletionReport(stack: string, data: readonly ExportedResource[]): string {
  return [
    `This removes stack ${stack} with ALL ITS DATA. Nothing brings it back:`,
    ...data.map((one) => `  ${described(one)}`).sort(),
  ].join("\n");
}

/** The volumes that a destroy of everything lets go of without removing them. */
export function retainedVolumes(resources: readonly ExportedResource[]): readonly string[] {
  return resources.flatMap(({ type, retainOnDelete, outputs }) => {
    const name = outputs?.name;
    return type === volumeType && retainOnDelete === true && typeof name === "string" ? [name] : [];
  });
}

/** How the data is asked to go too. */
export interface Deletion {
  readonly wanted: boolean;
  /** The name that was given with the option, for where nobody can be asked. */
  readonly named?: string;
}

/** What `--delete-data`, or `--delete-data=STACK`, asks for. */
export function deletionOf(option: string | true | undefined): Deletion {
  if (option === undefined) return { wanted: false };
  return option === true ? { wanted: true } : { wanted: true, named: option };
}
