import { describe, expect, it } from "vitest";
import { checkLag, checkReplicas } from "../../../../cli/verify/replicas";
import type { Container } from "../../../../cli/verify/containers";
import { postgres } from "../../../../components/model";
import { dbProps, shop } from "../../../support/valid";

const db = postgres("db", { ...dbProps, readReplicas: 2 });
const row = (number: number, behind: number, lag: number) =>
  [`db-replica-${number}`, "streaming", behind, lag].join("\t");

describe("what verify says of read replicas", () => {
  it("is how far each lies behind", () => {
    expect(checkLag(db, `${row(1, 0, 0)}\n${row(2, 1_500_000, 2.5)}\n`, "prod")).toEqual([
      { claim: "db-replica-1 follows db, 0 s and 0 MiB behind" },
      { claim: "db-replica-2 follows db, 2.5 s and 2 MiB behind" },
    ]);
  });

  it("is an error of one that is away, and of one that lies more than a minute behind", () => {
    const reasons = checkLag(db, row(2, 1, 61), "prod").map(({ reason }) => reason);
    expect(reasons).toEqual([
      "it does not receive the log. Look: npx trireme logs prod db",
      "it is 61 s and 1 MiB behind, and may be 60 s. Look: npx trireme logs prod db",
    ]);
  });

  it("is asked of the primary, and is an error of all where that does not answer", async () => {
    const labels = { "dev.trireme.part": "db", "dev.trireme.role": "store" };
    const primary: Container = {
      Name: "/db-1",
      State: { Status: "running", ExitCode: 0 },
      Config: { Labels: labels },
    };
    const system = { ...shop, stores: [db] };
    const asked: string[] = [];
    const answering = (code: number) => (container: Container) => {
      asked.push(container.Name);
      return Promise.resolve({ code, output: `${row(1, 0, 0)}\n${row(2, 0, 0)}` });
    };
    const good = await checkReplicas(system, [primary], answering(0), "prod");
    expect(good.every(({ reason }) => reason === undefined)).toBe(true);
    const bad = await checkReplicas(system, [primary], answering(2), "prod", 0);
    expect(bad.every(({ reason }) => reason !== undefined)).toBe(true);
    expect(asked).toEqual(["/db-1", "/db-1"]);
    expect(await checkReplicas(shop, [primary], answering(0), "prod")).toEqual([]);
  });
});
