import { describe, expect, it } from "vitest";
import {
  forbidPrivileged,
  keepHostPathsOut,
  keepRootReadOnly,
  limitCapabilities,
  preventEscalation,
  runAsNonRoot,
  separateNamespaces,
} from "../../../../policies/runtime/confine-containers";
import {
  broken,
  container,
  containerOf,
  deployment,
  holds,
  messagesOf,
  task,
} from "../../../support/policies";

const pod = "spec.template.spec";
const first = `${pod}.containers[0]`;
const at = `${pod}.containers.0`;

holds(forbidPrivileged, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "privileged",
        true,
        'docker:Container "web": privileged is true; allowed: false. Leave it out, and add the one capability that is needed. [CIS Docker Benchmark 1.6.0: 5.5; Pod Security restricted v1.33: privileged; CIS Kubernetes Benchmark 1.9.0: 5.2.2; AWS FSBP v1.0.0: ECS.4]',
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${at}.securityContext.privileged`,
        true,
        `kubernetes:Deployment "web": ${first}.securityContext.privileged is true; allowed: false. Leave it out, and add the one capability that is needed. [CIS Docker Benchmark 1.6.0: 5.5; Pod Security restricted v1.33: privileged; CIS Kubernetes Benchmark 1.9.0: 5.2.2; AWS FSBP v1.0.0: ECS.4]`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "containerDefinitions",
        task({ privileged: true }).props.containerDefinitions,
        'aws:TaskDefinition "web": containerDefinitions[0].privileged is true; allowed: false. Leave it out, and add the one capability that is needed. [CIS Docker Benchmark 1.6.0: 5.5; Pod Security restricted v1.33: privileged; CIS Kubernetes Benchmark 1.9.0: 5.2.2; AWS FSBP v1.0.0: ECS.4]',
      ],
    ],
  },
]);

const alone =
  "allowed: a namespace of its own. Leave it out, and reach the container through a network and published ports. [CIS Docker Benchmark 1.6.0: 5.10, 5.16, 5.17, 5.31; Pod Security restricted v1.33: hostNetwork, hostPID, hostIPC; CIS Kubernetes Benchmark 1.9.0: 5.2.3, 5.2.4, 5.2.5; AWS FSBP v1.0.0: ECS.3]";

holds(separateNamespaces, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: ["networkMode", "pidMode", "ipcMode", "usernsMode"].map(
      (path) => [path, "host", `docker:Container "web": ${path} is "host"; ${alone}`] as const,
    ),
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: ["hostNetwork", "hostPID", "hostIPC"].map(
      (field) =>
        [`${pod}.${field}`, true, `kubernetes:Deployment "web": ${pod}.${field} is true; ${alone}`] as const,
    ),
  },
  {
    what: "a task",
    fine: task(),
    breaks: [["pidMode", "host", `aws:TaskDefinition "web": pidMode is "host"; ${alone}`]],
  },
]);

const outside =
  "allowed: named volumes. Use a named volume; configuration travels as a file that the engine takes in. [CIS Docker Benchmark 1.6.0: 5.6, 5.18, 5.32; Pod Security restricted v1.33: hostPath; CIS Kubernetes Benchmark 1.9.0: 5.2.12]";

holds(keepHostPathsOut, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "volumes",
        [{ hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" }],
        `docker:Container "web": volumes[0].hostPath is "/var/run/docker.sock"; ${outside}`,
      ],
      [
        "mounts",
        [{ type: "bind", source: "/etc", target: "/host" }],
        `docker:Container "web": mounts[0].source is "/etc"; ${outside}`,
      ],
      [
        "devices",
        [{ hostPath: "/dev/sda" }],
        'docker:Container "web": devices is [{"hostPath":"/dev/sda"}]; allowed: no device. Leave it out; a GPU is asked for by gpus. [CIS Docker Benchmark 1.6.0: 5.6, 5.18, 5.32; Pod Security restricted v1.33: hostPath; CIS Kubernetes Benchmark 1.9.0: 5.2.12]',
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${pod}.volumes`,
        [{ name: "host", hostPath: { path: "/srv" } }],
        `kubernetes:Deployment "web": ${pod}.volumes[0].hostPath.path is "/srv"; ${outside}`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "volumes",
        [{ name: "host", hostPath: "/srv" }],
        `aws:TaskDefinition "web": volumes[0].hostPath is "/srv"; ${outside}`,
      ],
    ],
  },
]);

describe(keepHostPathsOut.name, () => {
  const mounting = (hostPath: string) => broken(container, "volumes", [{ hostPath, containerPath: "/host" }]);

  it("accepts paths below the folders that the stack allows, and never the engine's socket", () => {
    const config = { hostFolders: ["/srv/shop"] };
    expect(messagesOf(keepHostPathsOut, [mounting("/srv/shop/uploads")], config)).toEqual([]);
    expect(messagesOf(keepHostPathsOut, [mounting("/srv/shopping")], config)).toHaveLength(1);
    expect(messagesOf(keepHostPathsOut, [mounting("/srv/shop/docker.sock")], config)).toHaveLength(1);
  });

  it("accepts the disk of a machine of ECS that runs one store alone, and nowhere else", () => {
    const volumes = [{ name: "data", hostPath: "/srv/trireme/data" }];
    expect(messagesOf(keepHostPathsOut, [broken(task(), "volumes", volumes)])).toEqual([]);
    expect(messagesOf(keepHostPathsOut, [mounting("/srv/trireme/data")])).toHaveLength(1);
  });
});

const listed =
  "[CIS Docker Benchmark 1.6.0: 5.4; Pod Security restricted v1.33: capabilities; CIS Kubernetes Benchmark 1.9.0: 5.2.9, 5.2.10]";

holds(limitCapabilities, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "capabilities.drops",
        ["NET_RAW"],
        `docker:Container "web": capabilities.drops is ["NET_RAW"]; allowed: ["ALL"]. Drop all, then add back what it needs. ${listed}`,
      ],
      [
        "capabilities",
        undefined,
        `docker:Container "web": capabilities.drops is not set; allowed: ["ALL"]. Drop all, then add back what it needs. ${listed}`,
      ],
      [
        "capabilities.adds",
        ["CAP_SYS_ADMIN", "CAP_NET_BIND_SERVICE"],
        `docker:Container "web": capabilities.adds is ["CAP_SYS_ADMIN"]; allowed: NET_BIND_SERVICE. Leave it out, or name it in capabilities. ${listed}`,
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${at}.securityContext.capabilities.add`,
        ["NET_ADMIN"],
        `kubernetes:Deployment "web": ${first}.securityContext.capabilities.add is ["NET_ADMIN"]; allowed: NET_BIND_SERVICE. Leave it out, or name it in capabilities. ${listed}`,
      ],
    ],
  },
]);

describe("the container that hands a fresh volume over", () => {
  const handing = containerOf("volume", {
    user: "0:0",
    mustRun: false,
    restart: "no",
    networkMode: "none",
    capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN", "CAP_FOWNER", "CAP_DAC_OVERRIDE"] },
  });

  it("may be root with the right to change owners, for a moment and without a network", () => {
    expect(messagesOf(limitCapabilities, [handing])).toEqual([]);
    expect(messagesOf(runAsNonRoot, [handing])).toEqual([]);
  });

  it.each([
    ["networkMode", "bridge"],
    ["mustRun", true],
  ])("may not where its %s is %s", (path, value) => {
    expect(messagesOf(limitCapabilities, [broken(handing, path, value)])).toHaveLength(1);
    expect(messagesOf(runAsNonRoot, [broken(handing, path, value)])).toHaveLength(1);
  });

  it("gets no further right", () => {
    expect(
      messagesOf(limitCapabilities, [broken(handing, "capabilities.adds", ["CAP_SYS_ADMIN"])]),
    ).toHaveLength(1);
  });
});

const escalating =
  "Set it. [CIS Docker Benchmark 1.6.0: 5.26; Pod Security restricted v1.33: allowPrivilegeEscalation; CIS Kubernetes Benchmark 1.9.0: 5.2.6]";

holds(preventEscalation, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "securityOpts",
        ["seccomp=unconfined"],
        `docker:Container "web": securityOpts is ["seccomp=unconfined"]; allowed: a list with "no-new-privileges". ${escalating}`,
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${at}.securityContext.allowPrivilegeEscalation`,
        undefined,
        `kubernetes:Deployment "web": ${first}.securityContext.allowPrivilegeEscalation is not set; allowed: false. ${escalating}`,
      ],
    ],
  },
]);

const asRoot =
  "[CIS Docker Benchmark 1.6.0: 4.1; Pod Security restricted v1.33: runAsNonRoot, runAsUser; CIS Kubernetes Benchmark 1.9.0: 5.2.7; AWS FSBP v1.0.0: ECS.20]";
const made = "Name the numeric user that its image is made for.";

holds(runAsNonRoot, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "user",
        "0:0",
        `docker:Container "web": user is "0:0"; allowed: a user other than 0. ${made} ${asRoot}`,
      ],
      [
        "user",
        "root",
        `docker:Container "web": user is "root"; allowed: a user other than 0. ${made} ${asRoot}`,
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${pod}.securityContext.runAsNonRoot`,
        undefined,
        `kubernetes:Deployment "web": ${first}.securityContext.runAsNonRoot is not set; allowed: true. Set it, and runAsUser with it. ${asRoot}`,
      ],
      [
        `${pod}.securityContext.runAsUser`,
        0,
        `kubernetes:Deployment "web": ${pod}.securityContext.runAsUser is 0; allowed: a user other than 0. ${made} ${asRoot}`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "containerDefinitions",
        task({ user: "root" }).props.containerDefinitions,
        `aws:TaskDefinition "web": containerDefinitions[0].user is "root"; allowed: a user other than 0. ${made} ${asRoot}`,
      ],
    ],
  },
]);

describe(runAsNonRoot.name, () => {
  it("leaves the user to the image, unless the stack wants it named", () => {
    const unnamed = broken(container, "user", undefined);
    expect(messagesOf(runAsNonRoot, [unnamed])).toEqual([]);
    expect(messagesOf(runAsNonRoot, [unnamed], { requireUser: true })).toEqual([
      `docker:Container "web": user is not set; allowed: a user other than 0. ${made} ${asRoot}`,
    ]);
  });
});

const writes =
  "Set it; give the paths that it writes to as volumes or tmpfs. [CIS Docker Benchmark 1.6.0: 5.13; AWS FSBP v1.0.0: ECS.5]";

holds(keepRootReadOnly, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [["readOnly", false, `docker:Container "web": readOnly is false; allowed: true. ${writes}`]],
  },
  {
    what: "a short-lived container that takes files in",
    fine: containerOf("reload", { readOnly: false, mustRun: false }),
    breaks: [["mustRun", undefined, `docker:Container "web": readOnly is false; allowed: true. ${writes}`]],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        `${at}.securityContext.readOnlyRootFilesystem`,
        undefined,
        `kubernetes:Deployment "web": ${first}.securityContext.readOnlyRootFilesystem is not set; allowed: true. ${writes}`,
      ],
    ],
  },
]);
