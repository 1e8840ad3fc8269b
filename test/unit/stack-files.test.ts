import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkedArgs } from "../../stacks/config/checked";
import { describeSystem } from "../../stacks/config/describe";
import { parseStackFile } from "../../stacks/config/file";
import { systemNames } from "../../stacks/systems";
import { providedTexts } from "../support/leaves/systems";
import { root } from "../support/sources";

const files = readdirSync(root).filter((name) => /^Pulumi\..+\.yaml$/.test(name));

describe("the stacks that are shipped", () => {
  it.each(files)("%s is accepted once its secrets are set", (file) => {
    const config = parseStackFile(readFileSync(join(root, file), "utf8"));
    const secrets = providedTexts({
      secrets: describeSystem(config).secrets.filter(
        ({ source }) => source.type === "provided" && !source.optional,
      ),
    });
    const settings = { ...config.settings, secrets: { ...secrets, ...config.settings.secrets } };
    expect(() => checkedArgs({ ...config, settings }, root)).not.toThrow();
  });

  it("run each system on a Docker host, in development and in production", () => {
    const expected = systemNames.flatMap((name) =>
      ["dev", "prod"].map((stack) => `Pulumi.${name === "syfthub" ? stack : `${name}-${stack}`}.yaml`),
    );
    expect(files).toEqual(expect.arrayContaining(expected));
  });
});
