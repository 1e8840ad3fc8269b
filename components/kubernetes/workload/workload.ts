import type { input } from "@pulumi/kubernetes/types";
import { all, type Input, type Resource } from "@pulumi/pulumi";
import { namespaceOfPods, refsOf, type File, type Job, type Role, type Service } from "../../model";
import type { KubernetesContext } from "../context";
import { configuration, type Configuration, type PodFile } from "./files";
import { identityOf, type ContainerSpec } from "./pod.args";

/** Names of the claims of a system's volumes, by the volume's name. */
export type Claims = Readonly<Record<string, Input<string>>>;

/** Files with the namespace where they ask for it, which no value of the model knows. */
function placed(
  context: KubernetesContext,
  files: Readonly<Record<string, File>> = {},
): Readonly<Record<string, PodFile>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, { content, ...file }]) => [
      path,
      {
        ...file,
        content: all([context.resolve(content), context.namespace]).apply(([text, namespace]) =>
          text.replaceAll(namespaceOfPods, namespace),
        ),
        confidential: refsOf(content).some((ref) => context.isHidden(ref)),
      },
    ]),
  );
}

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
  const { cluster } = context.origin(model.name) ?? {};
  const user = model.user ?? context.settings.user;
  const { group } = identityOf(user);
  const own = configuration(context, {
    component: model.name,
    role: options.role,
    env: model.env,
    files: cluster === undefined ? model.files : placed(context, model.files),
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
      entrypoint: model.entrypoint,
      command: model.command?.map((value) => context.resolve(value)),
      process: model,
      env: {
        ...own.env,
        // Whose objects it may read.
        ...(cluster === undefined ? {} : { TRIREME_NAMESPACE: { text: context.namespace } }),
      },
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
