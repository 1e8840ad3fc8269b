import { attributesOf, isServer } from "../engines";
import { hasMetrics, type System } from "../system";
import type { Problem } from "./problem";

/** Properties that stand where no target acts on them. */
export function checkUnused(system: System): readonly Problem[] {
  const servers = system.stores.filter(isServer);
  const own = servers.filter(({ external }) => external === undefined);
  const computing = [
    ...own.map(({ name, resources }) => ({ path: `stores.${name}`, resources })),
    { path: "ingress", resources: system.ingress?.resources },
  ];
  return [
    ...computing
      .filter(({ resources }) => resources?.gpus !== undefined)
      .map(({ path }) => ({
        path: `${path}.resources.gpus`,
        message: "only services and jobs can use GPUs; leave it out",
      })),
    ...servers.flatMap((store) =>
      store.external?.readUrl === undefined || attributesOf(store).includes("readUrl")
        ? []
        : [
            {
              path: `stores.${store.name}.external.readUrl`,
              message: `only Postgres has a URL of its own for reads, and this is ${store.engine}; leave it out`,
            },
          ],
    ),
    ...own.flatMap((store) =>
      store.engine === "redis" && store.setName !== undefined && (store.nodes ?? 1) === 1
        ? [
            {
              path: `stores.${store.name}.setName`,
              message: `"${store.setName}" names a set of several nodes for Sentinel, and there is one node; set nodes to 3, or leave setName out`,
            },
          ]
        : [],
    ),
    ...(system.metrics?.publish === undefined || hasMetrics(system)
      ? []
      : [
          {
            path: "metrics.publish",
            message:
              "it is for the metrics of backups and certificates, and the system has neither; leave it out",
          },
        ]),
  ];
}
