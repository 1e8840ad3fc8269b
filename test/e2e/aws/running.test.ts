import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  awsEndpointAccount,
  environmentAt,
  providerAt,
  startAwsEndpoint,
  type AwsEndpoint,
} from "../../../lab/tools/aws-endpoint";
import { leadNames, tasksEngine } from "../../../lab/tools/aws-tasks";
import { run } from "../../../setup/processes";
import { progressOn } from "../../../setup/progress";
import { sampleBase } from "../../../stacks/config/images";
import { localSubstitutes } from "../../../stacks/config/substitutes";
import { Program } from "../../support/program";
import { root } from "../../support/sources";
import { Checkout } from "../docker/checkout";
import { engine, eventually, execIn } from "../docker/engine";
import { createZone } from "./endpoint";
import { buildFrom, runningTasks, startDatabase } from "./tasks";

const stack = "simplr-tasks";
const file = `Pulumi.${stack}.yaml`;
const repository = `${awsEndpointAccount}.dkr.ecr.eu-west-1.amazonaws.com/simplr`;
const postgres = "pgvector/pgvector:pg15-bookworm";
const client = "postgres:15-bookworm";
const images = {
  good: "trireme.local/suite/simplr-running:good",
  bad: "trireme.local/suite/simplr-running:bad",
};

/** A release of Simplr whose migration runs, and whose server ends at once. */
const broken = `FROM ${images.good}
USER root
RUN rm /app/bin/uvicorn && printf '#!/bin/sh\\necho "column mail.thread does not exist" >&2\\nexit 3\\n' >/app/bin/uvicorn && chmod 755 /app/bin/uvicorn
USER 10001:10001
`;

async function buildImages(base: string): Promise<void> {
  const args = ["--build-arg", `BASE=${base}`, "--build-arg", "ROLE=app"];
  await run("docker", ["build", "--quiet", ...args, "--tag", images.good, `${root}/examples/sample`]);
  await buildFrom(broken, images.bad);
}

function stackFile(zone: string, url: string): string {
  return `config:
  trireme:system: simplr
  trireme:environment: development
  trireme:target: aws
  trireme:images: registry
  trireme:domain: simplr.example.com
  trireme:imageRepository: ${repository}
  trireme:imageTag: v1.0.0
  trireme:aws:
    region: eu-west-1
    account: "${awsEndpointAccount}"
    hostedZone: ${zone}
    provider: ${JSON.stringify(providerAt(url))}
`;
}

// In order: each test goes on where the one before it left the stack.
describe("simplr on the mock of AWS, with its tasks on the engine", () => {
  const substitutes = localSubstitutes(root);
  let endpoint: AwsEndpoint;
  let checkout: Checkout;
  let program: Program;
  let database = "";
  let made = 0;

  beforeAll(async () => {
    await buildImages(substitutes[sampleBase] ?? sampleBase);
    const own = {
      [`${repository}:v1.0.0`]: images.good,
      [`${repository}:v1.1.0`]: images.bad,
      // What sets the database up, in the variant that the program names on AWS.
      "*/docker/library/postgres:15-alpine": substitutes[client] ?? client,
    };
    endpoint = await startAwsEndpoint(progressOn(), { tasks: tasksEngine(substitutes, own) });
    database = await startDatabase(substitutes[postgres] ?? postgres, {
      ...{ user: "rag_user", database: "rag_mail" },
    });
    await leadNames(endpoint.url, { "*.rds.amazonaws.com": database });
    checkout = Checkout.create();
    checkout.write(file, stackFile(await createZone("simplr.example.com", endpoint.url), endpoint.url));
    program = await Program.in(checkout.folder, stack, environmentAt(endpoint.url));
  });

  afterAll(async () => {
    await engine().getContainer(database).remove({ force: true, v: true });
    await endpoint.stop();
    checkout.remove();
  });

  const running = (name: string) => runningTasks(endpoint, name);

  it("comes up: its migration has run in the database, and its service answers the load balancer", async () => {
    const changes = await program.up();
    made = changes.create ?? 0;
    expect(changes).toEqual({ create: made });
    const { output } = await execIn(engine().getContainer(database), [
      ...["psql", "-U", "rag_user", "-d", "rag_mail", "-XAtqc"],
      "select count(*) > 0 from information_schema.tables where table_schema = 'public'",
    ]);
    expect(output.trim()).toBe("t");
    const [id = "", ...others] = await running("app");
    expect(others).toEqual([]);
    const health = await execIn(engine().getContainer(id), [
      ...["node", "-e", "fetch('http://127.0.0.1:8000/health').then((r) => r.text()).then(console.log)"],
    ]);
    expect(health.output).toContain('"database":"connected"');
  });

  it("finds nothing to change after that, by a look at the account: the mock keeps every property that is read there", async () => {
    expect(await program.preview("--refresh")).toEqual({ same: made });
  });

  it("goes back from a release whose container ends, and says why", async () => {
    const before = await running("app");
    checkout.write(file, checkout.read(file).replace("v1.0.0", "v1.1.0"));
    const { code, output } = await program.attempt("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain("failed, with exit code 3");
    // By when it is asked: ECS goes back a moment after it gives up.
    expect(output).toMatch(
      /ECS deployment circuit breaker: (tasks failed to start|rolling back to deploymentId ecs-svc\/\d+)/,
    );
    expect(output).toContain("column mail.thread does not exist");
    await eventually("the release has not gone back", async () =>
      (await running("app")).join() === before.join() ? true : undefined,
    );
  });

  it("leaves nothing, in the account and on the engine", async () => {
    await program.pulumi("state", "unprotect", "--all", "--yes");
    await program.pulumi("destroy", "--yes", "--skip-preview");
    expect((await program.state()).resources).toEqual([]);
    expect(await running("app")).toEqual([]);
  });
});
