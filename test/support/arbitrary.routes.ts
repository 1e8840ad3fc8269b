import fc from "fast-check";

const segment = fc.constantFrom("a", "b", "metrics");
const base = fc.array(segment, { minLength: 1, maxLength: 2 }).map((parts) => `/${parts.join("/")}`);
const path = fc.tuple(base, fc.boolean()).map(([one, slash]) => (slash ? `${one}/` : one));

/** Paths of few segments, so that many lie below one another, with and without a slash at their end. */
export const fewPaths = fc.oneof(path, fc.constant("/"));

/** Up to four routes of those paths to the valid system's services; some are not routes that go together. */
export const fewRoutes = fc.array(
  fc.record({
    match: fc.constantFrom("exact" as const, "prefix" as const),
    path: fewPaths,
    to: fc.constantFrom({ service: "api" }, { service: "web" }),
    rewrite: fc.option(fewPaths, { nil: undefined, freq: 1 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Paths for the inside alone. */
export const fewInternal = fc.subarray(["/metrics", "/b/metrics/"]);
