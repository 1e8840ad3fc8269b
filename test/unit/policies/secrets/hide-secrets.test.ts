import { describe, expect, it } from "vitest";
import {
  hideSecretsFromView,
  hideSecretsInEnvironment,
  keepOutputsSecret,
  keepProvidersClean,
} from "../../../../policies/secrets/hide-secrets";
import { broken, container, deployment, holds, messagesOf, subject, task } from "../../../support/policies";

const sentinel = "kX9mQ2vL7pR4tW8yZ3nB6cF1";
const fix =
  "Make it a secret of the system, or set it with pulumi config set --secret; if it is not one, name the key in harmlessKeys.";
const allowed = "allowed: a secret, or a text that is not one.";
const cited = "[AWS FSBP v1.0.0: ECS.8; CIS Kubernetes Benchmark 1.9.0: 5.4.1]";
const first = "spec.template.spec.containers[0]";

holds(hideSecretsInEnvironment, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "envs",
        ["LOG_LEVEL=info", "DB_PASSWORD=hunter2"],
        `docker:Container "web": envs[1] (DB_PASSWORD) is a plain text of 7 characters that its key "DB_PASSWORD" names as a secret; ${allowed} ${fix} ${cited}`,
      ],
      [
        "envs",
        [`LICENCE=${sentinel}`],
        `docker:Container "web": envs[0] (LICENCE) is a plain text of 24 characters that is as random as a secret; ${allowed} ${fix} ${cited}`,
      ],
      [
        "envs",
        ["DATABASE_URL=postgresql://shop:hunter2@db:5432/shop"],
        `docker:Container "web": envs[0] (DATABASE_URL) is a plain text of 38 characters that has the form of a secret; ${allowed} ${fix} ${cited}`,
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        "spec.template.spec.containers.0.env.1",
        { name: "API_TOKEN", value: "hunter2" },
        `kubernetes:Deployment "web": ${first}.env[1].value (API_TOKEN) is a plain text of 7 characters that its key "API_TOKEN" names as a secret; ${allowed} ${fix} ${cited}`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "containerDefinitions",
        task({ environment: [{ name: "API_TOKEN", value: "hunter2" }] }).props.containerDefinitions,
        `aws:TaskDefinition "web": containerDefinitions[0].environment[0].value (API_TOKEN) is a plain text of 7 characters that its key "API_TOKEN" names as a secret; ${allowed} ${fix} ${cited}`,
      ],
    ],
  },
]);

describe(hideSecretsInEnvironment.name, () => {
  const plain = broken(container, "envs", ["DB_PASSWORD=hunter2"]);

  it.each(["envs[0]", "envs"])("accepts what Pulumi knows as secret: %s", (path) => {
    expect(messagesOf(hideSecretsInEnvironment, [{ ...plain, secrets: [path] }])).toEqual([]);
  });

  it("accepts a key that the stack calls harmless", () => {
    expect(messagesOf(hideSecretsInEnvironment, [plain], { harmlessKeys: ["DB_PASSWORD"] })).toEqual([]);
  });

  it("refuses a secret that a pod's own listing shows, even where Pulumi hides it", () => {
    const path = `${first}.env[1].value`;
    const listed = broken(deployment, "spec.template.spec.containers.0.env.1", {
      name: "API_TOKEN",
      value: "hunter2",
    });
    expect(messagesOf(hideSecretsInEnvironment, [{ ...listed, secrets: [path] }])).toEqual([
      `kubernetes:Deployment "web": ${path} (API_TOKEN) is a secret where everyone who can view the resource reads it; allowed: valueFrom.secretKeyRef. Refer to the secret instead of writing it. ${cited}`,
    ]);
  });
});

const random = (type: string, path: string, key = "") =>
  `${type} "web": ${path}${key === "" ? "" : ` (${key})`} is a plain text of 24 characters that is as random as a secret; ${allowed} ${fix}`;

holds(hideSecretsFromView, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      ["command", ["serve", sentinel], random("docker:Container", "command[1]")],
      ["entrypoints", [sentinel], random("docker:Container", "entrypoints[0]")],
      [
        "labels",
        [{ label: "build", value: sentinel }],
        random("docker:Container", "labels[0].value", "build"),
      ],
    ],
  },
  {
    what: "a pod",
    fine: deployment,
    breaks: [
      [
        "metadata.annotations",
        { build: sentinel },
        random("kubernetes:Deployment", "metadata.annotations.build", "build"),
      ],
      [
        "spec.template.metadata.annotations",
        { build: sentinel },
        random("kubernetes:Deployment", "spec.template.metadata.annotations.build", "build"),
      ],
    ],
  },
  {
    what: "a configuration of Kubernetes",
    fine: subject("kubernetes:core/v1:ConfigMap", { data: { level: "info" } }),
    breaks: [["data.level", sentinel, random("kubernetes:ConfigMap", "data.level", "level")]],
  },
  {
    what: "a machine",
    fine: subject("aws:ec2/instance:Instance", {
      userData: "#!/bin/sh\nexec serve\n",
      tags: { part: "web" },
    }),
    breaks: [
      ["userData", sentinel, random("aws:Instance", "userData")],
      ["userDataBase64", Buffer.from(sentinel).toString("base64"), random("aws:Instance", "userDataBase64")],
      ["tags.part", sentinel, random("aws:Instance", "tags.part", "part")],
    ],
  },
  {
    what: "a parameter",
    fine: subject("aws:ssm/parameter:Parameter", { name: "level", type: "String", value: "info" }),
    breaks: [["value", sentinel, random("aws:Parameter", "value", "level")]],
  },
]);

describe(hideSecretsFromView.name, () => {
  it("refuses what Pulumi knows as secret, in a command, a label and an annotation", () => {
    const shown = (type: string, path: string) =>
      `${type} "web": ${path} is a secret; allowed: text that is not a secret. Give the secret in a variable or a file of its consumer.`;
    const command = broken(container, "command", ["serve", "--level=info"]);
    expect(messagesOf(hideSecretsFromView, [{ ...command, secrets: ["command[1]"] }])).toEqual([
      shown("docker:Container", "command[1]"),
    ]);
    const annotated = { ...deployment, secrets: ["metadata.annotations"] };
    expect(messagesOf(hideSecretsFromView, [annotated])).toEqual([
      shown("kubernetes:Deployment", "metadata.annotations.dev.trireme.release"),
    ]);
  });
});

holds(keepOutputsSecret, [
  {
    what: "the stack's outputs",
    fine: subject("pulumi:pulumi:Stack", { proxy: "https://shop.example.com" }),
    breaks: [
      [
        "db-password",
        "hunter2",
        `pulumi:Stack "web": db-password is a plain text of 7 characters that its key "db-password" names as a secret; ${allowed} ${fix}`,
      ],
    ],
  },
]);

describe(keepOutputsSecret.name, () => {
  it("accepts secret outputs", () => {
    const outputs = subject(
      "pulumi:pulumi:Stack",
      { "db-password": "hunter2" },
      { secrets: ["db-password"] },
    );
    expect(messagesOf(keepOutputsSecret, [outputs])).toEqual([]);
  });
});

const login = "Use the tool's own login or a credential helper on the machine that runs Pulumi.";

holds(keepProvidersClean, [
  {
    what: "a provider",
    fine: subject("pulumi:providers:docker", { host: "ssh://deploy@vm.example.com" }),
    breaks: [
      [
        "registryAuth",
        [{ address: "ghcr.io", password: "hunter2" }],
        `pulumi:docker "web": registryAuth[0].password is a plain text of 7 characters that its key "password" names as a secret; ${allowed} ${login}`,
      ],
    ],
  },
]);

describe(keepProvidersClean.name, () => {
  it("refuses a secret even where Pulumi knows it: it keeps a provider's configuration open", () => {
    const provider = subject("pulumi:providers:docker", { registryAuth: "x" }, { secrets: ["registryAuth"] });
    expect(messagesOf(keepProvidersClean, [provider])).toEqual([
      `pulumi:docker "web": registryAuth is a secret; allowed: text that is not a secret. ${login}`,
    ]);
  });
});

describe("no policy of secrets", () => {
  it("tells a secret's value in what it says", () => {
    const planted = [
      broken(container, "envs", [`A=${sentinel}`, `DB_PASSWORD=${sentinel}`]),
      broken(container, "command", [sentinel]),
      { ...broken(container, "command", [sentinel]), secrets: ["command"] },
      subject("pulumi:pulumi:Stack", { token: sentinel }),
      subject("pulumi:providers:docker", { token: sentinel }),
    ];
    const said = [
      hideSecretsInEnvironment,
      hideSecretsFromView,
      keepOutputsSecret,
      keepProvidersClean,
    ].flatMap((one) => messagesOf(one, planted));
    expect(said.length).toBeGreaterThanOrEqual(6);
    expect(said.filter((message) => message.includes(sentinel))).toEqual([]);
  });
});
