import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineContainer, isServer } from "../../../../components/model";
import { environmentOf } from "../../../../stacks/config/environments";
import { parse } from "../../../../stacks/config/parse";
import type { StackConfig } from "../../../../stacks/config/schema";
import { systems } from "../../../../stacks/systems";
import { debianImage } from "../../../../lab/build/debian-root";
import { localImage, recipeFolder, recipes } from "../../../../lab/build/image-recipes";

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
      "nginx:1.30-alpine",
      "node:22-alpine",
      "oliver006/redis_exporter:v1.86.0",
      "pgvector/pgvector:pg15-bookworm",
      "pgvector/pgvector:pg16-bookworm",
      "postgres:15-bookworm",
      "postgres:16-bookworm",
      "postgres:17-bookworm",
      "prom/alertmanager:v0.33.1",
      "prom/node-exporter:v1.9.1",
      "prom/prometheus:v3.5.3",
      "prometheuscommunity/postgres-exporter:v0.19.1",
      "rclone/rclone:1.75.2",
      "redis:7-alpine",
      "traefik:v3.7",
    ]);
  });

  it.each(Object.entries(recipes))("has a recipe for %s", (_official, recipe) => {
    const dockerfile = readFileSync(join(recipeFolder(recipe), "Dockerfile"), "utf8");
    expect(dockerfile).toMatch(/^ARG BASE\nFROM \$\{BASE\}\n/);
    // Where the official image has a script in front of its command, the one in its place has it too.
    const script = existsSync(join(recipeFolder(recipe), "docker-entrypoint.sh"));
    expect(dockerfile.includes("COPY docker-entrypoint.sh")).toBe(script);
    expect(dockerfile).toMatch(/^ENTRYPOINT /m);
  });

  it.each(Object.entries(recipes))(
    "never gives what stands in for %s an official name",
    (_official, recipe) => {
      expect(localImage(recipe)).toMatch(
        new RegExp(`^trireme\\.local/${recipe.name}:${recipe.version}-[0-9a-f]{12}$`),
      );
    },
  );

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
