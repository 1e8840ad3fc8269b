import { describe, expect, it } from "vitest";
import { ConfigError, parse } from "../../../../stacks/config/parse";
import { systemNames } from "../../../../stacks/systems";

const development = { system: "syfthub", environment: "development", target: "docker" };
const production = {
  system: "syfthub",
  environment: "production",
  target: "docker",
  domain: "hub.example.com",
  imageRepository: "ghcr.io/your-org/syfthub",
  imageTag: "v1.4.2",
};

/** What a person reads of a wrong configuration. */
function message(raw: Readonly<Record<string, unknown>>): string {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("the configuration is right");
}

/** A message with one error. */
const one = (error: string) => `The stack's configuration has 1 error; nothing was created.\n  ✗ ${error}`;

const systems = systemNames.join(", ");
const keys =
  "aws, digests, docker, domain, environment, host, imageRepository, imageTag, images, keepReleases, kubernetes, replicas, rollback, settings, sources, system, target";

describe("a right configuration", () => {
  it.each(["edge", "team_a.shared-2"])("may name the existing network %s of an engine", (network) => {
    expect(parse({ ...development, docker: { network } }).docker).toEqual({ network });
  });

  it("of three keys has defaults for the rest", () => {
    expect(parse(development)).toEqual({
      ...development,
      domain: "localhost",
      settings: { ports: {}, services: {}, jobs: {}, stores: {}, backups: {}, secrets: {}, rotations: {} },
    });
  });

  it("may set everything", () => {
    const full = {
      ...production,
      replicas: 3,
      settings: {
        ports: { http: 8080 },
        services: {
          backend: {
            replicas: 2,
            variables: { LOG_LEVEL: "debug", WORKERS: 4, DEBUG: true },
            resources: {
              cpu: { request: 0.5, limit: 2 },
              memory: { request: "256Mi", limit: "1Gi" },
            },
          },
        },
        jobs: { migrate: { variables: { WAIT: 5 }, timeout: "30m" } },
        stores: { db: { pooler: true }, redis: { external: true as const } },
        backups: { "redis-daily": { enabled: false as const } },
        monitoring: { interval: "30s", logs: "7d" },
        secrets: { "smtp-password": "hunter2" },
        rotations: { db: 3 },
        allowedAddresses: ["10.0.0.0/8"],
        bucket: { name: "backups", endpoint: "https://s3.example.com" },
      },
    };
    expect(parse(full)).toEqual(full);
  });

  it("of a cluster has our own proxy behind a load balancer, and images that its nodes pull", () => {
    const { kubernetes } = parse({ ...production, target: "kubernetes", kubernetes: {} });
    expect(kubernetes).toEqual({ ingress: { kind: "proxy", service: "LoadBalancer" }, stores: {} });
    expect(parse({ ...production, target: "kubernetes" }).kubernetes).toBeUndefined();
  });

  it("takes numbers as the text that Pulumi hands over", () => {
    expect(parse({ ...development, replicas: "3" }).replicas).toBe(3);
    expect(parse({ ...production, keepReleases: "5" }).keepReleases).toBe(5);
  });

  it("names a release by its digest as well", () => {
    const imageTag = `sha256:${"0123456789abcdef".repeat(4)}`;
    expect(parse({ ...production, imageTag }).imageTag).toBe(imageTag);
  });

  it("needs no repository where images are built, nor in production", () => {
    const bare = { ...development, environment: "production", domain: "hub.example.com" };
    expect(parse({ ...bare, images: "sources", sources: "../syfthub" }).sources).toBe("../syfthub");
    expect(parse({ ...bare, sources: "../syfthub" }).sources).toBe("../syfthub");
    expect(parse({ ...bare, images: "sample" }).images).toBe("sample");
  });
});

describe("a wrong configuration of a cluster", () => {
  const cluster = (kubernetes: unknown) => message({ ...production, target: "kubernetes", kubernetes });

  it("asks for a way in that there is not", () => {
    expect(cluster({ ingress: { kind: "tunnel" } })).toBe(
      one(
        `trireme:kubernetes.ingress.kind is "tunnel": allowed are proxy, ingress-nginx, gateway-api. Set it: pulumi config set --path 'kubernetes.ingress.kind' VALUE`,
      ),
    );
    expect(cluster({ ingress: { kind: "proxy", class: "nginx" } })).toBe(
      one(
        "trireme:kubernetes.ingress.class is not a setting; allowed are class, gateway, kind, namespace, replicas, service. Remove it: pulumi config rm --path 'kubernetes.ingress.class'",
      ),
    );
  });

  it("has numbers and ranges that nobody could use", () => {
    expect(cluster({ stores: { redis: { nodes: 0 } } })).toContain(
      "trireme:kubernetes.stores.redis.nodes is 0",
    );
    expect(cluster({ egress: ["10.0.0.0"] })).toContain("expected a range of addresses such as 10.20.0.0/16");
  });

  it("builds images, which no node has, or names an engine", () => {
    expect(message({ ...production, target: "kubernetes", sources: "../syfthub" })).toBe(
      one(
        "trireme:sources asks for images that are built here, but the nodes of a cluster pull theirs. Push them to a registry, name it with imageRepository and imageTag, and remove it: pulumi config rm sources",
      ),
    );
    const both = message({ ...production, target: "kubernetes", images: "sources", sources: "../syfthub" });
    for (const key of ["images", "sources"])
      expect(both).toContain(`trireme:${key} asks for images that are built here`);
    expect(message({ ...production, target: "kubernetes", host: "ssh://vm" })).toContain(
      "trireme:host names a Docker engine, and the target is kubernetes.",
    );
  });

  it("keeps no releases, which nodes see to", () => {
    const keep = "trireme:keepReleases is for a Docker engine, and the target is kubernetes";
    expect(message({ ...production, target: "kubernetes", keepReleases: 2 })).toContain(keep);
  });

  it("is one of a Docker engine", () => {
    expect(message({ ...production, kubernetes: {} })).toBe(
      one(
        "trireme:kubernetes is for target kubernetes, and the target is docker. Remove it: pulumi config rm kubernetes",
      ),
    );
  });
});

describe("a stack on AWS", () => {
  const account = { region: "eu-west-1", account: "123456789012" };

  it("names its account and region", () => {
    expect(message({ ...production, target: "aws" })).toBe(
      one(
        `trireme:aws is missing: name the region and the account. Set them: pulumi config set --path aws.region eu-west-1; pulumi config set --path aws.account '"123456789012"'`,
      ),
    );
    expect(message({ ...production, target: "aws", aws: { ...account, region: "eu" } })).toContain(
      `trireme:aws.region is "eu": expected a region such as eu-west-1, without a zone's letter.`,
    );
  });

  it("has knobs whose values are told where they are wrong", () => {
    const sizes = { zones: 4, logDays: 8, database: { class: "large" } };
    const told = message({ ...production, target: "aws", aws: { ...account, sizes } });
    expect(told).toContain("trireme:aws.sizes.zones is 4: allowed are 2, 3.");
    expect(told).toContain("trireme:aws.sizes.logDays is 8: allowed are 1, 3, 5, 7, 14,");
    expect(told).toContain(
      'trireme:aws.sizes.database.class is "large": expected a size such as db.t4g.medium.',
    );
  });

  it("has an ingress of one of three kinds", () => {
    const aws = { ...account, ingress: { kind: "nginx" } };
    expect(message({ ...production, target: "aws", aws })).toContain(
      'trireme:aws.ingress.kind is "nginx": allowed are cloudfront, balancer, proxy.',
    );
  });

  it("builds no images, and is the only one with an account", () => {
    expect(message({ ...production, target: "aws", aws: account, sources: "../syfthub" })).toContain(
      "trireme:sources asks for images that are built here, but the tasks of ECS pull theirs.",
    );
    expect(message({ ...production, target: "aws", aws: account, docker: { network: "edge" } })).toContain(
      "trireme:docker is for target docker, and the target is aws. Remove it: pulumi config rm docker",
    );
    expect(message({ ...production, aws: account })).toBe(
      one("trireme:aws is for target aws, and the target is docker. Remove it: pulumi config rm aws"),
    );
  });
});

describe("a wrong configuration", () => {
  it("keeps releases whose images are built", () => {
    expect(message({ ...development, keepReleases: 2 })).toBe(
      one(
        'trireme:keepReleases is 2, but trireme:images is "sample", and what is built goes with its replacement. Remove it: pulumi config rm keepReleases',
      ),
    );
    expect(message({ ...production, keepReleases: 0 })).toContain("trireme:keepReleases is 0");
  });

  it("without anything names what has to be set", () => {
    expect(message({})).toBe(
      [
        "The stack's configuration has 3 errors; nothing was created.",
        `  ✗ trireme:system is missing: allowed are ${systems}. Set it: pulumi config set system VALUE`,
        "  ✗ trireme:environment is missing: allowed are development, staging, production. Set it: pulumi config set environment VALUE",
        "  ✗ trireme:target is missing: allowed are docker, kubernetes, aws. Set it: pulumi config set target VALUE",
      ].join("\n"),
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a system that there is not",
      { system: "shop" },
      `trireme:system is "shop": allowed are ${systems}. Set it: pulumi config set system VALUE`,
    ],
    [
      "an environment that there is not",
      { environment: "dev" },
      'trireme:environment is "dev": allowed are development, staging, production. Set it: pulumi config set environment VALUE',
    ],
    [
      "a URL for a host name",
      { domain: "https://hub.example.com/" },
      'trireme:domain is "https://hub.example.com/": expected a host name such as syfthub.example.com, without scheme, port or path; at most 63 characters between dots, 253 in all. Set it: pulumi config set domain VALUE',
    ],
    [
      "a repository with a tag",
      { imageRepository: "ghcr.io/org/app:v1" },
      'trireme:imageRepository is "ghcr.io/org/app:v1": expected a repository such as ghcr.io/your-org/syfthub, without a tag. Set it: pulumi config set imageRepository VALUE',
    ],
    [
      "a tag that no registry takes",
      { imageTag: "release 1" },
      'trireme:imageTag is "release 1": expected a tag such as v1.4.2, or a digest sha256:… of 64 hexadecimal digits. Set it: pulumi config set imageTag VALUE',
    ],
    [
      "a short digest",
      { imageTag: "sha256:abc" },
      'trireme:imageTag is "sha256:abc": expected a tag such as v1.4.2, or a digest sha256:… of 64 hexadecimal digits. Set it: pulumi config set imageTag VALUE',
    ],
    [
      "no instance",
      { replicas: "0" },
      'trireme:replicas is "0": the smallest allowed is 1. Set it: pulumi config set replicas VALUE',
    ],
    [
      "too many instances",
      { replicas: "1000" },
      'trireme:replicas is "1000": the largest allowed is 100. Set it: pulumi config set replicas VALUE',
    ],
    [
      "half an instance",
      { replicas: "1.5" },
      'trireme:replicas is "1.5": expected a whole number. Set it: pulumi config set replicas VALUE',
    ],
    [
      "a word for a number",
      { replicas: "two" },
      'trireme:replicas is "two": expected a number. Set it: pulumi config set replicas VALUE',
    ],
    [
      "an empty checkout",
      { sources: "" },
      'trireme:sources is "": it is empty. Set it: pulumi config set sources VALUE',
    ],
    [
      "a key that there is not",
      { domian: "localhost" },
      `trireme:domian is not a setting; allowed are ${keys}. Remove it: pulumi config rm domian`,
    ],
    [
      "settings that are not a map",
      { settings: "ports" },
      "trireme:settings is not a map. Edit it in the stack's file, Pulumi.<stack>.yaml",
    ],
    [
      "a list that is none",
      { settings: { allowedAddresses: "10.0.0.0/8" } },
      "trireme:settings.allowedAddresses is not a list. Edit it in the stack's file, Pulumi.<stack>.yaml",
    ],
    [
      "a number in a list of texts",
      { settings: { allowedAddresses: ["10.0.0.0/8", 10] } },
      "trireme:settings.allowedAddresses[1] is 10: expected a string. Set it: pulumi config set --path 'settings.allowedAddresses[1]' VALUE",
    ],
    [
      "a setting that there is not",
      { settings: { port: { http: 80 } } },
      "trireme:settings.port is not a setting; allowed are allowedAddresses, backups, bucket, gpus, ingress, jobs, maxHeaders, monitoring, ports, rotations, secrets, services, stores, tls, topology, trustedProxies. Remove it: pulumi config rm --path 'settings.port'",
    ],
    [
      "a setting of a service that there is not",
      { settings: { services: { backend: { env: {} } } } },
      "trireme:settings.services.backend.env is not a setting; allowed are autoscale, replicas, resources, variables. Remove it: pulumi config rm --path 'settings.services.backend.env'",
    ],
    [
      "a resource that there is not",
      {
        settings: {
          services: {
            backend: {
              resources: { cpu: { request: 1, limit: 1, max: 2 }, memory: { request: "1Gi", limit: "1Gi" } },
            },
          },
        },
      },
      "trireme:settings.services.backend.resources.cpu.max is not a setting; allowed are limit, request. Remove it: pulumi config rm --path 'settings.services.backend.resources.cpu.max'",
    ],
    [
      "a port out of range",
      { settings: { ports: { http: 80_000 } } },
      "trireme:settings.ports.http is 80000: the largest allowed is 65535. Set it: pulumi config set --path 'settings.ports.http' VALUE",
    ],
    [
      "no CPU",
      {
        settings: {
          services: {
            backend: {
              resources: { cpu: { request: 0, limit: 1 }, memory: { request: "1Gi", limit: "1Gi" } },
            },
          },
        },
      },
      "trireme:settings.services.backend.resources.cpu.request is 0: the smallest allowed is 0.001. Set it: pulumi config set --path 'settings.services.backend.resources.cpu.request' VALUE",
    ],
    [
      "a size in decimal units",
      {
        settings: {
          services: {
            backend: {
              resources: { cpu: { request: 1, limit: 1 }, memory: { request: "1GB", limit: "1Gi" } },
            },
          },
        },
      },
      'trireme:settings.services.backend.resources.memory.request is "1GB": expected a size such as "256Mi" or "1Gi", from 1Mi to 1024Ti. Set it: pulumi config set --path \'settings.services.backend.resources.memory.request\' VALUE',
    ],
    [
      "half of what is needed",
      {
        settings: {
          services: {
            backend: { resources: { cpu: { request: 1 }, memory: { request: "1Gi", limit: "1Gi" } } },
          },
        },
      },
      "trireme:settings.services.backend.resources.cpu.limit is missing: expected a number. Set it: pulumi config set --path 'settings.services.backend.resources.cpu.limit' VALUE",
    ],
    [
      "a variable with an impossible name",
      { settings: { services: { backend: { variables: { "LOG-LEVEL": "debug" } } } } },
      "trireme:settings.services.backend.variables.LOG-LEVEL has a wrong name: expected the name of an environment variable. Remove it: pulumi config rm --path 'settings.services.backend.variables.LOG-LEVEL'",
    ],
    [
      "a variable that is a list",
      { settings: { services: { backend: { variables: { TAGS: ["s3cret"] } } } } },
      "trireme:settings.services.backend.variables.TAGS: expected a string, a number, true or false. Set it: pulumi config set --path 'settings.services.backend.variables.TAGS' VALUE",
    ],
    [
      "a bucket with a short name",
      { settings: { bucket: { name: "b" } } },
      "trireme:settings.bucket.name is \"b\": expected the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens. Set it: pulumi config set --path 'settings.bucket.name' VALUE",
    ],
    [
      "a proxy in front that is not a range",
      { settings: { trustedProxies: ["10.0.0.1"] } },
      "trireme:settings.trustedProxies[0] is \"10.0.0.1\": expected a range of addresses such as 10.20.0.0/16. Set it: pulumi config set --path 'settings.trustedProxies[0]' VALUE",
    ],
    [
      "no proxy in front",
      { settings: { trustedProxies: [] } },
      "trireme:settings.trustedProxies: allowed are lists of at least 1 entry. Set it: pulumi config set --path 'settings.trustedProxies' VALUE",
    ],
    [
      "too little room for headers",
      { settings: { maxHeaders: "2Ki" } },
      'trireme:settings.maxHeaders is "2Ki": expected a size such as "32Ki", from 4Ki to 256Ki. Set it: pulumi config set --path \'settings.maxHeaders\' VALUE',
    ],
    [
      "a key with a dot",
      { settings: { services: { "back.end": { replicas: 0 } } } },
      'trireme:settings.services["back.end"].replicas is 0: the smallest allowed is 1. Set it: pulumi config set --path \'settings.services["back.end"].replicas\' VALUE',
    ],
    [
      "a checkout that nothing is built from",
      { sources: "../syfthub", images: "sample" },
      'trireme:sources is "../syfthub", but trireme:images is "sample", so nothing is built from it. Remove one: pulumi config rm sources',
    ],
    [
      "sources without a checkout",
      { images: "sources" },
      "trireme:sources is missing: images are built from sources, so name the checkout. Set it: pulumi config set sources ../your-checkout",
    ],
  ])("has %s", (_, change, error) => {
    expect(message({ ...development, ...change })).toBe(one(error));
  });

  it("for production names no release and no host", () => {
    expect(message({ ...development, environment: "production" })).toBe(
      [
        "The stack's configuration has 3 errors; nothing was created.",
        "  ✗ trireme:imageRepository is missing: images are pulled, so name their repository. Set it: pulumi config set imageRepository ghcr.io/your-org/syfthub",
        "  ✗ trireme:imageTag is missing: images are pulled, so name the release. Set it: pulumi config set imageTag v1.0.0",
        '  ✗ trireme:domain is "localhost": production needs the host name that people use. Set it: pulumi config set domain syfthub.example.com',
      ].join("\n"),
    );
  });

  it("is told with all its errors, wrong by themselves or only together", () => {
    expect(
      message({ system: "shop", environment: "staging", target: "docker", imageTag: "!", extra: 1 }),
    ).toBe(
      [
        "The stack's configuration has 4 errors; nothing was created.",
        `  ✗ trireme:system is "shop": allowed are ${systems}. Set it: pulumi config set system VALUE`,
        '  ✗ trireme:imageTag is "!": expected a tag such as v1.4.2, or a digest sha256:… of 64 hexadecimal digits. Set it: pulumi config set imageTag VALUE',
        `  ✗ trireme:extra is not a setting; allowed are ${keys}. Remove it: pulumi config rm extra`,
        "  ✗ trireme:imageRepository is missing: images are pulled, so name their repository. Set it: pulumi config set imageRepository ghcr.io/your-org/your-system",
      ].join("\n"),
    );
  });

  it("is not told twice of what is wrong once", () => {
    expect(message({ ...development, environment: "prod", images: "source" })).toBe(
      [
        "The stack's configuration has 2 errors; nothing was created.",
        '  ✗ trireme:environment is "prod": allowed are development, staging, production. Set it: pulumi config set environment VALUE',
        '  ✗ trireme:images is "source": allowed are registry, sources, sample. Set it: pulumi config set images VALUE',
      ].join("\n"),
    );
  });
});

describe("a rollback", () => {
  const back = { ...production, rollback: { to: "v1", jobs: { migrate: "v2" } } };

  it("says what runs, and which jobs stayed", () => {
    expect(parse({ ...back, imageTag: "v1" }).rollback).toEqual(back.rollback);
  });

  it("is not forgotten where another release is set by hand", () => {
    expect(message({ ...back, imageTag: "v3" })).toBe(
      one(
        "trireme:rollback says that the stack went back to v1, but trireme:imageTag is v3. Release with npx trireme release STACK v3, which ends the rollback; or set what runs: pulumi config set imageTag v1",
      ),
    );
  });
});

describe("the value of a secret", () => {
  it.each<[string, unknown]>([
    ["that is empty", { secrets: { token: "" } }],
    ["that is a number", { secrets: { token: 4_711_000 } }],
    ["that is a map", { secrets: { token: { value: "hunter2" } } }],
    ["in place of all secrets", { secrets: "hunter2" }],
    ["in a list in place of all secrets", { secrets: ["hunter2"] }],
    ["under a wrong key", { secret: { token: "hunter2" } }],
    ["in a variable of a wrong name", { services: { api: { variables: { "A-B": "hunter2" } } } }],
    ["in a variable of a wrong type", { services: { api: { variables: { A: { b: "hunter2" } } } } }],
    ["in settings that are a text", "hunter2"],
    ["in settings that are a list", ["hunter2"]],
  ])("%s stands in no message", (_, settings) => {
    const text = message({ ...development, settings });
    expect(text).not.toMatch(/hunter2|4711000/);
    expect(text).toContain("trireme:settings");
  });

  it("is set as one", () => {
    expect(message({ ...development, settings: { secrets: { token: "" } } })).toBe(
      one(
        "trireme:settings.secrets.token: it is empty. Set it: pulumi config set --secret --path 'settings.secrets.token' VALUE",
      ),
    );
  });
});

describe("an existing network that is named wrongly is told with its path and value:", () => {
  const vpc = "vpc-0a1b2c3d4e5f67890";
  const [one, two, three] = ["1", "2", "3"].map((zone) => `subnet-0a1b2c3d4e5f6000${zone}`);
  const network = { vpc, publicSubnets: [one, two], privateSubnets: [one, two] };
  const onAws = (changes: object) =>
    message({
      ...{ ...production, target: "aws" },
      aws: { region: "eu-west-1", account: "123456789012", network: { ...network, ...changes } },
    });

  it.each([
    [
      { vpc: "main" },
      'trireme:aws.network.vpc is "main": expected the id of a VPC, such as vpc-0a1b2c3d4e5f67890',
    ],
    [
      { privateSubnets: ["a", two] },
      'trireme:aws.network.privateSubnets[0] is "a": expected the id of a subnet, such as subnet-0a1b2c3d4e5f67890',
    ],
    [{ publicSubnets: [one] }, "trireme:aws.network.publicSubnets: allowed are lists of at least 2 entry"],
    [
      { isolatedSubnets: [one, two, three] },
      "trireme:aws.network: expected as many subnets of each kind: one in each zone",
    ],
    [{ subnets: [] }, "trireme:aws.network.subnets is not a setting"],
  ])("%j", (changes, expected) => {
    expect(onAws(changes)).toContain(expected);
  });

  it.each(["host", "-x", "a b", ""])('"%s" on Docker', (name) => {
    expect(message({ ...development, docker: { network: name } })).toContain("trireme:docker.network");
  });
});
