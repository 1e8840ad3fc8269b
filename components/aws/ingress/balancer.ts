import { Listener, ListenerRule, LoadBalancer, TargetGroup, type ListenerArgs } from "@pulumi/aws/lb";
import type { input } from "@pulumi/aws/types";
import {
  all,
  ComponentResource,
  interpolate,
  type ComponentResourceOptions,
  type Output,
} from "@pulumi/pulumi";
import type { Ingress, Service } from "../../model";
import { listenerHeaders, listenerPort, probeOf, redirectHosts } from "./balancer.args";
import type { MadeBucket } from "../stores/bucket";
import type { AwsContext } from "../context";
import { balancerWait, cloudFrontOf } from "../settings";
import { tags } from "../labels";
import { named } from "../naming.args";
import { idleTimeout, targetsOf, type Target } from "./routes.args";
import { listenerRules, notFound, unmatched, type RuleShape } from "./rules.args";
import type { Attachment } from "../workload/service.args";
import { drainSeconds } from "../workload/task.args";
import { children } from "../children";
import { nodesOf, type Nodes } from "../../shared/children";

export interface BalancerArgs {
  readonly ingress: Ingress;
  /** Absent: it speaks plain HTTP, as the system's description says. */
  readonly certificateArn?: Output<string>;
  /** What a request must bring to be taken; absent: everybody's are. */
  readonly proof?: { readonly header: string; readonly value: Output<string> };
  readonly logs: MadeBucket;
}

/** The load balancer: rules from the routes, one target group for each port that they lead to. */
export class Balancer extends ComponentResource {
  readonly balancer: LoadBalancer;
  private readonly groups: ReadonlyMap<string, TargetGroup>;
  /** The rules: a service is made after them, because ECS takes a target group only with a balancer. */
  readonly rules: readonly ListenerRule[];

  constructor(
    private readonly context: AwsContext,
    private readonly args: BalancerArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:aws:Balancer", `${context.prefix}-balancer`, {}, opts);
    this.balancer = this.createBalancer();
    this.groups = this.createGroups();
    const listener = this.createListener();
    this.rules = listenerRules(context.model, args.ingress, context.settings.failover).map((rule) =>
      this.createRule(listener, rule),
    );
    this.registerOutputs({ dnsName: this.balancer.dnsName });
  }

  /** What it made, by the keys of its transforms. */
  get nodes(): Nodes<typeof children.balancer> {
    return nodesOf(this, children.balancer);
  }

  /** The target groups of a service. */
  attachmentsOf(service: string): readonly Attachment[] {
    return [...targetsOf(this.context.model)]
      .filter(([, target]) => target.service === service)
      .flatMap(([key, { number }]) => {
        const group = this.groups.get(key);
        if (group === undefined) return [];
        const label = interpolate`${this.balancer.arnSuffix}/${group.arnSuffix}`;
        return [{ arn: group.arn, port: number, label, suffix: group.arnSuffix }];
      });
  }

  private get tags(): Record<string, string> {
    return tags(this.context, this.args.ingress.name, "proxy");
  }

  private createBalancer(): LoadBalancer {
    const { context } = this;
    const { ingress, logs } = this.args;
    return new LoadBalancer(
      named("loadBalancer", context.prefix, ingress.name),
      {
        loadBalancerType: "application",
        internal: false,
        subnets: [...context.network.subnets.public],
        securityGroups: [context.network.securityGroupOf(ingress.name)],
        idleTimeout: idleTimeout(ingress, balancerWait(context.settings)),
        // A longer life than that of CloudFront's own connections: it never writes into one that is just closed.
        clientKeepAlive: 3600,
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableDeletionProtection: context.protect,
        accessLogs: { bucket: logs.bucket.bucket, prefix: "balancer", enabled: true },
        tags: this.tags,
      },
      // AWS tries at once whether it may write logs, and wants a way to the internet.
      { parent: this, dependsOn: [...context.groundwork, ...logs.ready] },
    );
  }

  private createGroups(): ReadonlyMap<string, TargetGroup> {
    const { context } = this;
    return new Map(
      [...targetsOf(context.model)].map(([key, target]) => {
        const service = context.model.services.find(({ name }) => name === target.service);
        if (service === undefined) throw new RangeError(`there is no service "${target.service}"`);
        return [key, this.createGroup(key, target, service)];
      }),
    );
  }

  private createGroup(key: string, target: Target, service: Service): TargetGroup {
    const { context } = this;
    return new TargetGroup(
      named("targetGroup", context.prefix, key),
      {
        vpcId: context.network.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port: target.number,
        // As long as an instance is given for what it holds.
        deregistrationDelay: drainSeconds(service.drain),
        loadBalancingAlgorithmType: "least_outstanding_requests",
        healthCheck: { enabled: true, ...probeOf(service, target) },
        tags: tags(context, service.name, "service"),
      },
      { parent: this },
    );
  }

  private createListener(): Listener {
    const { context } = this;
    const { ingress, certificateArn } = this.args;
    const port = listenerPort(ingress);
    const nothing: ListenerArgs["defaultActions"] = [
      { type: "fixed-response", fixedResponse: unmatched(context.model, ingress) },
    ];
    const name = `${context.prefix}-${ingress.name}`;
    const shared = { loadBalancerArn: this.balancer.arn, tags: this.tags };
    if (certificateArn === undefined)
      return new Listener(
        name,
        { ...shared, port, protocol: "HTTP", defaultActions: nothing },
        { parent: this },
      );
    const direct = cloudFrontOf(context.settings) === undefined;
    if (direct) this.createRedirect(name, shared);
    return new Listener(
      name,
      {
        ...shared,
        port,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn,
        defaultActions: nothing,
        ...(direct ? listenerHeaders(ingress.headers ?? {}) : {}),
      },
      { parent: this },
    );
  }

  /** Plain HTTP leads to HTTPS: each host to itself, and never to a name that a client made up. */
  private createRedirect(name: string, shared: Pick<ListenerArgs, "loadBalancerArn" | "tags">): void {
    const { main, others } = redirectHosts(this.args.ingress);
    const to = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } as const;
    const listener = new Listener(
      `${name}-http`,
      {
        ...shared,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "redirect", redirect: { ...to, host: main } }],
      },
      { parent: this },
    );
    others.forEach((hosts, index) => {
      new ListenerRule(
        `${name}-http-${index + 1}`,
        {
          listenerArn: listener.arn,
          priority: index + 1,
          conditions: [{ hostHeader: { values: [...hosts] } }],
          actions: [{ type: "redirect", redirect: { ...to } }],
          tags: this.tags,
        },
        { parent: this },
      );
    });
  }

  private createRule(listener: Listener, rule: RuleShape): ListenerRule {
    const { proof } = this.args;
    const group = rule.target === undefined ? undefined : this.groups.get(rule.target);
    const action: input.lb.ListenerRuleAction =
      group === undefined
        ? { type: "fixed-response", fixedResponse: notFound }
        : { type: "forward", targetGroupArn: group.arn };
    return new ListenerRule(
      `${this.context.prefix}-rule-${rule.priority}`,
      {
        listenerArn: listener.arn,
        priority: rule.priority,
        conditions: [
          { pathPattern: { values: [...rule.paths] } },
          ...(rule.hosts === undefined ? [] : [{ hostHeader: { values: [...rule.hosts] } }]),
          ...(proof === undefined
            ? []
            : [
                {
                  httpHeader: {
                    httpHeaderName: proof.header,
                    values: all([proof.value]),
                  },
                },
              ]),
        ],
        actions: [action],
        ...(rule.rewrite === undefined
          ? {}
          : { transforms: [{ type: "url-rewrite", urlRewriteConfig: { rewrite: rule.rewrite } }] }),
        tags: this.tags,
      },
      { parent: this },
    );
  }
}
