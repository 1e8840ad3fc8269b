import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";

const load = createRequire(import.meta.url);
const { keepSecretMarks } = load("../../../policies/secret-marks.cjs") as { keepSecretMarks: () => void };
const sdk = createRequire(load.resolve("@pulumi/policy"));
const { Secret } = load("@pulumi/policy") as { Secret: new (value: unknown) => { value: unknown } };

describe("the marks of secrets", () => {
  it("reach policies that only check, by the release of the SDK that is installed, read once for all of them", () => {
    keepSecretMarks();
    const { deserializeProperties } = sdk("./deserialize") as {
      deserializeProperties: (properties: unknown, proxySecrets: boolean) => Record<string, unknown>;
    };
    const signature = "4dabf18193072939515e22adb298388d";
    const properties = {
      toJavaScript: () => ({
        open: "a",
        hidden: { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: "b" },
      }),
    };
    const read = deserializeProperties(properties, false);
    const target = read.__getSpecialProxyTarget as Record<string, unknown>;
    expect(target.open).toBe("a");
    expect(target.hidden).toBeInstanceOf(Secret);
    expect(deserializeProperties(properties, false)).toBe(read);
  });
});
