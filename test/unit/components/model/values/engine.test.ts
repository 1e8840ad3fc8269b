import { describe, expect, it } from "vitest";
import { engineContainer, kafka, zookeeper } from "../../../../../components/model";

describe("a store in a Java virtual machine", () => {
  const resources = {
    cpu: { request: 0.1, limit: 1 },
    memory: { request: "256Mi", limit: "1536Mi" },
  } as const;

  it("gives its heap half of its memory, so that it is not killed for what it keeps beside it", () => {
    expect(engineContainer(kafka("k", { version: "7.9.1", resources })).env.KAFKA_HEAP_OPTS).toBe("-Xmx768m");
    expect(engineContainer(zookeeper("z", { version: "3.9", resources })).env).toEqual({
      ZK_SERVER_HEAP: 768,
    });
  });

  it("is left its image's default where it has no limit", () => {
    expect(engineContainer(kafka("k", { version: "7.9.1" })).env).not.toHaveProperty("KAFKA_HEAP_OPTS");
    expect(engineContainer(zookeeper("z", { version: "3.9" })).env).toEqual({});
  });
});
