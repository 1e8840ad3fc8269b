import { output, secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { addresses } from "../../../../../components/docker/stores/address";
import { postgres } from "../../../../../components/model";
import { cache, db, dbProps } from "../../../../support/valid";

const passwords = {
  generation: 2,
  current: secret("<current>"),
  previous: secret("<previous>"),
  initial: secret("<initial>"),
};
const addressOf = addresses({ storePasswords: () => passwords });

describe("where a store is reached on an engine", () => {
  it("is its name, as its own user", () => {
    expect(addressOf(db)).toEqual({ main: "db:5432" });
    expect(addressOf(cache)).toEqual({ main: "cache:6379" });
  });

  it("is the replicas' name for those that only read", () => {
    expect(addressOf(postgres("db", { ...dbProps, readReplicas: 1 }))).toEqual({
      main: "db:5432",
      read: "read.db:5432",
    });
  });

  it("is the same as a role that is no superuser where connections are limited", async () => {
    const { main, credentials } = addressOf(postgres("db", { ...dbProps, connectionLimit: 5 }));
    expect(main).toBe("db:5432");
    expect(credentials?.user).toBe(`${db.owner}_login`);
    const password = output(credentials?.password);
    expect(await new Promise((resolve) => password.apply(resolve))).toBe("<current>");
  });
});
