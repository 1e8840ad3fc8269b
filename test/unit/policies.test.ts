import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPrivateAddress, isWorld } from "../../policies/addresses";
import { closeStorePorts } from "../../policies/exposure/close-store-ports";
import { hideBuckets } from "../../policies/exposure/hide-buckets";
import { hideDatabases, publishProxyOnly } from "../../policies/exposure/publish-ports";
import type { AnyPolicy } from "../../policies/policy";
import {
  forbidPrivileged,
  keepHostPathsOut,
  limitCapabilities,
  preventEscalation,
  runAsNonRoot,
  separateNamespaces,
} from "../../policies/runtime/confine-containers";
import { narrowPermissions } from "../../policies/runtime/narrow-permissions";
import { unknown, type Subject } from "../../policies/subject";
import { broken, container, containerOf, deployment, messagesOf, subject, task } from "../support/policies";

type Case = readonly [what: string, ...subjects: readonly Subject[]];

/** Holds a policy to violations in other words, and to what looks like one and is none. */
function sees(
  policy: AnyPolicy,
  violations: readonly Case[],
  fine: readonly Case[] = [],
  config: Readonly<Record<string, unknown>> = {},
): void {
  describe(policy.name, () => {
    it.each(violations.map(([what, ...subjects]) => [what, subjects] as const))(
      "refuses %s",
      (_, subjects) => {
        expect(messagesOf(policy, subjects, config)).not.toEqual([]);
      },
    );
    if (fine.length > 0)
      it.each(fine.map(([what, ...subjects]) => [what, subjects] as const))("accepts %s", (_, subjects) => {
        expect(messagesOf(policy, subjects, config)).toEqual([]);
      });
  });
}

const docker = (path: string, value: unknown): Subject => broken(container, path, value);
const inPod = (path: string, value: unknown): Subject =>
  broken(deployment, `spec.template.spec.${path}`, value);
const firstOf = (more: Readonly<Record<string, unknown>>): Subject => {
  const spec = (deployment.props.spec as { template: { spec: { containers: object[] } } }).template.spec;
  return inPod("containers", [{ ...spec.containers[0], ...more }]);
};
const secure = (more: Readonly<Record<string, unknown>>): Subject => {
  const spec = (
    deployment.props.spec as {
      template: { spec: { containers: { securityContext?: object }[] } };
    }
  ).template.spec;
  return firstOf({
    securityContext: { ...spec.containers[0]?.securityContext, ...more },
  });
};

sees(
  runAsNonRoot,
  [
    ...["0", "00", "+0", "-0", "000:1000", " 0", "0x0", ":0", ":1000", "root:root", " root "].map(
      (user): Case => [`the user ${JSON.stringify(user)}`, docker("user", user)],
    ),
    ["the user 0 as a number", docker("user", 0)],
    ["a pod's user 0", secure({ runAsUser: 0 })],
    ["a task's user 00", task({ user: "00:00" })],
  ],
  ["1000", "0001", "10", "app", "rooted", "1000:0", "65534:65534"].map((user): Case => [
    `the user ${user}`,
    docker("user", user),
  ]),
);

const volume = (driverOpts: unknown): Subject => subject("docker:index/volume:Volume", { driverOpts });

sees(
  keepHostPathsOut,
  [
    ["a volume that its options bind", volume({ type: "none", o: "bind", device: "/etc" })],
    ["a volume that its options bind among others", volume({ o: "rw,rbind", device: "/" })],
    ["a volume of a device", volume({ type: "ext4", device: "/dev/sda1" })],
    ["a name of a volume that is a path", docker("volumes", [{ volumeName: "/etc", containerPath: "/e" }])],
    ["a mount whose type is in capitals", docker("mounts", [{ type: "Bind", source: "/etc", target: "/e" }])],
    [
      "a mount whose volume is bound",
      docker("mounts", [
        {
          type: "volume",
          target: "/e",
          volumeOptions: {
            driverOptions: { type: "none", o: "bind", device: "/etc" },
          },
        },
      ]),
    ],
    ["a path above and back", docker("volumes", [{ hostPath: "/srv/data/../../etc", containerPath: "/e" }])],
    [
      "a folder beside an allowed one",
      docker("volumes", [{ hostPath: "/srv/data-of-others", containerPath: "/e" }]),
    ],
    [
      "a folder that has the engine's socket in it",
      docker("volumes", [{ hostPath: "/var/run", containerPath: "/e" }]),
    ],
    ["the socket", docker("volumes", [{ hostPath: "/srv/data/docker.sock", containerPath: "/e" }])],
    [
      "a claim's folder of a node",
      subject("kubernetes:core/v1:PersistentVolume", {
        spec: { hostPath: { path: "/x" } },
      }),
    ],
    [
      "a task's volume that is bound",
      broken(task(), "volumes", [
        {
          name: "x",
          dockerVolumeConfiguration: {
            driver: "local",
            driverOpts: { o: "bind", device: "/etc" },
          },
        },
      ]),
    ],
  ],
  [
    ["a path that comes back", docker("volumes", [{ hostPath: "/srv/x/../data/web", containerPath: "/e" }])],
    ["a volume of a server of files", volume({ type: "nfs", o: "addr=10.0.0.1", device: ":/export" })],
    ["a volume in memory", volume({ type: "tmpfs", device: "tmpfs" })],
    ["a volume", docker("volumes", [{ volumeName: "data", containerPath: "/e" }])],
  ],
  { hostFolders: ["/srv/data", "/var"] },
);

sees(
  forbidPrivileged,
  [
    ["a word for true", docker("privileged", "true")],
    ...[
      "seccomp=unconfined",
      "seccomp:unconfined",
      "apparmor=unconfined",
      "label=disable",
      "systempaths=unconfined",
    ].map((option): Case => [option, docker("securityOpts", ["no-new-privileges", option])]),
    ["a pod without a profile", secure({ seccompProfile: { type: "Unconfined" } })],
    ["a pod that sees the kernel's files", secure({ procMount: "Unmasked" })],
    [
      "a pod without a profile for all",
      inPod("securityContext", { appArmorProfile: { type: "Unconfined" } }),
    ],
    [
      "a container that is added to a running pod",
      inPod("ephemeralContainers", [{ securityContext: { privileged: true } }]),
    ],
    [
      "a part of a Deployment",
      {
        ...secure({ privileged: true }),
        type: "kubernetes:apps/v1:DeploymentPatch",
      },
    ],
    ["a task without a profile", task({ dockerSecurityOptions: ["seccomp:unconfined"] })],
  ],
  [
    ["a profile", docker("securityOpts", ["no-new-privileges", "seccomp=/etc/own.json"])],
    ["a pod's own profile", secure({ seccompProfile: { type: "RuntimeDefault" } })],
  ],
);

sees(preventEscalation, [
  ["rights that are allowed in words", docker("securityOpts", ["no-new-privileges=false"])],
]);
sees(separateNamespaces, [
  ["a name in capitals", docker("pidMode", "HOST")],
  ["the host's groups of processes", docker("cgroupnsMode", "host")],
  ["a word for true", inPod("hostNetwork", "true")],
]);
sees(
  limitCapabilities,
  [
    ...["all", "CAP_ALL", "cap_sys_admin", " SYS_ADMIN "].map((name): Case => [
      `the capability ${name}`,
      docker("capabilities", { drops: ["ALL"], adds: [name] }),
    ]),
  ],
  [["a drop in small letters", docker("capabilities", { drops: ["cap_all"] })]],
);

const rule = (more: Readonly<Record<string, unknown>>): Subject =>
  subject("aws:ec2/securityGroup:SecurityGroup", {
    ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, ...more }],
  });
const network = (ingress: unknown): Subject =>
  subject("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
    spec: { ingress: [ingress] },
  });
const anywhere = [{ ipBlock: { cidr: "0.0.0.0/0" } }];

sees(
  closeStorePorts,
  [
    ...["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "64.0.0.0/2", "0.0.0.0/00", "10.0.0.0/7", "9.0.0.0/8"].map(
      (cidr): Case => [`the range ${cidr}`, rule({ cidrBlocks: [cidr] })],
    ),
    ...["::/0", "0::/0", "::/1", "8000::/1", "2000::/3"].map((cidr): Case => [
      `the range ${cidr}`,
      rule({ ipv6CidrBlocks: [cidr] }),
    ]),
    ["ports from high to low", rule({ fromPort: 6000, toPort: 5000, cidrBlocks: ["0.0.0.0/0"] })],
    [
      "every protocol as a number",
      rule({
        protocol: -1,
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["0.0.0.0/0"],
      }),
    ],
    ["a network policy for everybody", network({ ports: [{ port: 5432 }] })],
    ["a network policy with nobody in its list", network({ from: [], ports: [{ port: 5432 }] })],
    ["a network policy for everybody on every port", network({})],
    ["a port with a name", network({ from: anywhere, ports: [{ port: "postgres" }] })],
    ["a port as a text", network({ from: anywhere, ports: [{ port: "5432" }] })],
    ["every port of a protocol", network({ from: anywhere, ports: [{ protocol: "TCP" }] })],
    [
      "half of the world",
      network({
        from: [{ ipBlock: { cidr: "128.0.0.0/1" } }],
        ports: [{ port: 5432 }],
      }),
    ],
  ],
  [
    ...["10.0.0.0/8", "172.16.0.0/12", "203.0.113.0/24", "127.0.0.0/8"].map((cidr): Case => [
      `the range ${cidr}`,
      rule({ cidrBlocks: [cidr] }),
    ]),
    ["a private range of IPv6", rule({ ipv6CidrBlocks: ["fd00::/8", "fc00::/7", "2001:db8::/32"] })],
    ["the web for everybody", network({ ports: [{ port: 443 }, { port: "https" }] })],
    ["pods by their labels", network({ from: [{ podSelector: {} }], ports: [{ port: 5432 }] })],
  ],
);

describe("ranges of addresses", () => {
  it("are the world where they are as wide as it in a few parts, and never within a private one", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        if (bits > 8) expect(isWorld(`${address}/${bits}`)).toBe(false);
        if (bits < 8) expect(isWorld(`${address}/${bits}`)).toBe(true);
        expect(isWorld(`10.${bits}.0.0/8`)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

const store = (ip: unknown): Subject =>
  containerOf("store", { ports: [{ internal: 5432, external: 5432, ip }] }, "db");
const service = (spec: Readonly<Record<string, unknown>>): Subject =>
  subject("kubernetes:core/v1:Service", {
    metadata: { labels: { "app.kubernetes.io/component": "store" } },
    spec,
  });

sees(
  hideDatabases,
  [
    ...[
      "0",
      "::0",
      "0:0:0:0:0:0:0:0",
      "*",
      "203.0.113.7",
      "[::]",
      "db.example.com",
      "::ffff:203.0.113.7",
    ].map((ip): Case => [`the address ${ip}`, store(ip)]),
    ["a word for true", subject("aws:rds/instance:Instance", { publiclyAccessible: "true" })],
  ],
  ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "10.0.0.5"].map((ip): Case => [
    `the address ${ip}`,
    store(ip),
  ]),
);
sees(publishProxyOnly, [
  ["addresses from outside of a service", service({ type: "ClusterIP", externalIPs: ["203.0.113.7"] })],
  [
    "a port of the node of a container that starts first",
    inPod("initContainers", [{ ports: [{ hostPort: 5432 }] }]),
  ],
]);

describe("private addresses", () => {
  it("are those of a machine and of private networks", () => {
    expect(
      ["192.168.1.1", "169.254.1.1", "fe80::1", "fd12::1", "::ffff:10.0.0.1"].map(isPrivateAddress),
    ).not.toContain(false);
    expect(["8.8.8.8", "2001:db8::1", "", "::"].map(isPrivateAddress)).not.toContain(true);
  });
});

const one = {
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::shop/*",
};
const role = (props: Readonly<Record<string, unknown>>): Subject => subject("aws:iam/role:Role", props);
const iam = (more: Readonly<Record<string, unknown>>): Subject =>
  subject("aws:iam/policy:Policy", {
    policy: { Statement: { ...one, ...more } },
  });
const binding = (props: Readonly<Record<string, unknown>>, kind = "ClusterRoleBinding"): Subject =>
  subject(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`, props);
const trusted = (more: Readonly<Record<string, unknown>>) => ({
  assumeRolePolicy: {
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...more }],
  },
});

sees(
  narrowPermissions,
  [
    ...["*:*", "s3:**", "s3:?*", "s*:GetObject", "iam:*", "?*"].map((Action): Case => [
      `the action ${Action}`,
      iam({ Action }),
    ]),
    ...["**", "?*", "arn:*", "arn:aws:*", "arn:aws:s3:::*", "arn:aws:dynamodb:*:*:*"].map(
      (Resource): Case => [`the resource ${Resource}`, iam({ Resource })],
    ),
    ["every resource but one", iam({ Resource: undefined, NotResource: "arn:aws:s3:::shop" })],
    [
      "an inline policy of a role",
      role({
        inlinePolicies: [{ policy: JSON.stringify({ Statement: [{ ...one, Action: "*" }] }) }],
      }),
    ],
    [
      "a managed policy of a role",
      role({
        managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      }),
    ],
    ...["AmazonS3FullAccess", "AdministratorAccess-Amplify", "job-function/SystemAdministrator"].map(
      (name): Case => [
        `the managed policy ${name}`,
        subject("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
          policyArn: `arn:aws-cn:iam::aws:policy/${name}`,
        }),
      ],
    ),
    [
      "a list of policies",
      subject("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", {
        policyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"],
      }),
    ],
    ["a role that anybody takes", role(trusted({ Principal: { AWS: "*" } }))],
    ["a role that all but one take", role(trusted({ NotPrincipal: { AWS: "arn:aws:iam::1:root" } }))],
    ["a binding to the cluster's administrator", binding({ roleRef: { name: "cluster-admin" } })],
    ["one in a namespace", binding({ roleRef: { name: "cluster-admin" } }, "RoleBinding")],
    ["a binding to the administrator of all namespaces", binding({ roleRef: { name: "admin" } })],
    [
      "a binding for everybody",
      binding({
        roleRef: { name: "x" },
        subjects: [{ name: "system:authenticated" }],
      }),
    ],
    ["a role that gives itself more", binding({ rules: [{ verbs: ["escalate"] }] }, "Role")],
    [
      "a role for every address",
      binding({ rules: [{ nonResourceURLs: ["*"], verbs: ["get"] }] }, "ClusterRole"),
    ],
  ],
  [
    ["a text that is not a document", subject("aws:iam/policy:Policy", { policy: "{" })],
    ["actions that begin alike", iam({ Action: "s3:Get*" })],
    ["a role of a service", role(trusted({ Principal: { Service: "ecs-tasks.amazonaws.com" } }))],
    [
      "a role that one organisation takes",
      role(
        trusted({
          Principal: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        }),
      ),
    ],
    ["a binding to a role of its own", binding({ roleRef: { name: "web" }, subjects: [{ name: "web" }] })],
  ],
);

const bucket = (name: string, props: Readonly<Record<string, unknown>> = {}): Subject =>
  subject("aws:s3/bucket:Bucket", props, { name });
const block = (name: string): Subject =>
  subject(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {
      bucket: unknown,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { name },
  );
const bucketPolicy = (more: Readonly<Record<string, unknown>>, text = false): Subject => {
  const document = {
    Statement: {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      ...more,
    },
  };
  return subject("aws:s3/bucketPolicy:BucketPolicy", {
    policy: text ? JSON.stringify(document) : document,
  });
};

sees(
  hideBuckets,
  [
    ["a policy as an object", bucketPolicy({})],
    ["a policy as a text", bucketPolicy({}, true)],
    ["everybody in a list", bucketPolicy({ Principal: { AWS: ["*"] } })],
    [
      "everybody but one",
      bucketPolicy({
        Principal: undefined,
        NotPrincipal: { AWS: "arn:aws:iam::1:root" },
      }),
    ],
    ["an empty condition", bucketPolicy({ Condition: {} })],
    [
      "a condition that everybody fulfils",
      bucketPolicy({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ],
    [
      "every address",
      bucketPolicy({
        Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
      }),
    ],
    [
      "all addresses but a few",
      bucketPolicy({
        Condition: { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      }),
    ],
    [
      "any organisation",
      bucketPolicy({
        Condition: { StringLike: { "aws:PrincipalOrgID": "*" } },
      }),
    ],
    ["a list of rights in capitals", bucket("media", { acl: "Public-Read" }), block("media")],
    [
      "rights for everybody",
      bucket("media", {
        grants: [{ uri: "http://acs.amazonaws.com/groups/global/AllUsers" }],
      }),
      block("media"),
    ],
    ["two buckets of which one has an unknown block", bucket("media"), bucket("logs"), block("media")],
    ["a block of another bucket's name", bucket("media", { id: "made" }), block("logs")],
  ],
  [
    ["each with its own unknown block", bucket("media"), bucket("logs"), block("media"), block("logs-block")],
    [
      "a distribution's account",
      bucketPolicy({
        Condition: { StringEquals: { "aws:SourceAccount": "1" } },
      }),
    ],
    [
      "one network",
      bucketPolicy({
        Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      }),
    ],
  ],
);
