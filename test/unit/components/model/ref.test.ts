import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeRef,
  isConfidential,
  isRef,
  isTemplate,
  partsOf,
  refsOf,
  template,
  type Ref,
  type Value,
} from "../../../../components/model";
import { api, db, signingKey } from "../../../support/valid";

const ref: fc.Arbitrary<Ref> = fc.constantFrom<Ref>(db.url, db.host, signingKey.value, api.url, api.host);
const plain = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const flat: fc.Arbitrary<Value> = fc.oneof(plain, ref);

/** A template of values, as a tagged template literal would make it. */
function join(texts: readonly string[], values: readonly Value[]): Value {
  return template(Object.assign([...texts], { raw: [...texts] }), ...values);
}

const nested: fc.Arbitrary<Value> = fc.array(fc.tuple(fc.string(), flat), { maxLength: 4 }).map((pairs) =>
  join(
    [...pairs.map(([text]) => text), ""],
    pairs.map(([, value]) => value),
  ),
);

/** A value as one text in which each reference is a mark of its own. */
function marked(value: Value): string {
  return partsOf(value)
    .map((part) => (typeof part === "string" ? part : `\u0000${JSON.stringify(part)}\u0000`))
    .join("");
}

describe("template", () => {
  it("keeps references symbolic between the texts", () => {
    expect(template`redis://:${db.password}@${db.host}:${6379}/${true}`).toEqual({
      template: ["redis://:", db.password, "@", db.host, ":6379/true"],
    });
  });

  it("of text alone is one part", () => {
    expect(template`https://${"shop"}.example.com`).toEqual({ template: ["https://shop.example.com"] });
  });

  it("of nothing has no part", () => {
    expect(partsOf(template``)).toEqual([]);
  });

  it("loses nothing and adds nothing, nested or not", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.oneof(flat, nested)), { maxLength: 5 }), (pairs) => {
        const texts = [...pairs.map(([text]) => text), "end"];
        const values = pairs.map(([, value]) => value);
        expect(marked(join(texts, values))).toBe(
          texts.map((text, index) => text + (index in values ? marked(values[index] ?? "") : "")).join(""),
        );
      }),
    );
  });

  it("has neither empty nor neighbouring texts, so that equal values are equal data", () => {
    fc.assert(
      fc.property(nested, (value) => {
        const parts = partsOf(value);
        expect(parts).not.toContain("");
        parts.forEach((part, index) => {
          if (index > 0) expect([typeof part, typeof parts[index - 1]]).not.toEqual(["string", "string"]);
        });
      }),
    );
  });

  it("taken apart and joined again is itself", () => {
    fc.assert(
      fc.property(nested, (value) => {
        const parts = partsOf(value);
        expect(join(["", ...parts.map(() => "")], parts)).toEqual(value);
      }),
    );
  });
});

describe("values", () => {
  it("are told apart", () => {
    const values: readonly Value[] = ["text", 1, false, db.url, template`a${db.url}`];
    expect(values.map(isRef)).toEqual([false, false, false, true, false]);
    expect(values.map(isTemplate)).toEqual([false, false, false, false, true]);
    expect(values.map(partsOf)).toEqual([["text"], ["1"], ["false"], [db.url], ["a", db.url]]);
    expect(values.map(refsOf)).toEqual([[], [], [], [db.url], [db.url]]);
  });

  it("show who holds a secret: credentials and all that contains them", () => {
    const attribute = (name: (typeof db.url)["attribute"]): Ref => ({
      ref: "store",
      name: "db",
      attribute: name,
    });
    const secret = (part: "value" | "privateKey" | "publicKey"): Ref => ({ ref: "secret", name: "k", part });
    const all: readonly Ref[] = [
      ...(["url", "readUrl", "password", "secretKey"] as const).map(attribute),
      ...(["host", "port", "user", "database", "accessKey", "sentinelName"] as const).map(attribute),
      secret("value"),
      secret("privateKey"),
      secret("publicKey"),
      api.url,
    ];
    expect(all.filter(isConfidential).map(describeRef)).toEqual([
      'store "db" (url)',
      'store "db" (readUrl)',
      'store "db" (password)',
      'store "db" (secretKey)',
      'secret "k" (value)',
      'secret "k" (privateKey)',
    ]);
  });

  it("name a reference in words", () => {
    expect([db.url, signingKey.value, api.host].map(describeRef)).toEqual([
      'store "db" (url)',
      'secret "signing-key" (value)',
      'service "api" (host)',
    ]);
  });
});
