import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alarmName,
  alarmStart,
  fixedName,
  named,
  nameLimits,
  type NamedKind,
} from "../../../../components/aws/naming.args";
import { scratchGroup } from "../../../../components/aws/backup/cache-drill.args";
import { exportName } from "../../../../components/aws/backup/export.args";
import { identifierOf } from "../../../../components/aws/stores/postgres.args";
import { cachePrefix, isCached } from "../../../../components/aws/workload/images.args";

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

/** Two ways to split one name: `a` with `b-c`, and `a-b` with `c`, of up to ten words. */
const splits = fc
  .array(fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/), { minLength: 3, maxLength: 10 })
  .chain((words) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: words.length - 1 }), { minLength: 2, maxLength: 2 })
      .map((places) =>
        places.map((place) => [words.slice(0, place).join("-"), words.slice(place).join("-")] as const),
      ),
  );

describe("names that are known beforehand", () => {
  it("are two where the names of two stacks and of their components join to one", () => {
    fc.assert(
      fc.property(kind, splits, fc.constantFrom("", "read-1", "pooler"), (limit, pairs, role) => {
        const words = role === "" ? [] : [role];
        const made = [
          (prefix: string, part: string) => fixedName(limit, prefix, part, ...words),
          (prefix: string, part: string) => identifierOf(prefix, part, role),
          alarmName,
          scratchGroup,
          (prefix: string, name: string) => exportName(prefix, { name }),
          (prefix: string, one: string) => cachePrefix(prefix, { prefix: one }),
        ];
        for (const make of made)
          expect(new Set(pairs.map(([prefix, part]) => make(prefix, part))).size).toBe(2);
      }),
      { numRuns: 500 },
    );
  });

  it("of two stacks, components or roles are two, whatever they are called", () => {
    const stack = fc.stringMatching(/^[a-z](-?[a-z0-9]){0,40}$/);
    const owned = fc.record({ prefix: stack, part: stack });
    fc.assert(
      fc.property(kind, fc.uniqueArray(owned, { selector: (one) => JSON.stringify(one) }), (limit, all) => {
        const names = all.map(({ prefix, part }) => fixedName(limit, prefix, part));
        expect(new Set(names).size).toBe(all.length);
        for (const name of names) expect(name.length).toBeLessThanOrEqual(nameLimits[limit]);
      }),
    );
  });

  it("stay as they are for a stack of a system and a place", () => {
    expect(fixedName("service", "simplr-aws", "app-blue")).toBe("simplr-aws-app-blue");
    expect(fixedName("service", "simplr-aws-app", "blue")).toMatch(/^simplr-aws-app-blue-[0-9a-f]{7}$/);
    expect(fixedName("service", "simplr", "aws-app-blue")).toMatch(/^simplr-aws-app-blue-[0-9a-f]{7}$/);
  });

  it("stay as they are for what a stack has one of", () => {
    expect(fixedName("dashboard", "simplr")).toBe("simplr");
  });

  it("of alarms begin as those of no other stack do", () => {
    fc.assert(
      fc.property(splits, (pairs) => {
        for (const [prefix, part] of pairs)
          for (const [other] of pairs)
            expect(alarmName(prefix, part).startsWith(alarmStart(other))).toBe(prefix === other);
      }),
    );
  });

  it("of repositories tell what a stack's caches fill from what is only called like it", () => {
    const arn = (name: string) => `arn:aws:ecr:eu-west-1:123456789012:repository/${name}`;
    const place = { registries: {} };
    expect(isCached(arn("shop-aws-public/nginx/nginx"), "shop-aws", place)).toBe(true);
    expect(isCached(arn("shop-aws-app"), "shop-aws", place)).toBe(false);
    expect(isCached(arn("shop-aws-eu-public/nginx/nginx"), "shop-aws", place)).toBe(false);
  });
});
