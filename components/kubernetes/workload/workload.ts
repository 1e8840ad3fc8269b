import type { input } from "@pulumi/kubernetes/types";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Job, Role, Service } from "../../model";
import type { KubernetesContext } from "../context";
import { configuration, type Configuration } from "./files";
import { identityOf, type ContainerSpec } from "./pod.args";

/** Names of the claims of a system's volumes, by the volume's name. */
export type Claims = Readonly<Record<string, Input<string>>>;

/** What a service and a job have in common: the container without its ports and health, and what it mounts. */
export function workload(
  context: KubernetesContext,
  model: Service | Job,
  options: { readonly role: Role; readonly claims: Claims; readonly parent: Resource },
): {
  readonly spec: ContainerSpec;
  readonly volumes: readonly input.core.v1.Volume[];
  readonly group?: number;
  /** Names of what it reads: others with each content. */
  readonly names: Configuration["names"];
} {
  const user = model.user ?? context.settings.user;
  const { group } = identityOf(user);
  const own = configuration(context, {
    component: model.name,
    role: options.role,
    env: model.env,
    files: model.files,
    group,
    parent: options.parent,
  });
  const claimed = [...new Set((model.mounts ?? []).map(({ volume }) => volume))];
  return {
    names: own.names,
    ...(group === undefined ? {} : { group }),
    spec: {
      name: model.name,
      image: context.image(model.image),
      command: model.command?.map((value) => context.resolve(value)),
      env: own.env,
      user,
      readOnlyRoot: model.readOnlyRoot,
      scratch: model.scratch,
      mounts: [
        ...(model.mounts ?? []).map(({ volume, path, readOnly }) => ({
          name: `volume-${volume}`,
          mountPath: path,
          readOnly: readOnly ?? false,
        })),
        ...own.mounts,
      ],
      resources: model.resources,
    },
    volumes: [
      ...claimed.map((volume) => ({
        name: `volume-${volume}`,
        // A valid system mounts no other volumes than its own.
        persistentVolumeClaim: { claimName: options.claims[volume] ?? volume },
      })),
      ...own.volumes,
    ],
  };
}
