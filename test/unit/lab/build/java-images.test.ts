import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { recipeFolder } from "../../../../lab/build/image-recipes";
import { jarsOf, kafka, zookeeper } from "../../../../lab/build/java-images";

describe.each([
  ["kafka", kafka, "org/apache/kafka/kafka_2.13"],
  ["zookeeper", zookeeper, "org/apache/zookeeper/zookeeper"],
])("the image of %s", (_name, recipe, main) => {
  const jars = jarsOf(readFileSync(join(recipeFolder(recipe), "jars.txt"), "utf8"));

  it("has the jar of the version that it is named for", () => {
    const artifact = basename(main);
    expect(jars.map(({ path }) => path)).toContain(
      `${main}/${recipe.version}/${artifact}-${recipe.version}.jar`,
    );
    expect(readFileSync(join(recipeFolder(recipe), "pom.xml"), "utf8")).toContain(
      `<artifactId>${artifact}</artifactId>`,
    );
  });

  it("pins each jar by its checksum, and none twice: they lie in one folder", () => {
    for (const { sha256, path } of jars) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(path).toMatch(/^[\w./-]+\.jar$/);
    }
    expect(new Set(jars.map(({ path }) => basename(path))).size).toBe(jars.length);
  });
});
