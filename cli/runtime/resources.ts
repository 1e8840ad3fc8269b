import { labelNames } from "../../components/model";
import type { ExportedResource } from "../stack/rerun";

/** A text among what a resource is known by; undefined where it has none. */
export function textOf(resource: ExportedResource | undefined, key: string): string | undefined {
  const value = resource?.outputs?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A tag of a resource. */
export function tagOf(resource: ExportedResource, name: string): string | undefined {
  const tags = (resource.outputs?.tags ?? {}) as Readonly<Record<string, unknown>>;
  const value = tags[name];
  return typeof value === "string" ? value : undefined;
}

/** The resource of a type that is a component's, of those that stay; for what it is there where that is named. */
export function ofComponent(
  resources: readonly ExportedResource[],
  type: string,
  component: string,
  role?: string,
): ExportedResource | undefined {
  return resources.find(
    (one) =>
      one.type === type &&
      one.delete !== true &&
      tagOf(one, labelNames.component) === component &&
      (role === undefined || tagOf(one, labelNames.role) === role),
  );
}
