import { describe, expect, it } from "vitest";
import { providerArgs, providerSchema, services } from "../../../../components/aws/provider.args";

describe("what a stack says of Pulumi's AWS provider", () => {
  it("reaches it under its own names, and what is not said is not there", () => {
    const endpoints = {
      ecs: "https://vpce-1.ecs.eu-west-1.vpce.amazonaws.com",
      sts: "http://127.0.0.1:4566",
    };
    expect(providerArgs({ endpoints, s3UsePathStyle: true, skipMetadataApiCheck: undefined })).toEqual({
      endpoints: [endpoints],
      s3UsePathStyle: true,
    });
    expect(providerArgs()).toEqual({});
  });

  it("names services that the target uses, and no other", () => {
    const url = "http://127.0.0.1:4566";
    const all = Object.fromEntries(services.map((name) => [name, url]));
    expect(providerSchema.parse({ endpoints: all })).toEqual({ endpoints: all });
    expect(providerSchema.safeParse({ endpoints: { ses: url } }).success).toBe(false);
    expect(providerSchema.safeParse({ endpoints: { ecs: "127.0.0.1" } }).success).toBe(false);
  });
});
