import { output, unsecret, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { joinOutputs, sharedKey, type Shared } from "../../../../components/shared/join";

const key: Shared = { ref: "secret", name: "key", part: "value" };
const other: Shared = { ref: "secret", name: "key-of-far", part: "value" };
const user: Shared = { ref: "store", name: "db", attribute: "user" };
const valueOf = <T>(value: Output<T>) => new Promise<T>((resolve) => value.apply(resolve));

describe("what a stack tells another", () => {
  it("is one secret output for each, an object of the values that it needs, by its own names", async () => {
    const outputs = joinOutputs(
      {
        far: [
          { as: key, value: other },
          { as: user, value: user },
        ],
        other: [],
      },
      (ref) => output(`value of ${sharedKey(ref as Shared)}`),
    );
    expect(Object.keys(outputs)).toEqual(["join-far", "join-other"]);
    const [far] = Object.values(outputs);
    expect(JSON.parse(await valueOf(unsecret(far ?? output(""))))).toEqual({
      "secret.key.value": "value of secret.key-of-far.value",
      "store.db.user": "value of store.db.user",
    });
  });
});
