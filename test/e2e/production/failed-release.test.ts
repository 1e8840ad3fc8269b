import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { parse, stringify } from "yaml";
import { Checkout, type Outcome } from "../docker/checkout";
import { containersOf } from "../docker/engine";
import type { Sample } from "./support/attack";
import { targets } from "./support/live";
import { faultsOf, Load } from "./support/load";
import { thorough } from "./support/thorough";

const production = inject("production");
const { stack } = production;
const checkout = Checkout.at(production.folder);
const file = `Pulumi.${stack}.yaml`;

type Settings = Readonly<Record<string, unknown>>;

/** Deploys the stack with further settings. */
async function up(original: string, settings: Settings): Promise<Outcome> {
  const data = parse(original) as { config: Record<string, unknown> };
  data.config["trireme:settings"] = { ...(data.config["trireme:settings"] as Settings), ...settings };
  checkout.write(file, stringify(data));
  return await checkout.trireme("up", stack, "--yes", "--skip-preview");
}

async function backends(): Promise<readonly string[]> {
  const found = await containersOf(stack);
  return found
    .filter(({ part, role }) => part === "backend" && role === "service")
    .map(({ name }) => name)
    .sort();
}

const services = (fault: string) => ({ services: { backend: { variables: { SAMPLE_FAIL: fault } } } });
const jobs = (fault: string, timeout = "10m") => ({
  jobs: { migrate: { variables: { SAMPLE_FAIL: fault }, timeout } },
});

interface Fault {
  readonly name: string;
  readonly settings: Settings;
  /** What the deployment says of it. */
  readonly said: RegExp;
  /** Whether the short suite provokes it; for the others it leaves the words to the suite `docker`. */
  readonly short: boolean;
}

const faults: readonly Fault[] = [
  {
    name: "that does not start",
    settings: services("start"),
    said: /syfthub-\S+-backend-\d-\w+.*exit code 1/s,
    short: true,
  },
  {
    name: "that never becomes healthy",
    settings: services("health"),
    said: /syfthub-\S+-backend-\d-\w+.*did not become healthy within \d+ s/s,
    short: false,
  },
  {
    name: "whose migration fails",
    settings: jobs("migrate"),
    said: /syfthub-\S+-migrate-\w+.*exit code 1.*SAMPLE_FAIL asks for a failing migration/s,
    short: false,
  },
  {
    name: "whose migration hangs",
    settings: jobs("hang-migrate", "10s"),
    said: /syfthub-\S+-migrate-\w+.*did not end within 10 s and was killed/s,
    short: true,
  },
].filter(({ short }) => thorough || short);

describe("a release that fails", () => {
  const original = checkout.read(file);
  const outcomes = new Map<string, Outcome>();
  let before: readonly string[] = [];
  const after = new Map<string, readonly string[]>();
  let recovered: Outcome | undefined;
  let samples: readonly Sample[] = [];

  beforeAll(async () => {
    before = await backends();
    const load = await Load.start(production, targets);
    for (const { name, settings } of faults) {
      outcomes.set(name, await up(original, settings));
      after.set(name, await backends());
    }
    recovered = await up(original, {});
    samples = await load.stop();
  }, 2_400_000);

  afterAll(() => checkout.write(file, original));

  it.each(faults)("$name ends the deployment with the container and its last lines", ({ name, said }) => {
    const outcome = outcomes.get(name);
    expect(outcome?.code).not.toBe(0);
    expect(outcome?.output).toMatch(said);
    expect(outcome?.output).toMatch(/^\s*\| /m);
  });

  it("leaves the instances before it running", () => {
    for (const [name, instances] of after)
      expect(instances, name).toEqual(expect.arrayContaining([...before]));
  });

  it("fails no request, from the first of them to the recovery", () => {
    console.log(`${samples.length} requests during ${outcomes.size} failed releases and the recovery`);
    expect(samples.length).toBeGreaterThan(1000);
    expect(faultsOf(samples)).toEqual([]);
  });

  it("is fixed by the next good one without a hand, which leaves nothing behind", async () => {
    expect(recovered?.code, recovered?.output).toBe(0);
    expect(await backends()).toHaveLength(before.length);
    const { code, output } = await checkout.trireme("verify", stack);
    expect(code, output).toBe(0);
  });
});
