import type { StatefulSet } from "@pulumi/kubernetes/apps/v1";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { command, engineContainer, type Health, type Redis } from "../../model";
import { renderMember, renderSentinel } from "../../render/sentinel";
import type { KubernetesContext } from "../context";
import { configuration } from "../workload/files";
import { identityOf } from "../workload/pod.args";
import { sentinelOptions, sentinelPort } from "./sentinel.args";
import { serverSet } from "./set/set";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface SentinelArgs {
  readonly store: Redis;
  /** Whether the data outlives its resource. */
  readonly protect: boolean;
}

/** Asked without a password, for that rotates: it answers that it wants one. */
const health: Health = command(
  ["sh", "-c", `redis-cli -p ${sentinelPort} ping 2>&1 | grep -Eq '^(PONG|NOAUTH)'`],
  { interval: "10s", timeout: "5s", retries: 5 },
);

/** Three Redis servers, each with a Sentinel beside it: when the master is lost, two of them choose another. */
export class Sentinel extends ComponentResource {
  readonly statefulSet: StatefulSet;
  /** The servers once all of them answer. */
  readonly ready: Output<StatefulSet>;

  constructor(context: KubernetesContext, args: SentinelArgs, opts?: ComponentResourceOptions) {
    const { store, protect } = args;
    const name = `${context.prefix}-${store.name}`;
    super("trireme:kubernetes:Sentinel", name, {}, opts);
    const engine = engineContainer(store);
    const options = sentinelOptions(store);
    const given = configuration(context, {
      component: store.name,
      role: "store",
      files: {
        ...engine.files,
        "/run/scripts/member.sh": { content: renderMember(options, engine) },
        "/run/scripts/sentinel.sh": { content: renderSentinel(options) },
      },
      group: identityOf(engine.user).group,
      resolve: context.initially,
      parent: this,
    });
    const common = {
      image: context.engineImage(engine.image),
      user: engine.user,
      mounts: [{ name: "data", mountPath: "/data" }, ...given.mounts],
    };
    const made = serverSet(
      context,
      {
        name,
        store,
        protect,
        ports: { main: 6379, sentinel: sentinelPort },
        containers: [
          {
            ...common,
            name: "redis",
            command: ["sh", "/run/scripts/member.sh"],
            ports: { main: 6379 },
            health: engine.health,
            startup: engine.alive,
            liveness: engine.alive,
            resources: store.resources,
          },
          {
            ...common,
            name: "sentinel",
            command: ["sh", "/run/scripts/sentinel.sh"],
            ports: { sentinel: sentinelPort },
            health,
            resources: {
              cpu: { request: 0.05, limit: 0.5 },
              memory: { request: "32Mi", limit: "128Mi" },
            },
          },
        ],
        volumes: given.volumes,
      },
      this,
    );
    this.statefulSet = made.statefulSet;
    this.ready = made.ready;
    this.registerOutputs({});
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.sentinel> {
    return nodesOf(this, children.sentinel);
  }
}
