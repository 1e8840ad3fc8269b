import { join } from "node:path";
import {
  awsEndpointAccount,
  environmentAt,
  providerAt,
  startAwsEndpoint,
  type AwsEndpoint,
} from "../../../lab/tools/aws-endpoint";
import { leadNames, openEntry, tasksEngine, type Entry } from "../../../lab/tools/aws-tasks";
import { run, type Outcome } from "../../../setup/processes";
import { progressOn } from "../../../setup/progress";
import { sampleBase } from "../../../stacks/config/images";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { root } from "../../support/sources";
import { Checkout } from "../docker/checkout";
import { engine } from "../docker/engine";
import { certificateFor } from "../production/support/certificate";
import type { Listening } from "../production/support/client";
import { createZone } from "./endpoint";
import { buildFrom, runningTasks, startDatabase } from "./tasks";

export const domain = "syfthub.example.com";
export const stack = "syfthub-tasks";
export const file = `Pulumi.${stack}.yaml`;
const repository = `${awsEndpointAccount}.dkr.ecr.eu-west-1.amazonaws.com/syfthub`;
const roles = ["backend", "aggregator", "mcp", "frontend"] as const;
const built = (role: string, version = "good"): string => `trireme.local/suite/syfthub-${role}:${version}`;
const postgres = "postgres:16-bookworm";
const redis = "redis:7-alpine";

/** A release of SyftHub whose migration runs, and whose backend ends at once. */
const broken = `FROM ${built("backend")}
CMD ["sh", "-c", "echo 'column users.plan does not exist' >&2; exit 3"]
`;

async function buildImages(base: string): Promise<void> {
  const folder = join(root, "examples", "sample");
  for (const role of roles)
    await run("docker", [
      ...["build", "--quiet", "--build-arg", `BASE=${base}`, "--build-arg", `ROLE=${role}`],
      ...["--tag", built(role), folder],
    ]);
  await buildFrom(broken, built("backend", "bad"));
}

async function startCache(image: string): Promise<string> {
  const container = await engine().createContainer({ Image: image, Cmd: ["redis-server", "--save", ""] });
  await container.start();
  return container.id;
}

function stackFile(zone: string, url: string): string {
  return `config:
  trireme:system: syfthub
  trireme:environment: staging
  trireme:target: aws
  trireme:domain: ${domain}
  trireme:imageRepository: ${repository}
  trireme:imageTag: v1.0.0
  trireme:aws:
    region: eu-west-1
    account: "${awsEndpointAccount}"
    hostedZone: ${zone}
    user: 10001
    ingress: { kind: proxy }
    sizes: { zones: 2, nat: single, endpoints: false, flowLogs: false, waf: false }
    alerts: { emails: [operations@example.com] }
    provider: ${JSON.stringify(providerAt(url))}
  trireme:settings:
    services: { backend: { variables: { RELEASE_NOTE: first } } }
    stores: { redis: { external: true } }
    backups: { redis-daily: { enabled: false } }
`;
}

/** SyftHub in staging on a mock of AWS whose tasks run on the engine, behind our nginx, with a way in. Of its two releases v1.1.0 is broken. */
export class AwsSyfthub {
  private constructor(
    readonly endpoint: AwsEndpoint,
    readonly checkout: Checkout,
    private readonly entry: Entry,
    private readonly stores: readonly string[],
  ) {}

  static async prepare(): Promise<AwsSyfthub> {
    const substitutes = localSubstitutes(root);
    await buildImages(substitutes[sampleBase] ?? sampleBase);
    const own = Object.fromEntries(
      roles.flatMap((role) => [
        [`${repository}-${role}:v1.0.0`, built(role)],
        [`${repository}-${role}:v1.1.0`, built(role, role === "backend" ? "bad" : "good")],
      ]),
    );
    const tasks = tasksEngine(substitutes, {
      ...own,
      // What sets the database up, in the variant that the program names on AWS.
      "*/docker/library/postgres:16-alpine": substitutes[postgres] ?? postgres,
    });
    const endpoint = await startAwsEndpoint(progressOn(), { tasks });
    const [database, cache] = await Promise.all([
      startDatabase(substitutes[postgres] ?? postgres, { user: "syfthub", database: "syfthub" }),
      startCache(substitutes[redis] ?? redis),
    ]);
    await leadNames(endpoint.url, { "*.rds.amazonaws.com": database, "cache.example.net": cache });
    const entry = await openEntry(endpoint.url, certificateFor([`DNS:${domain}`]));
    const checkout = Checkout.create();
    checkout.write(file, stackFile(await createZone(domain, endpoint.url), endpoint.url));
    return new AwsSyfthub(endpoint, checkout, entry, [database, cache]);
  }

  /** Where requests come in. */
  get listening(): Listening {
    return { address: "127.0.0.1", domain, ...this.entry };
  }

  /** Runs a program in the checkout, as an operator or a pipeline does. */
  async run(...[command, ...args]: readonly [string, ...string[]]): Promise<Outcome> {
    const ports = { 80: this.entry.http, 443: this.entry.https };
    // The checkout has a state and a passphrase of its own.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    return await run(command, args, {
      cwd: this.checkout.folder,
      env: {
        ...Object.fromEntries(own),
        ...environmentAt(this.endpoint.url),
        NODE_OPTIONS: `--require ${join(root, "test", "support", "entry.cjs")}`,
        TRIREME_TEST_ENTRY: JSON.stringify({ host: domain, ports }),
      },
      allowFailure: true,
    });
  }

  /** As {@link runningTasks}. */
  running(name: string): Promise<readonly string[]> {
    return runningTasks(this.endpoint, name);
  }

  async remove(): Promise<void> {
    await this.endpoint.stop();
    for (const id of this.stores) await engine().getContainer(id).remove({ force: true, v: true });
    this.checkout.remove();
  }
}
