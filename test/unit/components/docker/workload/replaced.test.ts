import { describe, expect, it } from "vitest";
import { asDescribed, replaced } from "../../../../../components/docker/workload/replaced";

const of = (type: string, replaceOnChanges?: string[]) =>
  replaced({
    resource: undefined as never,
    type,
    name: "one",
    props: { image: "any" },
    opts: replaceOnChanges === undefined ? {} : { replaceOnChanges },
  });

describe("a container", () => {
  it("is replaced where its health check changes, its folders in memory or its init: the provider only says that it changed them", () => {
    expect(of("docker:index/container:Container")).toEqual({
      props: { image: "any" },
      opts: { replaceOnChanges: ["healthcheck", "init", "tmpfs"] },
    });
    expect(of("docker:index/container:Container", ["labels"])?.opts).toEqual({
      replaceOnChanges: ["labels", "healthcheck", "init", "tmpfs"],
    });
  });

  it("alone is: other resources are changed as their provider can", () => {
    expect(of("docker:index/network:Network")).toBeUndefined();
  });

  it("is so on a platform beside what else is done with its containers", () => {
    const other = () => undefined;
    expect(asDescribed({ transformations: [other] }).transformations).toEqual([other, replaced]);
    expect(asDescribed().transformations).toEqual([replaced]);
  });
});
