import { beforeAll, describe, expect, inject, it } from "vitest";
import { engineStatus, startEngine, stopEngine } from "../../../setup/engine";
import { progressOn } from "../../../setup/progress";
import { Checkout } from "../docker/checkout";
import { containerOf, containersOf, engine, eventually, execIn } from "../docker/engine";
import { ask } from "./support/client";
import { asDatabaseUser, variable } from "./support/stores";

const production = inject("production");
const { stack } = production;
const checkout = Checkout.at(production.folder);
const ours = (await engineStatus()).kind === "ours";

/** Names of the containers that run, and whether each that has a check passes it. */
async function running(): Promise<Readonly<Record<string, string>>> {
  const states = await Promise.all(
    (await containersOf(stack)).map(async ({ id, name }) => {
      const { State } = await engine().getContainer(id).inspect();
      return [name, State.Running ? (State.Health?.Status ?? "running") : "ended"] as const;
    }),
  );
  return Object.fromEntries(states.filter(([, state]) => state !== "ended").sort());
}

// An engine of the user's own is not ours to stop.
describe.skipIf(!ours)("an engine that was stopped and started, as by a reboot", { timeout: 600_000 }, () => {
  let before: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    await asDatabaseUser(
      stack,
      await variable(stack, "DATABASE_URL"),
      "create table rebooted as select 1 as here",
    );
    before = await running();
    await stopEngine(progressOn());
    await startEngine(progressOn());
  }, 300_000);

  it("has every container running and healthy again, without a command", async () => {
    expect(Object.keys(before).length).toBeGreaterThan(10);
    const began = Date.now();
    const all = async (): Promise<true | undefined> => {
      const now = await running();
      const missing = Object.keys(before).filter(
        (name) => !(now[name] === "healthy" || now[name] === "running"),
      );
      return missing.length === 0 ? true : undefined;
    };
    await eventually("not all are healthy", all, 240_000);
    console.log(`all healthy ${Math.round((Date.now() - began) / 1000)} s after the engine answered`);
    expect((await ask(production, "/health")).status).toBe(200);
  });

  it("has the data", async () => {
    const url = await variable(stack, "DATABASE_URL");
    const { output } = await asDatabaseUser(stack, url, "select here from rebooted; drop table rebooted");
    expect(output.trim()).toBe("1");
  });

  it("tells the certificate's and the backups' metrics again", async () => {
    const proxy = await containerOf(stack, "proxy", "proxy");
    await eventually("a metric is missing", async () => {
      const { output } = await execIn(proxy, ["sh", "-c", "cat /var/lib/metrics/*.prom"]);
      return ["certificate_expiry_timestamp_seconds", "backup_age_seconds"].every((name) =>
        output.includes(name),
      )
        ? true
        : undefined;
    });
  });

  it("passes verify, and has nothing to change", async () => {
    const verified = await checkout.trireme("verify", stack);
    expect(verified.code, verified.output).toBe(0);
    const preview = await checkout.trireme("preview", stack, "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });
});
