import type * as docker from "@pulumi/docker";
import type { types } from "@pulumi/docker";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { engineContainer, type Postgres } from "../../model";
import { bringScript, broughtFolder, certificateFolder, reloadScript } from "../../render/server-certificate";
import type { ServerCertificate } from "../../shared/certificate";
import { labels, type DockerContext } from "../context";
import { containerArgs } from "../workload/container.args";
import { containerFiles } from "../workload/files";
import { oneShot } from "../workload/one-shot";
import { certificateFiles } from "../../shared/encryption";
import { ownedVolume } from "./volume";

/** A server's certificate in a volume, so that another one is no other container. */
export interface BroughtCertificate {
  /** How a server mounts it. */
  readonly mount: types.input.ContainerVolume;
  /** Once it lies there. */
  readonly brought: Output<docker.Container>;
  /**
   * Lets a server read it, after each time that it was brought.
   *
   * @param ending of the server's name after the store's: `-replicas-1`
   * @param server once it runs
   */
  readonly reloaded: (ending: string, server: Output<docker.Container>, parent: Resource) => Output<Resource>;
}

/** Seconds for two files, and for a signal. */
const deadline = 60;

/** Brings a database's certificate into a volume of its own, and says how its servers come to know of another one. */
export function broughtCertificate(
  context: DockerContext,
  store: Postgres,
  certificate: ServerCertificate,
  parent: Resource,
): BroughtCertificate {
  const { image: reference, user } = engineContainer(store);
  const image = context.engineImage(reference).reference;
  const name = `${context.prefix}-${store.name}-certificate`;
  const volume = ownedVolume(
    context,
    name,
    { component: store.name, owner: user, image, protect: false },
    { parent },
  );
  const files = containerFiles(
    context,
    `${store.name}-certificate`,
    certificateFiles(broughtFolder, certificate),
    { image, owner: user, parent },
  );
  const shape = {
    image,
    user,
    labels: { ...labels(context, store.name, "volume"), ...files.labels },
  };
  const bring = oneShot(
    context,
    name,
    {
      what: `bringing the certificate of "${store.name}"`,
      shape: {
        ...containerArgs({
          ...shape,
          volumes: [{ volumeName: volume.ready, containerPath: certificateFolder }, ...files.volumes],
        }),
        entrypoints: ["sh", "-c", bringScript],
        networkMode: "none",
      },
      deadline,
    },
    { parent, dependsOn: [...files.dependsOn] },
  );
  return {
    mount: { volumeName: volume.volume.name, containerPath: certificateFolder, readOnly: true },
    brought: bring.succeeded,
    reloaded: (ending, server, of) =>
      oneShot(
        context,
        `${context.prefix}-${store.name}${ending}-certificate-reload`,
        {
          what: `the reload of the certificate of "${store.name}${ending}"`,
          shape: {
            ...containerArgs({
              ...shape,
              labels: { ...shape.labels, "dev.trireme.brought": bring.container.id },
            }),
            entrypoints: ["sh", "-c", reloadScript],
            networkMode: "none",
            // Where it sees the server's processes.
            pidMode: interpolate`container:${server.id}`,
          },
          deadline,
        },
        { parent: of, dependsOn: [bring.succeeded] },
      ).succeeded,
  };
}
