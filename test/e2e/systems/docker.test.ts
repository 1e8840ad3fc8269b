import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelNames, prefixOf } from "../../../components/model";
import { root } from "../../support/sources";
import { Checkout, type Outcome } from "../docker/checkout";
import { engine, leftovers } from "../docker/engine";
import { Bucket } from "../production/support/bucket";
import { administrator } from "../features/support/directus";
import { failed } from "../production/support/attack";
import { ask } from "../production/support/client";
import { faultsOf } from "../production/support/load";
import { Neighbours } from "./neighbours";
import { busy, panelsOf, Prometheus, sent, watched } from "./panels";
import { fileOf, shipped, withVersion } from "./stacks";
import { table, type Row } from "./table";
import { at, underLoad } from "./under-load";

const checkout = Checkout.create();
const rows: Row[] = [];
const around: { neighbours?: Neighbours; bucket?: Bucket } = {};

beforeAll(async () => {
  around.neighbours = await Neighbours.start();
  around.bucket = await Bucket.start(19099, "ten-e2e");
});

afterAll(async () => {
  await around.bucket?.stop();
  await around.neighbours?.stop();
  checkout.remove();
  console.log(table(rows));
});

/** How many containers of a stack run, and the mebibytes that they use now, without what the kernel only keeps in case. */
async function used(stack: string): Promise<Pick<Row, "containers" | "memory">> {
  const running = await engine().listContainers({ filters: { label: [`${labelNames.stack}=${stack}`] } });
  const bytes = running.map(async ({ Id }) => {
    const { memory_stats: stats } = await engine()
      .getContainer(Id)
      .stats({ stream: false, "one-shot": true });
    // One that has just ended has none.
    return Math.max(0, (stats.usage ?? 0) - (stats.stats?.inactive_file ?? 0));
  });
  const sum = (await Promise.all(bytes)).reduce((total, one) => total + one, 0);
  return { containers: running.length, memory: sum / 2 ** 20 };
}

/** Stores are retained on delete. */
async function removeVolumes(prefix: string): Promise<void> {
  const { Volumes } = await engine().listVolumes();
  for (const { Name } of Volumes) if (Name.startsWith(`${prefix}-`)) await engine().getVolume(Name).remove();
}

describe.each(shipped)("the stack $name", (one) => {
  const stack = `${one.name}-ten`;
  const file = `Pulumi.${stack}.yaml`;
  const production = one.name.endsWith("prod");
  const origin = {
    ...{ address: "127.0.0.1", domain: `${one.name}.localhost` },
    ...{ http: one.ports.http ?? 0, https: one.ports.https ?? 0 },
  };
  let row: Row = { stack: one.name };

  const run = (command: string, ...args: readonly string[]): Promise<Outcome> =>
    checkout.trireme(command, stack, ...args);
  const did = async (command: string, ...args: readonly string[]): Promise<string> => {
    const { code, output } = await run(command, ...args);
    expect(code, output).toBe(0);
    return output;
  };
  const timed = async (command: string, ...args: readonly string[]): Promise<number> => {
    const began = Date.now();
    await did(command, ...args);
    return (Date.now() - began) / 1000;
  };

  beforeAll(async () => {
    const { neighbours, bucket } = around;
    if (neighbours === undefined || bucket === undefined)
      throw new Error("what the stacks reach is not there");
    const exemptions = `policies.${one.name}.json`;
    if (existsSync(join(root, exemptions)))
      checkout.write(`policies.${stack}.json`, checkout.read(exemptions).replaceAll(one.name, stack));
    checkout.write(file, fileOf(checkout.read(`Pulumi.${one.name}.yaml`), one, neighbours.network, bucket));
    const created = await checkout.pulumi("stack", "init", stack);
    expect(created.code, created.output).toBe(0);
    for (const [name, value] of Object.entries(one.secrets?.({ neighbours, bucket }) ?? {})) {
      const path = ["--path", `settings.secrets.${name}`, value];
      const set = await checkout.pulumi("config", "set", "--stack", stack, "--secret", ...path);
      expect(set.code, set.output).toBe(0);
    }
  });

  afterAll(async () => {
    rows.push(row);
    await checkout.pulumi("state", "unprotect", "--all", "--yes", "--stack", stack);
    const data = production ? [`--delete-data=${stack}`] : [];
    const { code, output } = await run("destroy", "--yes", "--skip-preview", ...data);
    await removeVolumes(prefixOf(one.system, stack));
    expect(code, output).toBe(0);
    expect(await leftovers(stack, one.system)).toEqual([]);
  });

  it("comes up by one command", async () => {
    row = { ...row, up: await timed("up", "--yes", "--skip-preview") };
    row = { ...row, ...(await used(stack)) };
  });

  it.runIf(production)("saves every store that it says it saves, and tries the backup out", async () => {
    const backups = await did("backup");
    const drills = await did("drill");
    row = { ...row, backups: backups.match(/^✓/gm)?.length ?? 0, drills: drills.match(/^✓/gm)?.length ?? 0 };
  });

  it("holds every check", async () => {
    const [, checks] = /All (\d+) checks hold\./.exec(await did("verify")) ?? [];
    expect(checks).toBeDefined();
    row = { ...row, checks: Number(checks) };
  });

  it.runIf(one.name === "synthstack-prod")(
    "has a Directus whose administrator signs in through the ingress",
    async () => {
      const body = await administrator(stack);
      const headers = {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
      };
      const cms = at(origin, "cms");
      const answer = await ask(cms, "/auth/login", { method: "POST", headers, body });
      expect(answer.status, answer.body).toBe(200);
      expect(answer.body).toContain("access_token");
    },
  );

  it("is then as it is described, and no policy objects", async () => {
    expect(await did("preview")).toContain(`Stack ${stack}: no changes`);
  });

  // In development services stop before the next ones start, for they have the same ports of the host.
  it.runIf(!production)("is released, and answers", async () => {
    checkout.write(file, withVersion(checkout.read(file), one.released, "next"));
    row = { ...row, release: await timed("up", "--yes", "--skip-preview") };
    const { port, asked } = one.open;
    for (const { path } of asked)
      expect((await fetch(`http://127.0.0.1:${one.ports[port]}${path}`)).status).toBe(200);
  });

  it.runIf(production)("is released under load, and answers every request", async () => {
    const { result: release, samples } = await underLoad(origin, one.open.asked, async () => {
      checkout.write(file, withVersion(checkout.read(file), one.released, "next"));
      return await timed("up", "--yes", "--skip-preview");
    });
    const lost = samples.filter(failed).length;
    row = { ...row, release, requests: samples.length, failed: lost };
    expect(faultsOf(samples)).toEqual([]);
  });

  it.runIf(production)(
    "answers Prometheus everywhere, fires nothing, and has a number for every panel",
    async () => {
      const prometheus = await Prometheus.of(stack);
      await sent(stack);
      const requests = (): Promise<void> => busy(origin, [...one.open.asked, ...(one.drawn ?? [])]);
      row = { ...row, panels: await watched(prometheus, panelsOf(one.system), requests) };
    },
  );
});
