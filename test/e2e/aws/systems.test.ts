import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { policyArguments } from "../../../cli/stack/policies";
import { Checkout } from "../docker/checkout";
import { Program, type StateResource } from "../../support/program";
import { createZone, resetEndpoint } from "./endpoint";
import { domainOf, shipped, stackFile } from "./stacks";

const ofType = (resources: readonly StateResource[], type: string) =>
  resources.filter((resource) => resource.type === type);

const definition = "aws:ecs/taskDefinition:TaskDefinition";

/** Whether a task definition runs an image of this tag. */
const isVersion =
  (tag: string) =>
  ({ outputs }: StateResource): boolean =>
    String(outputs?.containerDefinitions).includes(`:${tag}`);

// In order: each test goes on where the one before it left the stack.
describe.each(shipped)("%s in production on AWS", (system) => {
  const stack = `${system}-aws`;
  const file = `Pulumi.${stack}.yaml`;
  let checkout: Checkout;
  let program: Program;
  let made = 0;

  beforeAll(async () => {
    await resetEndpoint();
    checkout = Checkout.create();
    checkout.write(file, stackFile(system, await createZone(domainOf(system))));
    program = await Program.in(checkout.folder, stack);
  });

  afterAll(() => {
    checkout.remove();
  });

  it("is planned without a finding of a policy but those that its own file exempts", async () => {
    const policies = await policyArguments(stack, inject("env"));
    const { code, output } = await program.attempt("preview", ...policies);
    expect(code, output).toBe(0);
  });

  it("comes up whole", async () => {
    const changes = await program.up();
    made = changes.create ?? 0;
    expect(changes).toEqual({ create: made });
    expect(made).toBeGreaterThan(100);
  });

  it("keeps every secret as ciphertext", async () => {
    const { resources } = await program.state();
    const versions = ofType(resources, "aws:secretsmanager/secretVersion:SecretVersion");
    expect(versions.length).toBeGreaterThan(0);
    // Where it is encrypted, the state has an object with a signature in the text's place.
    expect(versions.filter(({ outputs }) => typeof outputs?.secretString === "string")).toEqual([]);
  });

  it("finds nothing to change after that", async () => {
    const changes = await program.preview();
    const differences = changes.same === made ? "" : (await program.attempt("preview", "--diff")).output;
    expect(changes, differences).toEqual({ same: made });
  });

  it("releases another version by new task definitions and an update of their services", async () => {
    checkout.write(file, checkout.read(file).replace("v1.0.0", "v1.1.0"));
    const { resources: before } = await program.state();
    const outdated = ofType(before, definition).filter(isVersion("v1.0.0"));
    // Services, schedules and grants name the definitions that they run.
    const arns = outdated.map(({ outputs }) => String(outputs?.arn));
    const runners = before.filter(({ type, inputs }) => {
      const text = JSON.stringify(inputs ?? {});
      return type !== definition && arns.some((arn) => text.includes(arn));
    });
    const changes = await program.up();
    expect(changes.replace).toBe(outdated.length);
    // What runs an image of another's maker stays.
    const services = ofType(runners, "aws:ecs/service:Service");
    expect(services.length).toBeGreaterThan(0);
    expect(changes.update ?? 0).toBeGreaterThanOrEqual(services.length);
    expect(changes.update ?? 0).toBeLessThanOrEqual(runners.length);
    const { resources } = await program.state();
    expect(ofType(resources, definition).filter(isVersion("v1.0.0"))).toEqual([]);
    expect((await program.preview()).same).toBeGreaterThan(100);
  });

  it("replaces a service that is told to be", async () => {
    const { resources } = await program.state();
    const [service] = ofType(resources, "aws:ecs/service:Service");
    const changes = await program.up("--replace", service?.urn ?? "");
    expect(changes.replace).toBeGreaterThanOrEqual(1);
  });

  it("leaves nothing but its protected stores when it is destroyed, and nothing once those are let go", async () => {
    const refused = await program.attempt("destroy", "--yes", "--skip-preview");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("protect");
    await program.pulumi("state", "unprotect", "--all", "--yes");
    await program.pulumi("destroy", "--yes", "--skip-preview");
    expect((await program.state()).resources).toEqual([]);
  });
});
