import { describe, expect, it } from "vitest";
import { seen } from "../../../../../components/aws/observability/events.args";

describe("what someone is told of", () => {
  it("are tasks of this cluster that failed, but no services', and restores in vain", () => {
    const [tasks, restores] = seen("shop-prod");
    expect(JSON.parse(tasks?.pattern("arn:cluster") ?? "{}")).toMatchObject({
      source: ["aws.ecs"],
      detail: { clusterArn: ["arn:cluster"], lastStatus: ["STOPPED"], group: [{ prefix: "family:" }] },
    });
    expect(JSON.parse(restores?.pattern("") ?? "{}")).toMatchObject({ source: ["aws.backup"] });
  });
});
