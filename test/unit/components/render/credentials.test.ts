import { execFileSync } from "node:child_process";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  credentialScripts,
  loginRole,
  redisHash,
  scramVerifier,
} from "../../../../components/render/credentials";

const scripts = (["postgres", "redis"] as const).flatMap((engine) => {
  const { apply, retire } = credentialScripts(engine);
  return [
    [`${engine} apply`, apply],
    [`${engine} retire`, retire],
  ] as const;
});

describe("what PostgreSQL keeps of a password", () => {
  const verifier = scramVerifier("shop", "pencil");

  it("is the same for the same role and password, and for no other", () => {
    expect(scramVerifier("shop", "pencil")).toBe(verifier);
    expect(scramVerifier("shop_alt", "pencil")).not.toBe(verifier);
    expect(scramVerifier("shop", "pencils")).not.toBe(verifier);
  });

  it("lets who knows the password prove it, as RFC 5802 says", () => {
    const [, iterations, salt, stored, server] =
      /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(verifier) ?? [];
    const salted = pbkdf2Sync("pencil", Buffer.from(salt ?? "", "base64"), Number(iterations), 32, "sha256");
    const clientKey = createHmac("sha256", salted).update("Client Key").digest();
    expect(createHash("sha256").update(clientKey).digest("base64")).toBe(stored);
    expect(createHmac("sha256", salted).update("Server Key").digest("base64")).toBe(server);
  });
});

describe("the role that logs in", () => {
  const roles = (owner: string, connectionLimit?: number) =>
    [0, 1, 2].map((generation) =>
      loginRole({ owner, ...(connectionLimit === undefined ? {} : { connectionLimit }) }, generation),
    );

  it("is by turns the owner and another one, and never the owner where connections are limited", () => {
    expect(roles("shop")).toEqual(["shop", "shop_alt", "shop"]);
    expect(roles("shop", 5)).toEqual(["shop_login", "shop_alt", "shop_login"]);
  });

  it("has a name that PostgreSQL keeps whole, and that the scripts find again", () => {
    const [login = ""] = roles("o".repeat(59), 5);
    expect(login).toBe(`${"o".repeat(57)}_login`);
    expect(credentialScripts("postgres").retire).toContain("left(:'owner', 57) || '_login'");
  });
});

it("gives Redis the hash that its lists of users hold", () => {
  expect(redisHash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("the scripts", () => {
  it.each(scripts)("of %s are a POSIX shell's", (_, text) => {
    execFileSync("sh", ["-n"], { input: text });
    expect(text).not.toMatch(/\[\[|\blocal\b|<\(|\bfunction\b/);
  });

  it.each(scripts)("of %s name passwords by their files alone", (_, text) => {
    expect(text).toContain("cd /run/credentials");
    expect(text).not.toMatch(/--pass\b|-a "/);
  });

  it("set Redis both passwords in one command, so that no moment is without one", () => {
    expect(credentialScripts("redis").apply).toContain(
      'echo "ACL SETUSER default resetpass #$(cat current.sha256) #$(cat previous.sha256)"',
    );
    expect(credentialScripts("redis").retire).toContain(
      'echo "ACL SETUSER default resetpass #$(cat current.sha256)"',
    );
  });

  it("let the other role act as the owner, so that what it makes is the owner's", () => {
    expect(credentialScripts("postgres").apply).toContain(
      "format('alter role %I set role to %L', :'role', :'owner')",
    );
  });
});
