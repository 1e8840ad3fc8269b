import { labelNames } from "../../components/model/values/naming";
import { several } from "../command-line/declaration";
import { PlainError } from "../../setup/errors";

/** The option of `up` and `start` by which jobs run again. */
export const rerun = several(
  "--rerun <component>",
  "run this job again, or the proxy's reload; may be given several times",
);

/** A resource as `pulumi stack export` prints it. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  /** The provider's name for it; a container's id. */
  readonly id?: string;
  /** Whether another has its place and it only waits to be removed. */
  readonly delete?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** URNs. */
  readonly parent?: string;
  readonly dependencies?: readonly string[] | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly deletedWith?: string;
  /** URN and id of the provider that made it. */
  readonly provider?: string;
}

/** Pulumi's type of a container on a Docker engine. */
export const containerType = "docker:index/container:Container";

interface OneShot {
  readonly urn: string;
  readonly component: string;
  readonly exitCode: number;
}

/** Pulumi's type of a Job in a cluster. One that failed is not in it any more, so it is made again in any case. */
const jobType = "kubernetes:batch/v1:Job";

function clusterJob({ urn, outputs }: ExportedResource): readonly OneShot[] {
  const { labels = {} } = (outputs?.metadata ?? {}) as { labels?: Readonly<Record<string, string>> };
  const component = labels["app.kubernetes.io/name"];
  const isJob = labels["app.kubernetes.io/component"] === "job";
  return component === undefined || !isJob ? [] : [{ urn, component, exitCode: 0 }];
}

/** What runs to an end: jobs, and the reloads of a proxy. */
function oneShots(resources: readonly ExportedResource[]): readonly OneShot[] {
  return resources.flatMap((resource) => {
    const { urn, type, outputs } = resource;
    if (type === jobType) return clusterJob(resource);
    if (type !== containerType || outputs === undefined) return [];
    const labels = (outputs.labels ?? []) as readonly { readonly label: string; readonly value: string }[];
    const valueOf = (name: string): string | undefined => labels.find(({ label }) => label === name)?.value;
    const component = valueOf(labelNames.component);
    if (component === undefined || !["job", "reload"].includes(valueOf(labelNames.role) ?? "")) return [];
    return [{ urn, component, exitCode: typeof outputs.exitCode === "number" ? outputs.exitCode : 0 }];
  });
}

/**
 * The resources that must be made again: one-shot containers and jobs that failed, for Pulumi takes their creation for
 * done, and those of the components that are named.
 *
 * @throws PlainError when a named component has none
 */
export function toReplace(
  resources: readonly ExportedResource[],
  named: readonly string[],
): readonly string[] {
  const all = oneShots(resources);
  const components = [...new Set(all.map(({ component }) => component))].sort();
  const unknown = named.filter((component) => !components.includes(component));
  if (unknown.length > 0)
    throw new PlainError(
      `--rerun ${unknown.join(", ")}: the stack has no such job; it has ${components.join(", ") === "" ? "none" : components.join(", ")}.`,
    );
  return all
    .filter(({ component, exitCode }) => exitCode !== 0 || named.includes(component))
    .map(({ urn }) => urn);
}
