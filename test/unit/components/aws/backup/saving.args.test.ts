import { describe, expect, it } from "vitest";
import { takeSteps, type Step } from "../../../../../components/aws/backup/saving.args";
import { environment, systems } from "../../../../support/aws-stores";
import { grammar } from "../../../../support/programs";
import { attachments, daily, database, files } from "../../../../support/saved-simplr";

const place = { prefix: "simplr-aws", bucket: "simplr-aws-backups", region: "eu-west-1" };
const told = (steps: readonly Step[]) =>
  steps.map(({ name, image, needs }) => [name, image, ...(needs === undefined ? [] : [needs])].join(" "));

describe("a dump", () => {
  const steps = takeSteps(daily, database, place);

  it("is taken by the server's own client, kept in our bucket and copied to the operator's", () => {
    expect(told(steps)).toEqual([
      "prepare-work postgres:15-alpine",
      "number amazon/aws-cli:2.22.35",
      "take postgres:15-alpine store",
      "keep amazon/aws-cli:2.22.35",
      "copy amazon/aws-cli:2.22.35 bucket",
    ]);
  });

  it("lies in a folder that the first step makes writable for all without root", () => {
    expect(steps[0]?.mounts).toEqual([{ volume: "work", path: "/var/lib/postgresql/data" }]);
    expect(steps.slice(1).map(({ mounts }) => mounts)).toEqual([
      [{ volume: "work", path: "/backup" }],
      [{ volume: "work", path: "/backup" }],
      [{ volume: "work", path: "/backup", readOnly: true }],
      [{ volume: "work", path: "/backup", readOnly: true }],
    ]);
  });

  it("archives no log: RDS itself goes back to any moment", () => {
    expect(steps[2]?.program).toContain("POINT_IN_TIME='0'");
    expect(steps[2]?.program).toContain('exec sh /opt/backup/main.sh take "${KIND:-scheduled}"');
    expect(takeSteps(daily, database, place, "release")[2]?.program).toContain("main.sh take release");
  });

  it("tells CloudWatch once, after the last copy", () => {
    expect(steps.map(({ program }) => program.includes("BackupSucceeded"))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(steps[3]?.program).toContain("BUCKET='simplr-aws-backups'");
    expect(steps[4]?.program).toContain("BUCKET='simplr-backups'");
  });

  it("holds no password: those come from Secrets Manager", () => {
    for (const { program, env } of steps)
      expect(`${program}${JSON.stringify(env)}`).not.toMatch(/PGPASSWORD=\S/);
  });
});

describe("files as they are", () => {
  const steps = takeSteps(attachments, files, place);

  it("are listed with their checksums, then mirrored into the class for what is seldom read", () => {
    expect(told(steps)).toEqual([
      "prepare-work postgres:17-alpine",
      "list postgres:17-alpine",
      "copy amazon/aws-cli:2.22.35 bucket",
    ]);
    expect(steps[2]?.program).toContain("CLASS='STANDARD_IA'");
    expect(steps[2]?.program).toContain("mirror '/saved/attachments' /stage/files.tsv");
  });
});

describe("the programs", () => {
  const all = Object.values(systems).flatMap((make) => {
    const system = make(environment("production"));
    return system.backups.flatMap((backup) => {
      const store = system.stores.find(({ name }) => name === backup.store);
      return store !== undefined && (store.engine === "postgres" || store.engine === "volume")
        ? takeSteps(backup, store, place)
        : [];
    });
  });

  it("are valid shell", () => {
    expect(all.length).toBeGreaterThan(8);
    for (const { program } of all) expect(grammar(program)).toBe("");
  });

  it("have no comments, and all else of the scripts", () => {
    const [main] = takeSteps(daily, database, place).filter(({ program }) =>
      program.includes("engine_take() {"),
    );
    expect(main?.program).not.toMatch(/^[ \t]*#(?!!)/m);
    for (const line of ["root=/backup", "set -eu", 'tar -C "$coming" -x -o -f -'])
      expect(main?.program).toContain(line);
  });

  it("fit into a task definition with what else it has", () => {
    const size = takeSteps(daily, database, place).reduce((sum, step) => sum + step.program.length, 0);
    expect(size).toBeLessThan(60 * 1024);
  });
});
