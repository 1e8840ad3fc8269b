import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Listed } from "../../../../cli/backup/listing";
import { carried, letGo, originOf, type Origin } from "../../../../cli/backup/origin";
import type { Site } from "../../../../cli/backup/restore";
import type { Saved } from "../../../../cli/backup/saved";
import type { ContainerRuntime } from "../../../../cli/runtime/runtime";
import { backup, postgres, redis, volume, type BackupProps, type Store } from "../../../../components/model";
import { BackupMachine } from "../../../support/backup-machine";
import { shop } from "../../../support/valid";

const start = Date.UTC(2026, 0, 5) / 1000;
const progress = {
  step: (_: string, body: () => unknown) => body(),
} as unknown as Site["progress"];

let from: BackupMachine;
let into: BackupMachine;
beforeEach(() => {
  [from, into] = [new BackupMachine({ keep: { count: 3 } }), new BackupMachine({ keep: { count: 3 } })];
  from.set(start, 1000);
  into.set(start, 1000);
});
afterEach(() => {
  from.remove();
  into.remove();
});

/** A runtime whose containers are one machine. */
const runtimeOn = (machine: BackupMachine): ContainerRuntime =>
  ({
    exec: (_: string, [, , ...words]: readonly string[]) => {
      const { code, out } = machine.run(...words);
      return Promise.resolve({ code, output: out });
    },
    execCommand: (_: unknown, [, , ...words]: readonly string[]) => ["sh", "-c", machine.line(...words)],
  }) as unknown as ContainerRuntime;

const saved = (store: Store, more: Partial<BackupProps> = {}): Saved =>
  ({
    backup: backup("daily", {
      of: store,
      schedule: "0 2 * * *",
      keep: { count: 3 },
      destinations: [{ to: "volume" }],
      ...more,
    }),
    store,
    saver: { id: "saver", name: "saver", component: "daily", role: "backup" },
  }) as unknown as Saved;
const files = volume("files", { size: "1Gi" });

const origin = (own: Saved): Origin => ({
  ...{ stack: "prod", system: shop, all: [own], listed: [], env: process.env },
  runtime: runtimeOn(from),
});
const site = (own: Saved): Site => ({
  ...{ stack: "prod-k8s", system: shop, saved: own, progress },
  runtime: runtimeOn(into),
});
const listed = (name: string): Listed => ({ backup: "daily", name, where: "volume" });

it("brings a backup of the other stack to where this one finds it, and removes it when told to", async () => {
  from.take("theirs");
  const [name = ""] = from.names();
  const at = site(saved(files));
  const brought = await carried(at, process.env, origin(saved(files)), listed(name));
  expect(brought).toEqual({ backup: "daily", name, where: "fetched" });
  expect(into.run("check", name).code).toBe(0);
  await letGo(at, brought);
  expect(into.run("check", name).out).toContain(`there is no backup ${name}`);
});

it("ends with the reason when it does not arrive", async () => {
  from.take("theirs");
  const [name = ""] = from.names();
  from.shell(`echo rotten > ${from.at("backup", name, "content")}`);
  await expect(carried(site(saved(files)), process.env, origin(saved(files)), listed(name))).rejects.toThrow(
    `the checksum of ${name} is wrong`,
  );
});

it.each([
  [
    saved(files, { form: "files" }),
    saved(files),
    'a volume (form "files") in stack prod and a volume (form "archive")',
  ],
  [
    saved(redis("db", { version: "7", persistence: "none" })),
    saved(postgres("db", { version: "16", database: "shop", user: "shop" })),
    "a redis in stack prod and a postgres in prod-k8s",
  ],
])("refuses a backup of another kind of store", async (theirs, ours, said) => {
  await expect(carried(site(ours), process.env, origin(theirs), listed("x"))).rejects.toThrow(said);
});

it("refuses the stack itself", async () => {
  const target = { stack: "prod", system: shop, progress };
  await expect(originOf("prod", target, undefined)).rejects.toThrow("--of prod names the stack itself");
});

it("refuses a stack of another system", async () => {
  vi.resetModules();
  vi.doMock("../../../../cli/stack/system", () => ({ systemOf: () => ({ ...shop, name: "depot" }) }));
  const { originOf: fresh } = await import("../../../../cli/backup/origin");
  await expect(fresh("other", { stack: "prod", system: shop, progress }, undefined)).rejects.toThrow(
    "--of other names a stack of system depot; prod runs shop. Name another stack of system shop.",
  );
  vi.doUnmock("../../../../cli/stack/system");
});
