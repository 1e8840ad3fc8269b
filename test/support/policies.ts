import { describe, expect, it } from "vitest";
import type { AnyPolicy } from "../../policies/policy";
import { settingsOf, violations } from "../../policies/settings";
import type { Subject } from "../../policies/subject";

/** A resource for policies to check; by its type's last word it is called `web`, if nothing else is said. */
export function subject(
  type: string,
  props: Readonly<Record<string, unknown>>,
  more: Partial<Subject> & { readonly below?: readonly string[] } = {},
): Subject {
  const { below = [], name = "web", ...rest } = more;
  return {
    urn: `urn:pulumi:prod::trireme::${[...below, type].join("$")}::${name}`,
    name,
    type,
    props,
    secrets: [],
    protect: false,
    ...rest,
  };
}

/** The same resource with one property, named by a dotted path, changed or (undefined) removed. */
export function broken(whole: Subject, path: string, value: unknown): Subject {
  const set = (node: unknown, [name = "", ...rest]: readonly string[]): unknown => {
    const changed =
      rest.length === 0 ? value : set((node as Record<string, unknown> | undefined)?.[name], rest);
    if (Array.isArray(node))
      return node.map((element: unknown, index) => (String(index) === name ? changed : element));
    const { [name]: _, ...others } = (node ?? {}) as Record<string, unknown>;
    return changed === undefined ? others : { ...others, [name]: changed };
  };
  return { ...whole, props: set(whole.props, path.split(".")) as Subject["props"] };
}

/** The messages of a policy on these resources, in production unless said otherwise. */
export function messagesOf(
  policy: AnyPolicy,
  subjects: readonly Subject[],
  config: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  return violations(policy, subjects, settingsOf(policy, config), "2026-11-21").map(({ message }) => message);
}

/** One break of a compliant fixture: the property, what it becomes, and all that the policy says then. */
export type Break = readonly [path: string, value: unknown, ...messages: readonly string[]];

/** Holds a policy to its compliant fixtures and to each break of one, with the exact messages. */
export function holds(
  policy: AnyPolicy,
  cases: readonly {
    readonly what: string;
    readonly fine: Subject;
    /** Further resources of the stack. */
    readonly beside?: readonly Subject[];
    readonly breaks: readonly Break[];
  }[],
): void {
  describe(policy.name, () => {
    for (const { what, fine, beside = [], breaks } of cases) {
      it(`accepts ${what}`, () => {
        expect(messagesOf(policy, [fine, ...beside])).toEqual([]);
      });
      for (const [path, value, ...messages] of breaks)
        it(`refuses ${what} with ${path} ${value === undefined ? "left out" : JSON.stringify(value)}`, () => {
          expect(messages).not.toEqual([]);
          expect(messagesOf(policy, [broken(fine, path, value), ...beside])).toEqual(messages);
        });
    }
  });
}

/** A container on Docker with nothing to find fault with. */
export const container = subject("docker:index/container:Container", {
  image: "ghcr.io/your-org/web:v1.4.2",
  command: ["serve"],
  envs: ["LOG_LEVEL=info", "DATABASE_PASSWORD_FILE=/run/secrets/db", "TOKEN_TTL=3600"],
  user: "1000:1000",
  readOnly: true,
  securityOpts: ["no-new-privileges"],
  capabilities: { drops: ["ALL"] },
  volumes: [{ volumeName: "data", containerPath: "/data" }],
  networksAdvanced: [{ name: "web.proxy", aliases: ["web"] }],
  healthcheck: { tests: ["CMD", "true"] },
  memory: 512,
  cpus: "1.0",
  logDriver: "json-file",
  logOpts: { "max-size": "50m", "max-file": "3" },
  restart: "unless-stopped",
  labels: ["system", "stack", "part", "role"].map((label) => ({
    label: `dev.trireme.${label}`,
    value: label === "role" ? "service" : "web",
  })),
});

/** A container on Docker of another role and with other properties. */
export function containerOf(role: string, props: Readonly<Record<string, unknown>>, name = "web"): Subject {
  return subject(
    container.type,
    {
      ...container.props,
      labels: ["system", "stack", "part", "role"].map((label) => ({
        label: `dev.trireme.${label}`,
        value: label === "role" ? role : name,
      })),
      ...props,
    },
    { name },
  );
}

/** A Deployment on Kubernetes with nothing to find fault with. */
export const deployment = subject("kubernetes:apps/v1:Deployment", {
  metadata: {
    name: "web",
    namespace: "shop",
    labels: {
      "app.kubernetes.io/name": "web",
      "app.kubernetes.io/instance": "shop-prod",
      "app.kubernetes.io/component": "service",
    },
    annotations: { "dev.trireme.release": "v1.4.2" },
  },
  spec: {
    replicas: 2,
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
        volumes: [{ name: "data", emptyDir: {} }],
        containers: [
          {
            name: "web",
            image: "ghcr.io/your-org/web:v1.4.2",
            env: [
              { name: "LOG_LEVEL", value: "info" },
              { name: "API_TOKEN", valueFrom: { secretKeyRef: { name: "web", key: "token" } } },
            ],
            ports: [{ containerPort: 8000 }],
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
            resources: { limits: { cpu: "1", memory: "512Mi" }, requests: { cpu: "250m", memory: "128Mi" } },
            readinessProbe: { httpGet: { path: "/health", port: 8000 } },
            livenessProbe: { httpGet: { path: "/health", port: 8000 } },
          },
        ],
      },
    },
  },
});

/** The containers of {@link task} before they are text. */
const definition = {
  name: "web",
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:v1.4.2",
  essential: true,
  user: "1000",
  readonlyRootFilesystem: true,
  environment: [{ name: "LOG_LEVEL", value: "info" }],
  secrets: [{ name: "API_TOKEN", valueFrom: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web" }],
  healthCheck: { command: ["CMD", "true"] },
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "web" } },
};

/** An ECS task whose container differs in some properties. */
export function task(
  container: Readonly<Record<string, unknown>> = {},
  props: Readonly<Record<string, unknown>> = {},
): Subject {
  return subject("aws:ecs/taskDefinition:TaskDefinition", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    containerDefinitions: JSON.stringify([{ ...definition, ...container }]),
    tags: { "dev.trireme.system": "shop", "dev.trireme.stack": "prod" },
    ...props,
  });
}
