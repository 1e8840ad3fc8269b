import type { Input } from "@pulumi/pulumi";
import { known } from "./alarm.args";
import type { AwsContext } from "../context";
import type { Proxy } from "../ingress/proxy";
import type { Service } from "../workload/service";
import type { Store } from "../stores/store";
import type { Volume } from "../stores/volume";

/** What AWS calls the things that alarms and the dashboard speak of. */
export function watchedNames(
  context: AwsContext,
  made: {
    readonly stores: ReadonlyMap<string, Store>;
    readonly volumes: Readonly<Record<string, Volume>>;
    readonly services: ReadonlyMap<string, Service>;
    readonly proxy: Proxy | undefined;
  },
): Readonly<Record<string, Input<string>>> {
  const { stores, volumes, services, proxy } = made;
  return {
    [known.cluster]: context.cluster.name,
    ...Object.fromEntries([...services].map(([name, { service }]) => [known.service(name), service.name])),
    ...Object.fromEntries(
      [...stores.values()].flatMap(({ made: { watched = {} } }) => Object.entries(watched)),
    ),
    ...Object.fromEntries(
      Object.entries(volumes).map(([name, { fileSystem }]) => [known.fileSystem(name), fileSystem.id]),
    ),
    ...(proxy === undefined
      ? {}
      : {
          [known.balancer]: proxy.balancer.balancer.arnSuffix,
          ...Object.fromEntries(
            [...services.keys()].flatMap((name) => {
              const [attachment] = proxy.balancer.attachmentsOf(name);
              return attachment === undefined ? [] : [[known.targets(name), attachment.suffix]];
            }),
          ),
          ...(proxy.certificateArn === undefined ? {} : { [known.certificate]: proxy.certificateArn }),
        }),
  };
}
