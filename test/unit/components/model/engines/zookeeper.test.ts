import { describe, expect, it } from "vitest";
import { engineContainer, zookeeper } from "../../../../../components/model";
import { readable } from "../../../stacks/systems/readable";

describe("zookeeper", () => {
  const given = (file: string) =>
    String(readable(engineContainer(zookeeper("k", { version: "3.9" })).files[file]?.content ?? ""));

  it("keeps its log of transactions on the volume, and removes what later snapshots have made needless", () => {
    const lines = given("/conf/zoo.cfg").split("\n");
    const { dataPath } = engineContainer(zookeeper("k", { version: "3.9" }));
    expect(lines).toContain(`dataDir=${dataPath}`);
    expect(lines).toContain(`dataLogDir=${dataPath}/datalog`);
    expect(lines).toContain("autopurge.purgeInterval=24");
    expect(lines).toContain("autopurge.snapRetainCount=3");
  });

  it("answers no command of four letters but the health check's, and has no server for administrators", () => {
    const lines = given("/conf/zoo.cfg").split("\n");
    expect(lines).toContain("4lw.commands.whitelist=ruok");
    expect(lines).toContain("admin.enableServer=false");
  });

  it("tells what is of interest alone, as the image's own configuration would", () => {
    expect(given("/conf/logback.xml")).toContain('<root level="INFO">');
  });
});
