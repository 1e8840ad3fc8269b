import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineContainer, isServer } from "../../../../components/model";
import { environmentOf } from "../../../../stacks/config/environments";
import { parse } from "../../../../stacks/config/parse";
import type { StackConfig } from "../../../../stacks/config/schema";
import { systems } from "../../../../stacks/systems";
import { root } from "../../../support/sources";
import { debianImage } from "../../../../lab/build/debian-root";
import { goImages } from "../../../../lab/build/go-images";
import { localImage, recipeFolder, recipes, seldom } from "../../../../lab/build/image-recipes";

const allRecipes = [...Object.entries(recipes), ...Object.entries(seldom)];

describe("the map from official to local images", () => {
  it("has a place for each of these and no other", () => {
    expect(Object.keys(recipes).sort()).toEqual([
      "amazon/aws-cli:2.22.35",
      "busybox:1.37",
      "busybox:1.37-musl",
      "certbot/certbot:v5.5.0",
      "chrislusf/seaweedfs:4.48",
      "curlimages/curl:8.15.0",
      "edoburu/pgbouncer:v1.24.1-p1",
      "ghcr.io/cloudnative-pg/postgresql:15-standard-bookworm",
      "haproxy:3.2-alpine",
      "mariadb:10.11",
      "nginx:1.30-alpine",
      "node:22-alpine",
      "oliver006/redis_exporter:v1.86.0",
      "pgvector/pgvector:pg15-bookworm",
      "pgvector/pgvector:pg16-bookworm",
      "postgres:15-bookworm",
      "postgres:16-bookworm",
      "postgres:17-bookworm",
      "prom/alertmanager:v0.33.1",
      "prom/mysqld-exporter:v0.19.0",
      "prom/node-exporter:v1.9.1",
      "prom/prometheus:v3.5.3",
      "prometheuscommunity/postgres-exporter:v0.19.1",
      "rclone/rclone:1.75.2",
      "redis:7-alpine",
      "traefik:v3.7",
    ]);
  });

  it("builds these only where a stack runs them", () => {
    expect(Object.keys(seldom).sort()).toEqual([
      "confluentinc/cp-kafka:7.9.1",
      "danielqsj/kafka-exporter:v1.9.0",
      "directus/directus:11.17.4",
      "gcr.io/cadvisor/cadvisor:v0.52.1",
      "hashicorp/consul:1.21",
      "jaegertracing/jaeger:2.13.0",
      "nodered/node-red:4.1.15",
      "otel/opentelemetry-collector-contrib:0.165.0",
      "rabbitmq:4.3-management",
      "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.15.0",
      "victoriametrics/victoria-logs:v1.52.1",
      "zookeeper:3.9",
    ]);
    expect(Object.keys(recipes).filter((official) => official in seldom)).toEqual([]);
  });

  it("has one for each store of ReactDjango Hub", () => {
    const { stores } = systems.reactdjango(
      environmentOf(
        parse({ system: "reactdjango", environment: "development", target: "docker", domain: "localhost" }),
      ),
    );
    for (const store of stores.filter(isServer))
      expect({ ...recipes, ...seldom }).toHaveProperty([engineContainer(store).image]);
  });

  it.each(Object.entries(goImages))(
    "builds %s at the version that its image is named for, and its image copies that program",
    (_official, { build, recipe }) => {
      const modules = readFileSync(join(root, "lab/go", build.module, "go.mod"), "utf8");
      const pinned: Readonly<Record<string, string>> = {
        consul: `github.com/hashicorp/consul v${recipe.version}`,
        cadvisor: `github.com/google/cadvisor v${recipe.version}`,
        // Jaeger numbers its modules by its first generation: 1.76 is 2.13.
        jaeger: "github.com/jaegertracing/jaeger v1.76.0",
        "otel-collector": `go.opentelemetry.io/collector/otelcol v${recipe.version}`,
        "kube-state-metrics": `k8s.io/kube-state-metrics/v2 v${recipe.version}`,
        "victoria-logs": `github.com/VictoriaMetrics/VictoriaLogs v${recipe.version}`,
      };
      expect(modules).toContain(`${pinned[build.module]}`);
      const program = build.packages[0]?.replace(/\/v\d+$/, "").replace(/^.*\//, "");
      expect(readFileSync(join(recipeFolder(recipe), "Dockerfile"), "utf8")).toContain(`COPY ${program} /`);
    },
  );

  it.each(allRecipes)("has a recipe for %s", (_official, recipe) => {
    const dockerfile = readFileSync(join(recipeFolder(recipe), "Dockerfile"), "utf8");
    expect(dockerfile).toMatch(/^ARG BASE\nFROM \$\{BASE\}\n/);
    // Where the official image has a script in front of its command, the one in its place has it too.
    const script = existsSync(join(recipeFolder(recipe), "docker-entrypoint.sh"));
    expect(dockerfile.includes("COPY docker-entrypoint.sh")).toBe(script);
    expect(dockerfile).toMatch(/^(?:ENTRYPOINT|CMD) /m);
  });

  it.each(allRecipes)("never gives what stands in for %s an official name", (_official, recipe) => {
    expect(localImage(recipe)).toMatch(
      new RegExp(`^trireme\\.local/${recipe.name}:${recipe.version}-[0-9a-f]{12}$`),
    );
  });

  it("makes PostgreSQL with and without pgvector alike, but for pgvector", () => {
    const [plain, vector] = ["postgres:15-bookworm", "pgvector/pgvector:pg15-bookworm"].map((name) => {
      const recipe = recipes[name];
      if (!recipe) throw new Error("no recipe");
      return recipe;
    });
    expect(plain && vector && recipeFolder(plain) === recipeFolder(vector)).toBe(true);
    expect(vector?.suite).toBe(plain?.suite);
    expect(vector?.fetched?.pins).toBe(`${plain?.fetched?.pins ?? ""},vector`);
  });

  it("has one for each PostgreSQL that a system runs on Docker", () => {
    const named = (Object.keys(systems) as StackConfig["system"][]).flatMap((system) =>
      systems[system](
        environmentOf(parse({ system, environment: "development", target: "docker", domain: "localhost" })),
      )
        .stores.filter(isServer)
        .filter(({ engine, external }) => engine === "postgres" && external === undefined)
        .map((store) => engineContainer(store).image),
    );
    expect([...new Set(named)].sort()).toEqual([
      "pgvector/pgvector:pg15-bookworm",
      "postgres:15-bookworm",
      "postgres:16-bookworm",
      "postgres:17-bookworm",
    ]);
    for (const image of named) expect(Object.keys(recipes)).toContain(image);
  });

  it("names a local image again when what goes into it changes", () => {
    const recipe = recipes["redis:7-alpine"];
    if (!recipe) throw new Error("no recipe");
    const newer = { ...recipe, fetched: { pins: "another release", into: () => Promise.resolve() } };
    expect(localImage(newer)).not.toBe(localImage(recipe));
    expect(localImage({ ...recipe, suite: "forky" })).not.toBe(localImage(recipe));
  });

  it("tells the two Debian releases apart", () => {
    expect(debianImage("bookworm")).not.toBe(debianImage("forky"));
  });
});
