import { hourly, hourOf, machineDisk, unitIn } from "../../cost/prices";
import { known, metric, missingInstances, usage, type Alarm } from "../../observability/alarm.args";
import { bounds, quarter } from "../../observability/alarms.args";
import type { Refusal } from "../../../shared/refusal";
import type { AwsDriver } from "../driver.args";
import { largestMachine, machineFor, resourcesOf } from "../machines.args";
import {
  datagramPorts,
  diskOf,
  nodesOf,
  peerPorts,
  serverPorts,
  storeNamespace,
  type OwnServer,
} from "../server.args";
import type { Consul, Qdrant, Rabbitmq } from "../../../model";

/** GiB of the largest disk of EBS. */
const largestDisk = 16_384;

function refusals(store: OwnServer, disk: number): readonly Refusal[] {
  const { cpu, memory } = resourcesOf(store);
  return [
    {
      path: "resources",
      set: machineFor(store) === undefined,
      message: `no machine that this target knows holds ${cpu.limit} cores and ${memory.limit}; write limits up to ${largestMachine.cpus} cores and ${largestMachine.memory}Gi`,
    },
    {
      path: "size",
      set: disk > largestDisk,
      message: `a disk of EBS has up to ${largestDisk}Gi, not ${disk}; write a smaller size`,
    },
  ];
}

/** Alarms of each server: on its machine, its disk, and itself. */
function alarms(store: OwnServer, prefix: string): readonly Alarm[] {
  return nodesOf(prefix, store).flatMap(({ name }): readonly Alarm[] => [
    {
      name: `${name}-down`,
      component: store.name,
      summary: `${name} does not run`,
      severity: "critical",
      ...missingInstances(name),
      period: 60,
      of: { periods: 5, beyond: 5 },
    },
    {
      name: `${name}-machine`,
      component: store.name,
      summary: `The machine of ${name} has failed, and EC2 has not brought it back`,
      severity: "critical",
      watched: {
        metric: metric("AWS/EC2", "StatusCheckFailed", "Maximum", { InstanceId: known.machine(name) }),
      },
      when: ">",
      threshold: 0,
      period: 60,
      of: { periods: 10, beyond: 10 },
      missing: "breaching",
    },
    {
      name: `${name}-disk`,
      component: store.name,
      summary: `${name} has less than ${bounds.storageLeft} % of its disk left`,
      description: `Give it a larger one, which it takes while it runs: trireme:aws.stores.${store.name}.size`,
      severity: "critical",
      watched: {
        metric: metric(storeNamespace, "DiskUsedPercent", "Maximum", { System: prefix, Store: name }),
      },
      when: ">",
      threshold: 100 - bounds.storageLeft,
      ...quarter,
    },
    {
      name: `${name}-memory`,
      component: store.name,
      summary: `${name} uses more than ${bounds.memory} % of its memory`,
      severity: "warning",
      ...usage("MemoryUtilization", bounds.memory, name),
      ...quarter,
    },
    {
      name: `${name}-cpu`,
      component: store.name,
      summary: `${name} uses more than ${bounds.cpu} % of its CPU`,
      severity: "warning",
      ...usage("CPUUtilization", bounds.cpu, name),
      ...quarter,
    },
  ]);
}

function ownServer<S extends OwnServer>(): AwsDriver<S> {
  return {
    run: (store) => ({ by: "server", store }),
    refusals: (store, { settings }) => refusals(store, diskOf(store, settings)),
    ports: serverPorts,
    peers: peerPorts,
    datagrams: datagramPorts,
    tasks: true,
    costs: (store, { prefix, settings }) => {
      const machine = machineFor(store);
      const nodes = nodesOf(prefix, store).length;
      const disk = diskOf(store, settings);
      const unit = unitIn(settings.region);
      return [
        {
          what: store.name,
          how: `${nodes} × ${machine?.name ?? ""}, ${disk} GB gp3 each`,
          monthly:
            hourly(hourOf(machine?.name ?? "", settings.region) ?? 0, nodes) +
            nodes * (disk + machineDisk) * unit("diskStorage") +
            unit("zone"),
        },
      ];
    },
    alarms: (store, { prefix }) => alarms(store, prefix),
    state: {
      type: "aws:ecs/service:Service",
      key: "id",
      ask: async (client, arn) => {
        const [cluster = "", name = ""] = arn.split("/").slice(1);
        const found = await client.service(cluster, name);
        if (found === undefined) return undefined;
        return (found.runningCount ?? 0) < (found.desiredCount ?? 0) ? "not running" : found.status;
      },
    },
    graphs: (store, prefix) => {
      const nodes = nodesOf(prefix, store).map(({ name }) => name);
      return [
        {
          title: `${store.name}: CPU and memory (%)`,
          metrics: nodes.flatMap((name) =>
            ["CPUUtilization", "MemoryUtilization"].map((what) => ({
              label: `${name} ${what}`,
              metric: metric("AWS/ECS", what, "Average", {
                ClusterName: known.cluster,
                ServiceName: known.service(name),
              }),
            })),
          ),
        },
        {
          title: `${store.name}: disk (% used)`,
          metrics: nodes.map((name) => ({
            label: name,
            metric: metric(storeNamespace, "DiskUsedPercent", "Maximum", { System: prefix, Store: name }),
          })),
        },
      ];
    },
  };
}

/** A Consul on a machine of its own. */
export const consul: AwsDriver<Consul> = ownServer();

/** A RabbitMQ on a machine of its own. */
export const rabbitmq: AwsDriver<Rabbitmq> = ownServer();

/** A Qdrant on machines of its own, one for each node. */
export const qdrant: AwsDriver<Qdrant> = ownServer();
