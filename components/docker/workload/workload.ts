import { output, type Input, type Resource } from "@pulumi/pulumi";
import { toolsImage, type Job, type Service } from "../../model";
import type { ContainerSpec } from "./container.args";
import type { DockerContext } from "../context";
import { containerFiles, type ContainerFile } from "./files";
import type { MountedVolume } from "../stores/volume";

/** What holds the files of a component: of one that a feature made, an image that names no user. */
function holder(context: DockerContext, component: string, image: Input<string>) {
  if (context.lowered(component)) return { image: context.engineImage(toolsImage).reference };
  return { image, imageUser: () => output(image).apply((reference) => context.engine.userOf(reference)) };
}

/** What a service and a job have in common: the container without its networks, ports and health. */
export function workload(
  context: DockerContext,
  model: Service | Job,
  options: {
    readonly component: string;
    readonly volumes: Readonly<Record<string, MountedVolume>>;
    /** Files beside the model's. */
    readonly files?: Readonly<Record<string, ContainerFile>>;
    readonly parent: Resource;
  },
): { readonly spec: ContainerSpec; readonly dependsOn: readonly Input<Resource>[] } {
  const image = context.image(model.image);
  const files = containerFiles(
    context,
    options.component,
    { ...model.files, ...options.files },
    { ...holder(context, model.name, image.reference), owner: model.user, parent: options.parent },
  );
  const mounts = (model.mounts ?? []).map(({ volume, path, readOnly }) => ({
    volumeName: options.volumes[volume]?.volume.name,
    containerPath: path,
    readOnly: readOnly ?? false,
  }));
  const mounted = [...new Set((model.mounts ?? []).map(({ volume }) => volume))];
  const host = context.host(model.name);
  const seen = (host?.mounts ?? []).map(({ from, path }) => ({
    hostPath: from,
    containerPath: path,
    readOnly: true,
  }));
  const watched = Object.entries(image.watch)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([hostPath, containerPath]) => ({ hostPath, containerPath, readOnly: true }));
  return {
    spec: {
      image: image.reference,
      process: model,
      command: model.command?.map((value) => context.resolve(value)),
      env: {
        ...Object.fromEntries(
          Object.entries(model.env).map(([name, value]) => [name, context.resolve(value)]),
        ),
        // Who sees the machine tells by it what is the stack's own.
        ...(host === undefined ? {} : { TRIREME_STACK: context.stack }),
      },
      user: model.user,
      readOnlyRoot: model.readOnlyRoot,
      scratch: model.scratch,
      volumes: [...mounts, ...seen, ...watched, ...files.volumes],
      ...(host?.processes === true ? { machineProcesses: true } : {}),
      resources: model.resources,
      logs: model.logs,
      labels: files.labels,
    },
    dependsOn: [...files.dependsOn, ...mounted.flatMap((name) => options.volumes[name]?.handedOver ?? [])],
  };
}
