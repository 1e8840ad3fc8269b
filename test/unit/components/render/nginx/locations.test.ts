import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answerOf,
  check,
  exact,
  route,
  staysPlain,
  type Ingress,
  type Route,
  type System,
} from "../../../../../components/model";
import { rendered } from "../../../../support/arbitrary.ingress";
import { fewInternal, fewPaths, fewRoutes } from "../../../../support/arbitrary.routes";
import { nginxOutcome, parseNginx } from "../../../../support/nginx-conf";
import { api, proxy, shop, web } from "../../../../support/valid";
import { limitsOf } from "../../../../support/limits";

describe("paths that stay on plain HTTP", () => {
  const host = "shop.example.com";
  const systemOf = (routes: readonly Route[], plainPaths: readonly string[], more: Partial<Ingress> = {}) => {
    const ingress: Ingress = { ...proxy, limits: undefined, routes, plainPaths, ...more };
    return { ...shop, environment: "staging", ingress } satisfies System;
  };
  const answered = (system: System) => {
    const tree = parseNginx(rendered(system, "/etc/trireme")["nginx.conf"] ?? "");
    return (path: string) => {
      const outcome = nginxOutcome(tree, { port: 8080, host, path });
      return "upstream" in outcome ? { to: outcome.upstream, path: outcome.path } : undefined;
    };
  };

  it.each([
    [
      "a route of its own",
      [exact("/health", api), route("/", web)],
      "/health",
      { to: "api", path: "/health" },
    ],
    ["what is below one path alone", [exact("/health", api), route("/", web)], "/health/live", undefined],
    [
      "what is below it, which a prefix of the same path answers",
      [exact("/health", api), route("/health", web), route("/", web)],
      "/health/live",
      undefined,
    ],
    [
      "a route below it",
      [exact("/health", api), route("/health/", api), route("/", web)],
      "/health/live",
      { to: "api", path: "/health/live" },
    ],
    ["a part of a route", [route("/", web)], "/health", { to: "web", path: "/health" }],
    ["what is below it", [route("/", web)], "/health/live", { to: "web", path: "/health/live" }],
    ["what only begins alike", [route("/", web)], "/healthy", undefined],
    ["all else", [exact("/health", api), route("/", web)], "/", undefined],
    [
      "a route that rewrites",
      [route("/", web, { rewrite: "/v1" })],
      "/health",
      { to: "web", path: "/v1/health" },
    ],
  ] as const)("are answered without HTTPS: %s", (_, routes, path, reached) => {
    expect(answered(systemOf(routes, ["/health"]))(path)).toEqual(reached);
  });

  it("are answered as behind HTTPS and all others are redirected, whatever the routes", () => {
    let told = 0;
    fc.assert(
      fc.property(
        fewRoutes,
        fewInternal,
        fc.array(fewPaths, { minLength: 1, maxLength: 2 }),
        fc.array(fewPaths, { minLength: 4, maxLength: 8 }),
        (routes, internalPaths, plain, asked) => {
          const system = systemOf(routes, plain, { internalPaths });
          if (check(system, limitsOf("docker")).some(({ path: at }) => at.startsWith("ingress"))) return;
          const nginx = answered(system);
          for (const one of asked) {
            const meant = staysPlain(system.ingress, one) ? answerOf(system.ingress, one) : undefined;
            const reached =
              meant !== undefined && "service" in meant.route.to
                ? { to: meant.route.to.service, path: meant.path }
                : undefined;
            expect([one, nginx(one)]).toEqual([one, reached]);
            if (reached !== undefined) told++;
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(told).toBeGreaterThan(10);
  });
});
