import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedName, named, nameLimits, type NamedKind } from "../../../../components/aws/naming.args";

const kind = fc.constantFrom(...(Object.keys(nameLimits) as NamedKind[]));
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}[a-z0-9]$/);

describe("names", () => {
  it("stay as they are where they fit", () => {
    expect(named("targetGroup", "simplr-aws", "app")).toBe("simplr-aws-app");
  });

  it("end with a hash where they do not", () => {
    expect(named("targetGroup", "synthstack-aws", "api-gateway-admin")).toMatch(
      /^synthstack-aws-a-[0-9a-f]{7}$/,
    );
  });

  it("have room for what Pulumi adds, and are words that AWS takes", () => {
    fc.assert(
      fc.property(kind, word, word, (limit, prefix, part) => {
        const name = named(limit, prefix, part);
        expect(name.length + 8).toBeLessThanOrEqual(nameLimits[limit]);
        expect(fixedName(limit, prefix, part).length).toBeLessThanOrEqual(nameLimits[limit]);
        expect(name).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
      }),
    );
  });

  it("that differ at their end alone are two, however long they are", () => {
    const long = fc.stringMatching(/^[a-z][a-z0-9-]{60,600}$/);
    fc.assert(
      fc.property(kind, word, long, (limit, prefix, start) => {
        const [a, b] = ["a", "b"].map((end) => `${start}${end}`);
        for (const make of [named, fixedName]) {
          const names = [a, b, `${a}-copy`].map((part) => make(limit, prefix, part ?? ""));
          expect(new Set(names).size).toBe(3);
          for (const name of names) expect(name.length).toBeLessThanOrEqual(nameLimits[limit]);
        }
      }),
    );
  });

  it("of two parts are two", () => {
    fc.assert(
      fc.property(
        kind,
        word,
        fc.uniqueArray(word, { minLength: 2, maxLength: 2 }),
        (limit, prefix, [a = "", b = ""]) => {
          expect(named(limit, prefix, a)).not.toBe(named(limit, prefix, b));
        },
      ),
    );
  });
});
