import { describe, expect, it } from "vitest";
import { unknown } from "../../../../policies/subject";
import {
  boundLogs,
  checkHealth,
  limitResources,
  pinImages,
  restartContainers,
} from "../../../../policies/runtime/run-containers";
import {
  broken,
  container,
  containerOf,
  deployment,
  holds,
  messagesOf,
  subject,
  task,
} from "../../../support/policies";

const first = "spec.template.spec.containers[0]";
const at = "spec.template.spec.containers.0";
const [busy, cores] = [
  "Give it the memory that it needs at its busiest.",
  "Give it the cores that it may take from others.",
];
const limits = "[CIS Docker Benchmark 1.6.0: 5.11, 5.12]";

holds(limitResources, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      ["memory", undefined, `docker:Container "web": memory is not set; allowed: a limit. ${busy} ${limits}`],
      ["memory", 0, `docker:Container "web": memory is 0; allowed: a limit. ${busy} ${limits}`],
      [
        "cpus",
        undefined,
        `docker:Container "web": cpuQuota is not set; allowed: a limit. ${cores} ${limits}`,
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${at}.resources`,
        undefined,
        `kubernetes:Deployment "web": ${first}.resources.limits.memory is not set; allowed: a limit. ${busy} ${limits}`,
        `kubernetes:Deployment "web": ${first}.resources.limits.cpu is not set; allowed: a limit. ${cores} ${limits}`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "memory",
        undefined,
        `aws:TaskDefinition "web": memory is not set; allowed: a limit. ${busy} ${limits}`,
      ],
    ],
  },
]);

const ask =
  "allowed: a check. Ask what it serves: a path, a port or a command. [CIS Docker Benchmark 1.6.0: 5.27]";

holds(checkHealth, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [["healthcheck", undefined, `docker:Container "web": healthcheck is not set; ${ask}`]],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: ["readinessProbe", "livenessProbe"].map(
      (probe) =>
        [
          `${at}.${probe}`,
          undefined,
          `kubernetes:Deployment "web": ${first}.${probe} is not set; ${ask}`,
        ] as const,
    ),
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "containerDefinitions",
        task({ healthCheck: undefined }).props.containerDefinitions,
        `aws:TaskDefinition "web": containerDefinitions[0].healthCheck is not set; ${ask}`,
      ],
    ],
  },
]);

holds(boundLogs, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "logOpts",
        { "max-size": "50m" },
        'docker:Container "web": logOpts is {"max-size":"50m"}; allowed: max-size and max-file, or a log driver that rotates by itself. Rotate the log or send it away. [AWS FSBP v1.0.0: ECS.9]',
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "containerDefinitions",
        task({ logConfiguration: undefined }).props.containerDefinitions,
        'aws:TaskDefinition "web": containerDefinitions[0].logConfiguration.logDriver is not set; allowed: "awslogs", or another driver that sends the log away. Rotate the log or send it away. [AWS FSBP v1.0.0: ECS.9]',
      ],
    ],
  },
]);

holds(restartContainers, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "restart",
        "no",
        'docker:Container "web": restart is "no"; allowed: "always", "unless-stopped", "on-failure". Set it to "unless-stopped". [CIS Docker Benchmark 1.6.0: 5.15]',
      ],
    ],
  },
]);

describe("a container that ends by itself", () => {
  it("needs neither a check nor a restart, and may wait for its image's limits", () => {
    const job = containerOf("job", {
      mustRun: false,
      restart: "no",
      healthcheck: undefined,
      memory: undefined,
    });
    for (const one of [limitResources, checkHealth, boundLogs, restartContainers])
      expect(messagesOf(one, [job])).toEqual([]);
  });
});

const moving = (type: string, path: string, image: string) =>
  `${type} "web": ${path} is "${image}"; allowed: a tag of one release, or a digest. Name the release: ${image.split(":")[0] ?? ""}:v1.2.3. [CIS Docker Benchmark 1.6.0: 5.28; CIS Kubernetes Benchmark 1.9.0: 5.5.1]`;

holds(pinImages, [
  {
    what: "a pulled image",
    fine: subject("docker:index/remoteImage:RemoteImage", { name: "registry.example.com:5000/web:v1.4.2" }),
    breaks: [
      ["name", "nginx", moving("docker:RemoteImage", "name", "nginx")],
      ["name", "nginx:latest", moving("docker:RemoteImage", "name", "nginx:latest")],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [[`${at}.image`, "web:main", moving("kubernetes:Deployment", `${first}.image`, "web:main")]],
  },
]);

describe(pinImages.name, () => {
  const image = (name: unknown) => subject("docker:index/remoteImage:RemoteImage", { name });

  it("accepts digests, the engine's identifiers and what is not known yet", () => {
    const digest = `sha256:${"0a".repeat(32)}`;
    expect(messagesOf(pinImages, [image(`nginx@${digest}`), image(digest), image(unknown)])).toEqual([]);
  });

  it("holds in production alone", () => {
    expect(messagesOf(pinImages, [image("nginx:latest")], { environment: "development" })).toEqual([]);
  });

  it("has its list of moving tags from the stack", () => {
    expect(
      messagesOf(pinImages, [image("nginx:stable"), image("nginx:latest")], { movingTags: ["stable"] }),
    ).toEqual([moving("docker:RemoteImage", "name", "nginx:stable")]);
  });

  it("leaves built images alone, whose name the program chose", () => {
    expect(messagesOf(pinImages, [broken(image("web"), "build", { context: "." })])).toEqual([]);
  });
});

describe("check-health on ECS", () => {
  const role = (name: string) => ({ tags: { "dev.trireme.role": name } });

  it("asks no health of a task that ends by itself, but of all that go on", () => {
    const unhealthy = { healthCheck: undefined };
    for (const ending of ["job", "backup", "drill", "site"])
      expect(messagesOf(checkHealth, [task(unhealthy, role(ending))])).toEqual([]);
    expect(messagesOf(checkHealth, [task(unhealthy, role("service"))])).toHaveLength(1);
  });
});
