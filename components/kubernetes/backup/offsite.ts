import type { Resource } from "@pulumi/pulumi";
import { bucketImage, command, type Backup, type Health } from "../../model";
import {
  bucketKeyPaths,
  bucketOf,
  offsiteFolder,
  offsiteScript,
  renderOffsiteSettings,
} from "../../render/backup";
import { metricsFolder } from "../../render/proxy/reload";
import type { KubernetesContext } from "../context";
import { configuration, type Configuration } from "../workload/files";
import { identityOf, type ContainerSpec } from "../workload/pod.args";

/** From 2.23 on the CLI sends checksums by default that other makers' buckets refuse. */

const health: Health = command(["sh", "-c", 'test -n "$(find /tmp/alive -mmin -60)"'], {
  interval: "30s",
  timeout: "10s",
  retries: 3,
  startPeriod: "30s",
});

/** The container beside a backup's keeper that copies its results to a bucket; the bucket's keys are with it alone. */
export function offsite(
  context: KubernetesContext,
  { backup, user }: { readonly backup: Backup; readonly user: string },
  parent: Resource,
): { readonly spec: ContainerSpec; readonly volumes: Configuration["volumes"] } | undefined {
  const bucket = bucketOf(backup);
  if (bucket === undefined) return undefined;
  const own = configuration(context, {
    component: backup.name,
    role: "offsite",
    suffix: "-offsite",
    files: {
      [`${offsiteFolder}/main.sh`]: { content: offsiteScript },
      [`${offsiteFolder}/settings.sh`]: {
        content: renderOffsiteSettings(backup, bucket, `${context.system}-${context.stack}`),
      },
      [bucketKeyPaths.accessKey]: { content: bucket.accessKey },
      [bucketKeyPaths.secretKey]: { content: bucket.secretKey },
    },
    group: identityOf(user).group,
    volume: "offsite-files",
    parent,
  });
  return {
    volumes: own.volumes,
    spec: {
      name: "offsite",
      image: context.engineImage(bucketImage),
      entrypoint: ["sh", `${offsiteFolder}/main.sh`, "loop"],
      user,
      mounts: [
        { name: "kept", mountPath: "/backup", readOnly: true },
        { name: "fetched", mountPath: "/fetched" },
        { name: "metrics", mountPath: metricsFolder },
        ...own.mounts,
      ],
      health,
      resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "512Mi" } },
    },
  };
}
