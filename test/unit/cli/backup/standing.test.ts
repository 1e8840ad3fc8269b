import { expect, it } from "vitest";
import { StandingKeeper } from "../../../../cli/backup/standing";
import type { ContainerRuntime, Instance } from "../../../../cli/runtime/runtime";
import type { Backup } from "../../../../components/model";
import { shop } from "../../../support/valid";

const progress = { step: (_: string, body: () => unknown) => body(), note: () => undefined };
const [backup] = shop.backups;
if (backup === undefined) throw new Error("the shop has a backup");

const instance = (component: string, role: string): Instance => ({
  ...{ id: `${component}-${role}`, name: component, component, role },
});

function keeper(asked: string[][], more: Partial<Backup> = {}) {
  const runtime = {
    instances: () =>
      Promise.resolve([instance(backup?.name ?? "", "backup"), instance(backup?.store ?? "", "store")]),
    exec: (id: string, argv: readonly string[]) => {
      asked.push([id, ...argv]);
      return Promise.resolve({ code: 0, output: "done" });
    },
  } as unknown as ContainerRuntime;
  return new StandingKeeper(
    { ...shop, backups: [{ ...(backup as Backup), ...more }] },
    "prod",
    runtime,
    progress as never,
  );
}

it("has the container that stands by take a backup, and try the newest one out", async () => {
  const asked: string[][] = [];
  const [kept] = await keeper(asked).kept(backup.name);
  expect(await kept?.take()).toEqual({ code: 0, output: "done" });
  await kept?.drill();
  expect(asked.map(([id, ...argv]) => `${id} ${argv.join(" ")}`)).toEqual([
    `${backup.name}-backup sh /opt/backup/main.sh take manual`,
    `${backup.name}-backup sh /opt/backup/main.sh drill`,
  ]);
});

it("goes back to any moment since the oldest base alone", async () => {
  const [kept] = await keeper([], { pointInTime: { rpo: "5m" } }).kept(backup.name);
  const of = { backup: backup.name, where: "volume" as const };
  const listed = [
    { ...of, name: "b", base: "2026-01-02T00:00:00Z" },
    { ...of, name: "a", base: "2026-01-01T00:00:00Z" },
    { ...of, backup: "another", name: "c", base: "2025-01-01T00:00:00Z" },
  ];
  expect(await kept?.since(listed)).toBe("2026-01-01T00:00:00Z");
  const [plain] = await keeper([]).kept(backup.name);
  expect(await plain?.since(listed)).toBeUndefined();
});

it("names the backups that there are", async () => {
  await expect(keeper([]).kept("none")).rejects.toThrow(
    `There is no backup "none" in stack prod; there are ${backup.name}`,
  );
});
