import { describe, expect, it } from "vitest";
import { provided, postgres, type PostgresProps } from "../../../../../components/model";
import { systems } from "../../../../../stacks/systems";
import { checkExtensions } from "../../../../../components/model/check/extensions";
import { dbProps, development, shop } from "../../../../support/valid";

const found = (props: Partial<PostgresProps>, operators = false) =>
  checkExtensions({ ...shop, stores: [postgres("db", { ...dbProps, ...props })] }, { operators }).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe("the extensions of a Postgres", () => {
  it.each(["pgaudit", "pg_cron", "timescaledb", "postgis"])(
    "are refused where no image has them: %s",
    (name) => {
      for (const operators of [false, true]) {
        const [message, ...more] = found({ extensions: ["vector", name] }, operators);
        expect(message).toContain(`stores.db.extensions: names "${name}", which the image does not have`);
        expect(more).toEqual([]);
      }
    },
  );

  it("come with what to do instead of pgaudit, which an operator's image has", () => {
    expect(found({ extensions: ["pgaudit"] })[0]).toContain('parameters: { log_statement: "mod" }');
    expect(found({ extensions: ["pgaudit"], operator: "cloudnative-pg" }, true)).toEqual([]);
    expect(found({ extensions: ["pgaudit"], operator: "cloudnative-pg" }, false)).toHaveLength(1);
  });

  it("may be pgaudit where the target adds to an image what it lacks", () => {
    const stores = [postgres("db", { ...dbProps, extensions: ["pgaudit"] })];
    expect(checkExtensions({ ...shop, stores }, { operators: false, additions: true })).toEqual([]);
  });

  it("may be PostgreSQL's own, and vector", () => {
    expect(found({ extensions: ["vector", "pg_stat_statements", "uuid-ossp", "pg_trgm"] })).toEqual([]);
  });

  it("are not checked for an external store", () => {
    const url = provided("db-url", { description: "managed database" }).value;
    expect(found({ extensions: ["pgaudit"], version: "any", external: { url } })).toEqual([]);
  });

  it.each(Object.entries(systems))(
    "are carried in %s, but for the audit of Simplr's production",
    (name, describeSystem) => {
      for (const environment of ["development", "production"] as const)
        for (const operators of [false, true]) {
          const problems = checkExtensions(describeSystem({ ...development, name: environment }), {
            operators,
          });
          const audited = name === "simplr" && environment === "production";
          expect(problems.map(({ path }) => path)).toEqual(audited ? ["stores.db.extensions"] : []);
        }
    },
  );
});

describe("the version of a Postgres", () => {
  it("with vector is a major one", () => {
    expect(found({ version: "16.4" })).toEqual([]);
    expect(found({ version: "16.4", extensions: ["vector"] })).toEqual([
      'stores.db.version: is "16.4", and the image with the extension vector exists only for major versions; write "16"',
    ]);
  });
});
