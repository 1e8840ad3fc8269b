import * as docker from "@pulumi/docker";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { command, engineContainer, type Health, type Redis } from "../../model";
import { healthy } from "../awaited";
import { containerArgs, healthDeadline } from "../workload/container.args";
import { labels, type DockerContext } from "../context";
import { containerFiles } from "../workload/files";
import { asMember, membersOf, ownNames, sentinelOf } from "./members.args";
import type { Store } from "./store";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface SentinelsArgs {
  readonly store: Redis;
  /** The servers, in their order. */
  readonly servers: readonly Store[];
}

/** A Sentinel beside each server of a Redis: when the master is lost, more than half of them choose another. */
export class Sentinels extends ComponentResource {
  /** The containers once each Sentinel answers. */
  readonly ready: readonly Output<docker.Container>[];

  constructor(context: DockerContext, { store, servers }: SentinelsArgs, opts?: ComponentResourceOptions) {
    const component = `${store.name}-sentinel`;
    const name = `${context.prefix}-${component}`;
    super("trireme:docker:Sentinels", name, {}, opts);
    const engine = engineContainer(store);
    const sentinel = sentinelOf(store);
    const image = context.engineImage(engine.image).reference;
    const files = containerFiles({ ...context, resolve: context.initially }, component, sentinel.files, {
      image,
      owner: engine.user,
      parent: this,
    });
    const health: Health = command(sentinel.health, { interval: "10s", timeout: "5s", retries: 5 });
    this.ready = membersOf(store).flatMap(({ hostname }, index) => {
      const server = servers[index];
      if (server?.volume === undefined) return [];
      const shape = containerArgs({
        image,
        command: sentinel.command,
        user: engine.user,
        // Where it keeps what it learnt, and where the server finds that again.
        volumes: [{ volumeName: server.volume.name, containerPath: engine.dataPath }, ...files.volumes],
        networks: context.networks(store.name).map((one) => asMember(one, `${hostname}.${sentinel.domain}`)),
        health,
        resources: { cpu: { request: 0.05, limit: 0.5 }, memory: { request: "32Mi", limit: "128Mi" } },
        labels: { ...labels(context, store.name, "sentinel"), ...files.labels },
      });
      const container = new docker.Container(
        `${name}-${index}`,
        { ...shape, hostname, ...ownNames },
        {
          parent: this,
          deleteBeforeReplace: true,
          // It asks for the master's address when it first starts.
          dependsOn: [...files.dependsOn, ...servers.map(({ ready }) => ready)],
        },
      );
      return [
        healthy(context, container, `the Sentinel ${index} of "${store.name}"`, {
          deadline: healthDeadline(health),
        }),
      ];
    });
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.sentinels> {
    return nodesOf(this, children.sentinels);
  }
}
