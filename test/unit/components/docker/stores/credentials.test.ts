import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { Credentials } from "../../../../../components/docker/stores/credentials";
import { needsCredentials } from "../../../../../components/shared/credentials";
import { Store } from "../../../../../components/docker/stores/store";
import { rabbitmq, type RotatingStore } from "../../../../../components/model";
import { redisHash, scramVerifier } from "../../../../../components/render/credentials";
import { context } from "../../../../support/context";
import { deploy, only } from "../../../../support/mocks";
import { cache, db } from "../../../../support/valid";

const passwords = {
  generation: 1,
  current: secret("<current>"),
  previous: secret("<previous>"),
  initial: secret("<initial>"),
};
const deployed = (store: RotatingStore) =>
  deploy(() => {
    const of = new Store(context, { store, protect: false });
    return new Credentials(context, { store, passwords, of });
  });
const uploads = (deployment: Awaited<ReturnType<typeof deployed>>, name: string) =>
  Object.fromEntries(
    (
      only(deployment, "Container", `${name}-files`).inputs.uploads as { file: string; content: string }[]
    ).map(({ file, content }) => [file.replace("/run/credentials/", ""), content]),
  );

describe("the change of a store's credentials", () => {
  it("makes a RabbitMQ's other account, whose password is in a file", async () => {
    const broker = rabbitmq("broker", { version: "4.3", user: "shop" });
    const deployment = await deployed(broker);
    expect(only(deployment, "Container", "shop-dev-broker-credentials").inputs.envs).toEqual([
      "API=http://<store broker host>:15672",
      "CURRENT_ROLE=shop_alt",
      "OWNER=shop",
      "PREVIOUS_ROLE=shop",
      "STORE_CONTAINER=shop-dev-broker-0a1b2c3",
    ]);
    const files = uploads(deployment, "shop-dev-broker-credentials");
    expect(files).toMatchObject({
      current: "<current>",
      "apply.sh": expect.stringContaining("rabbitmq.escript apply") as string,
    });
    expect(files["rabbitmq.escript"]).toContain('command("apply", [])');
  });

  it("runs to its end on the store's network, after the store answers, and again with another store", async () => {
    const deployment = await deployed(db);
    const container = only(deployment, "Container", "shop-dev-db-credentials");
    expect(container.inputs).toMatchObject({
      command: ["sh", "/run/credentials/apply.sh"],
      user: "999:999",
      networksAdvanced: [{ name: "db network" }],
      restart: "no",
      readOnly: true,
      capabilities: { drops: ["ALL"] },
    });
    expect(container.inputs.envs).toEqual([
      "CURRENT_ROLE=shop_alt",
      "OWNER=shop",
      "PGCONNECT_TIMEOUT=10",
      "PGDATABASE=shop",
      "PGHOST=<store db host>",
      "PGPORT=<store db port>",
      "PREVIOUS_ROLE=shop",
      "STORE_CONTAINER=shop-dev-db-0a1b2c3",
    ]);
    expect(container.dependsOn).toEqual(
      expect.arrayContaining(["Container shop-dev-db", "Container shop-dev-db-credentials-files"]),
    );
    expect(container.inputs.labels).toEqual(
      expect.arrayContaining([
        { label: "dev.trireme.part", value: "db" },
        { label: "dev.trireme.role", value: "credentials" },
      ]),
    );
  });

  it("tells the server how many connections the roles may hold, which it cannot count of its owner's", async () => {
    const deployment = await deployed({ ...db, connectionLimit: 7 });
    const { envs } = only(deployment, "Container", "shop-dev-db-credentials").inputs;
    expect(envs).toEqual(expect.arrayContaining(["CONNECTION_LIMIT=7", "PREVIOUS_ROLE=shop_login"]));
    expect([needsCredentials(db, 0), needsCredentials({ ...db, connectionLimit: 7 }, 0)]).toEqual([
      false,
      true,
    ]);
    expect(needsCredentials(cache, 0)).toBe(false);
  });

  it("has the passwords to log in with in files, and what the engine is told as hashes", async () => {
    expect(uploads(await deployed(db), "shop-dev-db-credentials")).toMatchObject({
      current: "<current>",
      previous: "<previous>",
      initial: "<initial>",
      verifier: scramVerifier("shop_alt", "<current>"),
    });
    expect(uploads(await deployed(cache), "shop-dev-cache-credentials")).toMatchObject({
      "current.sha256": redisHash("<current>"),
      "previous.sha256": redisHash("<previous>"),
    });
  });

  it("shows no password outside secret files", async () => {
    const deployment = await deployed(db);
    const shown = deployment.resources
      .flatMap(({ texts }) => texts)
      .filter(({ text, secret: hidden }) => /<(current|previous|initial)>|SCRAM/.test(text) && !hidden);
    expect(shown).toEqual([]);
  });
});
