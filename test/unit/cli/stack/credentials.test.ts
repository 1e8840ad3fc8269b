import { describe, expect, it } from "vitest";
import { passwordIn } from "../../../../cli/stack/credentials";
import type { ExportedResource } from "../../../../cli/stack/rerun";

const type = "random:index/randomPassword:RandomPassword";
const urn = (name: string) => `urn:pulumi:prod::trireme::${type}::${name}`;
const made = (name: string, result: unknown, parent = "shop-prod-secrets"): ExportedResource => ({
  ...{ urn: urn(name), type, outputs: { result } },
  parent: `urn:pulumi:prod::trireme::trireme:docker:Secrets::${parent}`,
});
const encrypted = (text: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(text),
});

describe("the password of a store in a stack's state", () => {
  const resources = [
    made("shop-prod-db-password", encrypted("first")),
    made("shop-prod-db-password-odd", encrypted("second")),
    made("shop-prod-db-password-even", encrypted("third")),
    made("shop-prod-other-db-password", encrypted("another's")),
    made("shop-prod-db-replica-password", encrypted("the replica's"), "shop-prod-db"),
  ];

  it.each([
    ["db", 0, "first"],
    ["db", 1, "second"],
    ["db", 2, "third"],
    ["other-db", 0, "another's"],
    ["db-replica", 0, undefined],
    ["cache", 0, undefined],
  ])("of %s, rotated %d times, is %s", (store, generation, password) => {
    expect(passwordIn(resources, store, generation)).toBe(password);
  });
});
