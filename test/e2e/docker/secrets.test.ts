import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { Checkout } from "./checkout";
import { generatedSecrets } from "../../support/generated-secrets";
import { containersOf, engine } from "./engine";

describe("generated secrets", () => {
  const checkout = (): Checkout => Checkout.at(inject("checkout"));
  let values: readonly string[] = [];
  const findIn = (text: string): readonly string[] => values.filter((value) => text.includes(value));

  beforeAll(async () => {
    values = await generatedSecrets(checkout(), "e2e");
  });

  it("are known to this test: two passwords, a signing key and a key pair", () => {
    expect(values.length).toBeGreaterThanOrEqual(8);
  });

  it("stand nowhere in the state in clear", () => {
    const folder = join(checkout().folder, ".trireme", "state");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    );
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, "utf8"));
    expect(texts.length).toBeGreaterThan(0);
    expect(findIn(texts.join("\n"))).toEqual([]);
  });

  it("stand in no output of start, preview or up", async () => {
    const preview = await checkout().trireme("preview", "e2e", "--diff");
    const json = await checkout().trireme("preview", "e2e", "--json");
    const up = await checkout().trireme("up", "e2e", "--yes", "--skip-preview", "--diff");
    expect([preview.code, json.code, up.code]).toEqual([0, 0, 0]);
    expect(findIn([inject("started"), preview.output, json.output, up.output].join("\n"))).toEqual([]);
  });

  it("stand in no label, argument list, process list or image history", async () => {
    const found = await containersOf("e2e");
    for (const { id, name, role } of found) {
      const container = engine().getContainer(id);
      const { Config, Args, Path, State, Image } = await container.inspect();
      const processes = State.Running
        ? ((await container.top()) as { Processes: string[][] }).Processes.flat()
        : [];
      const history = (await engine().getImage(Image).history()) as { CreatedBy: string }[];
      const seen = [
        JSON.stringify(Config.Labels),
        JSON.stringify(Config.Cmd),
        Path,
        ...Args,
        ...processes,
        ...history.map(({ CreatedBy }) => CreatedBy),
      ];
      expect(findIn(seen.join("\n")), `${role} ${name}`).toEqual([]);
    }
  });

  it("are in the environment of their consumers alone", async () => {
    const holders: string[] = [];
    for (const { id, part, role } of await containersOf("e2e")) {
      const { Config } = await engine().getContainer(id).inspect();
      if (findIn((Config.Env ?? []).join("\n")).length > 0) holders.push(`${role} ${part}`);
    }
    expect(holders.sort()).toEqual(["job migrate", "service backend"]);
  });
});
