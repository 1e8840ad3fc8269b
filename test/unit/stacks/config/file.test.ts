import fc from "fast-check";
import { expect, it } from "vitest";
import { encryptedPlaceholder, parseStackFile } from "../../../../stacks/config/file";
import { ConfigError } from "../../../../stacks/config/parse";

const base =
  "config:\n  trireme:system: syfthub\n  trireme:environment: development\n  trireme:target: docker\n";

it("reads a stack's file without Pulumi", () => {
  expect(parseStackFile(`${base}  docker:host: unix:///run/docker.sock\n  trireme:replicas: 2\n`)).toEqual({
    system: "syfthub",
    environment: "development",
    target: "docker",
    domain: "localhost",
    replicas: 2,
    settings: { ports: {}, services: {}, jobs: {}, stores: {}, backups: {}, secrets: {}, rotations: {} },
  });
});

it("has a placeholder where the file holds an encrypted value", () => {
  const { settings } = parseStackFile(
    `${base}  trireme:settings:\n    secrets:\n      token:\n        secure: v1:abc\n`,
  );
  expect(settings.secrets).toEqual({ token: encryptedPlaceholder });
});

it("refuses a file without configuration", () => {
  for (const text of ["", "encryptionsalt: v1:abc\n"])
    expect(() => parseStackFile(text)).toThrow(new ConfigError(["the file has no config: section"]));
});

it.each([
  ["a tab", `${base}\ttrireme:replicas: 2\n`, /line 5, column 1: a tab indents this line/],
  ["a key twice", `${base}  trireme:target: aws\n`, /line 5, column 3: this key occurs twice/],
  ["two documents", `${base}---\n${base}`, /line 5, column 1: a second document begins here/],
  ["an empty section", "config:\n", /the file has no config: section/],
  ["a list", "config:\n  - a\n", /config: is not a map/],
  ["a text", "hello\n", /the file is not a map/],
  ["an open quote", `${base}  trireme:domain: "a\n`, /line \d+, column \d+: /],
  [
    "an alias of nothing",
    `${base}  trireme:domain: *x\n`,
    /line 5, column 19: no anchor above has the name of this alias/,
  ],
])("says in one message what is wrong with %s", (_, text, message) => {
  expect(() => parseStackFile(text)).toThrow(ConfigError);
  expect(() => parseStackFile(text)).toThrow(message);
});

it.each([
  [
    "settings: { services: { mcp: { resources: { cpu: { request: 1e300, limit: 1e300 }, memory: { request: 0Mi, limit: 9999999Ti } } } } }",
    4,
  ],
  ["kubernetes: { nodes: { 'a b': c }, priorityClass: UPPER, priorityClasses: { api: 'a b' } }", 4],
  ["kubernetes: { tolerations: [{ value: a }, { key: a, effect: Sometimes }, { key: a, seconds: 3 }] }", 4],
  ["kubernetes: { tolerations: [], spread: { whenUnsatisfiable: DoNotSchedule } }", 3],
  ["kubernetes: { spread: { topologyKey: 'a/b/c', whenUnsatisfiable: Never } }", 3],
  ["settings: { jobs: { migrate: { timeout: 0s } } }", 1],
  ["settings: { bucket: { name: backups, endpoint: 'javascript:alert(1)' } }", 1],
  ["settings: { bucket: { name: UPPER, region: 'a b', endpoint: 'file:///etc/passwd' } }", 3],
  [`domain: ${"a".repeat(64)}.example.com`, 1],
  ["settings: { services: { mcp: { variables: { BIG: 12345678901234567890 } } } }", 1],
  ["settings: { allowedAddresses: [10.0.0.0/64, everywhere] }", 2],
  [
    `kubernetes: { gpuNodes: { pool: ${"a".repeat(64)} }, user: 4294967296, quota: { cpu: 1e300, memory: 1Gi } }`,
    4,
  ],
  ["replicas: 12345678901234567890", 1],
])("knows a bound for %s", (line, errors) => {
  try {
    parseStackFile(`${base}  trireme:${line}\n`);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).errors).toHaveLength(errors);
  }
});

it("never ends in anything but a result or one readable message, whatever the file holds", () => {
  const scalar = fc.oneof(
    fc.constantFrom(
      "0",
      "1e300",
      "-1",
      "12345678901234567890",
      ".inf",
      ".nan",
      "~",
      "true",
      "0x1F",
      "!!binary x",
      "*a",
      "&a x",
      "'",
      '"',
      "[",
      "{",
      "}",
      "|",
      ">",
      "%",
      "@",
      "`",
      "? a",
      "<<: *a",
      "!!set {a}",
      "!!js/function x",
      "__proto__",
      "constructor",
      "2020-01-01",
    ),
    fc.string({ maxLength: 8, unit: "binary" }),
  );
  const key = fc.oneof(
    fc
      .constantFrom(
        "settings",
        "aws",
        "kubernetes",
        "replicas",
        "domain",
        "rollback",
        "host",
        "images",
        "__proto__",
        "constructor",
      )
      .map((name) => `trireme:${name}`),
    fc.constantFrom("services", "jobs", "secrets", "bucket", "tls", "config", "mcp", "secure"),
    scalar,
  );
  const line = fc
    .tuple(fc.constantFrom("", "  ", "    ", "      ", "\t", "  - ", "---\n"), key, scalar)
    .map(([indent, name, value]) => `${indent}${name}: ${value}\n`);
  const tree = fc.jsonValue({ maxDepth: 3 }).map((value) => `  trireme:settings: ${JSON.stringify(value)}\n`);
  const text = fc
    .tuple(fc.constantFrom(base, "config:\n", ""), fc.array(fc.oneof(line, tree), { maxLength: 6 }))
    .map(([head, lines]) => head + lines.join(""));
  let refused = 0;
  fc.assert(
    fc.property(text, (file) => {
      try {
        parseStackFile(file);
      } catch (error) {
        expect(error, String((error as Error).stack)).toBeInstanceOf(ConfigError);
        expect((error as ConfigError).errors.length).toBeGreaterThan(0);
        for (const one of (error as ConfigError).errors) expect(one).not.toMatch(/\n {4}at |^\s*$/);
        refused++;
      }
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(0);
}, 60_000);
