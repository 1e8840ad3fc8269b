/* eslint-disable no-control-regex -- control characters are what must not be there */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, looksRandom, withoutSecrets } from "../../../../../cli/preview/masking";
import { formed, plain, told } from "../../../../support/secret-forms";

const letters = "abcdefghijkmnpqrstuvwxyz";
const anyOf = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

/** What people take for a password, as simple as they do. */
const simple = fc.oneof(
  anyOf(letters, 5, 12).map((text) => `${text}7q`),
  anyOf(`${letters}${letters.toUpperCase()}23456789`, 12, 40).map((text) => `Zq9${text}`),
  anyOf("0123456789abcdef", 32, 64).map((text) => `a0${text}`),
);

/** What is one inside of another text too; a line of a file stands alone. */
const inText = Object.entries(told).flatMap(([name, form]) => (name.includes("PgBouncer") ? [] : [form]));

describe("a secret", () => {
  it("is looked for in more than sixty forms", () => {
    expect(Object.keys(told).length + formed.length).toBeGreaterThan(60);
  });

  it.each(Object.entries(told))("as %s is not shown", (_, form) => {
    fc.assert(
      fc.property(simple, (secret) => {
        expect(withoutSecrets(form(secret))).not.toContain(secret);
      }),
      { numRuns: 20, examples: [["hunter2"], ["Tr0ub4dor"]] },
    );
  });

  it.each(formed)("of the form %s is not shown in a sentence", (secret) => {
    const said = withoutSecrets(`the engine said ${secret}, and ended`);
    expect(said).not.toContain(secret.slice(-12));
    expect(said).toMatch(/^the engine said .*\[secret\].*, and ended$/s);
  });

  it("is not shown where a text goes on around its form", () => {
    const around = fc.tuple(
      fc.constantFrom("", "error: ", "x\n", "a b "),
      fc.constantFrom("", "\nend", " (retry)"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...inText), simple, around, (form, secret, [before, after]) => {
        expect(withoutSecrets(`${before}${form(secret)}${after}`)).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it("leaves what is around it, so that a reader knows what is meant", () => {
    expect(withoutSecrets("dial postgresql://app:hunter2@db:5432/app: refused")).toBe(
      "dial postgresql://app:[secret]@db:5432/app: refused",
    );
    expect(withoutSecrets('{"name":"DB_PASSWORD","value":"hunter2"}')).toBe(
      '{"name":"DB_PASSWORD","value":"[secret]"}',
    );
    expect(withoutSecrets("host=db password=hunter2 dbname=app")).toBe(
      "host=db password=[secret] dbname=app",
    );
    expect(withoutSecrets("redis-cli -h cache -a hunter2 ping")).toBe("redis-cli -h cache -a [secret] ping");
  });
});

describe("a random text", () => {
  const alphabets = {
    "small letters and digits": [`${letters}0123456789`, 28, 64],
    "letters and digits": [`${letters}${letters.toUpperCase()}0123456789`, 24, 64],
    "base64 of URLs": [`${letters}${letters.toUpperCase()}0123456789-_`, 32, 64],
    "hexadecimal digits": ["0123456789abcdef", 32, 63],
    "64 hexadecimal digits": ["0123456789abcdef", 64, 64],
  } as const;

  it.each(Object.entries(alphabets))("of %s is not shown in a message", (_, [characters, least, most]) => {
    // A few in a thousand look like words; they are not leaks of the kind.
    const random = anyOf(characters, least, most).filter(
      (text) => /\d.*\d.*\d/.test(text) && /[a-z].*[a-z]/.test(text) && !/^[-_]|[-_]$/.test(text),
    );
    const all = fc.sample(random, { numRuns: 300, seed: 7 });
    const leaks = all.filter((secret) => withoutSecrets(`the answer was ${secret}.`).includes(secret));
    expect(leaks.length).toBeLessThanOrEqual(3);
  });
});

describe("a text that holds no secret", () => {
  it.each(plain)("stays as it is: %s", (text) => {
    expect(withoutSecrets(text)).toBe(text);
    expect(looksRandom(text)).toBe(false);
  });

  const hex = (length: number) => anyOf("0123456789abcdef", length, length);
  const name = fc
    .array(fc.constantFrom("web", "backend", "syfthub", "production", "proxy", "worker", "search", "mail"), {
      minLength: 1,
      maxLength: 4,
    })
    .map((words) => words.join("-"));
  const ordinary = fc.oneof(
    fc.tuple(name, hex(64)).map(([one, digest]) => `ghcr.io/org/${one}@sha256:${digest}`),
    fc.tuple(name, hex(64)).map(([one, digest]) => `${one}:1.2.3@sha256:${digest}`),
    fc.tuple(name, hex(40)).map(([one, commit]) => `registry.example.com:5000/${one}:${commit}`),
    hex(40).map((commit) => `commit ${commit}`),
    fc.uuid().map((id) => `app_${id}`),
    fc.uuid(),
    fc.tuple(name, hex(7)).map(([one, end]) => `${one}-${end}`),
    fc.tuple(name, hex(10), hex(5)).map(([one, set, pod]) => `pod/${one}-${set}-${pod}`),
    hex(17).map((id) => `sg-${id}`),
    hex(64).map((id) => `container ${id}`),
    fc.tuple(name, fc.nat({ max: 65_535 })).map(([one, port]) => `http://${one}:${port}/health?verbose=1`),
    fc.ipV4(),
    fc.ipV6(),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
    fc.tuple(name, name).map(([one, other]) => `${one}.${other}.svc.cluster.local`),
    fc.tuple(name, fc.nat()).map(([one, size]) => `${one.toUpperCase().replaceAll("-", "_")}_SIZE=${size}`),
  );

  it("stays as it is, whatever digests, ids, names and addresses are in it", () => {
    fc.assert(
      fc.property(fc.array(ordinary, { minLength: 1, maxLength: 4 }), (words) => {
        const text = words.join(" ");
        expect(withoutSecrets(text)).toBe(text);
      }),
      { numRuns: 600 },
    );
  });
});

describe("any text", () => {
  const pieces = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(...Object.values(told).map((form) => form("hunter2")), ...plain, ...formed),
    fc.constantFrom("password", "=", ":", '"', "'", "\\", "@", "://", "\n", "{", "}", "[secret]", "token"),
  );

  it("that was read once is not changed by reading it again", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const once = withoutSecrets(parts.join("\n"));
        expect(withoutSecrets(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  it("is printed without a character that a terminal obeys or hides", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        expect(withoutSecrets(parts.join("\n"))).not.toMatch(
          /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
      { numRuns: 300 },
    );
    expect(withoutSecrets("a\u001b]0;title\u0007b\u001b[31mc\u202ed\u2066e\rf")).toBe("abcdef");
  });

  it("is read in a time that grows with its length", () => {
    const long = [
      '"'.repeat(20_000),
      "a=".repeat(20_000),
      "password=\\".repeat(5_000),
      "x:1:y:z:@".repeat(5_000),
      "[{".repeat(20_000),
      "a.b-c_d@".repeat(8_000),
      "name: a, ".repeat(5_000),
      " -p".repeat(9_000),
      "https://a:b/".repeat(4_000),
    ];
    for (const text of long) {
      const start = performance.now();
      withoutSecrets(text);
      expect(performance.now() - start, text.slice(0, 12)).toBeLessThan(5_000);
    }
  });
});

describe("a name", () => {
  it.each([
    "PGPASSWORD",
    "MYSQL_PWD",
    "REDISCLI_AUTH",
    "requirepass",
    "FILE_API_TOKEN",
    "WEBHOOK_URL_SECRET",
    "PROFILE_TOKEN",
    "HEADER_SECRET",
    "SECRET_KEY_BASE",
    "API_KEY_2",
    "password2",
    "AccountKey",
    "client-key-data",
    "spring.datasource.password",
    "ConnectionString",
    "PUBLIC_API_SECRET",
  ])("%s is one of a secret", (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    "PWD",
    "max_tokens",
    "TOKEN_TTL",
    "secretKeyRef",
    "secretName",
    "AUTH_BACKEND",
    "COOKIE_DOMAIN",
    "PRIMARY_KEY",
    "accessKeyId",
    "compass",
    "DB_PASSWORD_FILE",
  ])("%s is not the name of a secret", (name) => expect(isSecretName(name)).toBe(false));
});
