import fc from "fast-check";
import { expect, it } from "vitest";
import { distinct, shortened } from "../../../../components/render/names";

const name = fc.stringMatching(/^[a-z]([a-z0-9]|-[a-z0-9]){0,40}$/);
const most = fc.integer({ min: 15, max: 64 });

it("leaves a name that fits, and gives a longer one a hash of the whole in place of its end", () => {
  expect(shortened("api", 15)).toBe("api");
  expect(shortened("administration-a", 15)).toBe("adminis-997eb9f");
  expect(shortened("administration-b", 15)).toBe("adminis-f8ab981");
});

it("gives names that fit, end as names do, and are two where they were two", () => {
  fc.assert(
    fc.property(name, name, most, (one, other, limit) => {
      const [a, b] = [shortened(one, limit), shortened(other, limit)];
      expect(a.length).toBeLessThanOrEqual(limit);
      expect(a).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
      expect(a).not.toContain("--");
      expect(a === b).toBe(one === other);
      if (one.length <= limit) expect(a).toBe(one);
    }),
    { numRuns: 500 },
  );
});

it("tells apart what would be called the same, and leaves the others alone", () => {
  const path = fc.array(fc.constantFrom("a", "b", ".", "-", "/", "A", "x".repeat(30)), {
    minLength: 1,
    maxLength: 6,
  });
  const paths = fc.uniqueArray(
    path.map((parts) => `/${parts.join("")}`),
    { maxLength: 8 },
  );
  const form = (one: string): string => one.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  fc.assert(
    fc.property(paths, fc.subarray(["-a", "-b", "-a-b"]), (all, taken) => {
      const names = distinct(all, form, 63, taken);
      const made = [...names.values()];
      expect(new Set([...made, ...taken]).size).toBe(all.length + taken.length);
      expect(made.filter((one) => one.length > 63)).toEqual([]);
      for (const [one, called] of names) {
        const wanted = form(one);
        const alone = all.filter((other) => form(other) === wanted).length === 1 && !taken.includes(wanted);
        if (alone && wanted.length <= 63) expect(called).toBe(wanted);
      }
    }),
    { numRuns: 500 },
  );
});
