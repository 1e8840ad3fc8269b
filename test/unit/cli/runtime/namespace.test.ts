import { describe, expect, it } from "vitest";
import { belonging, refuseOther, refuseTakeover } from "../../../../cli/runtime/namespace";

const owner = { system: "shop", stack: "prod" };
const state = (uid: string, name = "shop-prod", replaced = false) => [
  {
    urn: "urn:namespace",
    type: "kubernetes:core/v1:Namespace",
    id: name,
    delete: replaced,
    outputs: { metadata: { name, uid } },
  },
];
const live = (uid: string, instance = "shop-prod", system = "shop") => ({
  metadata: {
    name: "shop-prod",
    uid,
    labels: { "app.kubernetes.io/instance": instance, "app.kubernetes.io/part-of": system },
  },
});
const found = (resources: ReturnType<typeof state>, there: ReturnType<typeof live> | undefined) =>
  belonging(owner, "shop-prod", resources, "shop-prod", there);

describe("a namespace", () => {
  it("is the stack's where the state has made this very one", () => {
    expect(found(state("1"), live("1"))).toEqual({ to: "stack" });
    expect(found(state("1"), undefined)).toEqual({ to: "nobody" });
  });

  it.each([
    ["it has another uid, as on another cluster", state("1"), live("2"), /its uid is 2, and the state has 1/],
    ["the state has none", [], live("1"), /is not in the state of stack prod/],
    ["the state has one of another name", state("1", "shop-dev"), live("1"), /is not in the state of stack/],
    [
      "the state's waits to be removed",
      state("1", "shop-prod", true),
      live("1"),
      /is not in the state of stack/,
    ],
    ["it is labelled as another stack's", state("1"), live("1", "shop-dev"), /labelled as shop-dev of shop/],
    ["it is labelled as another system's", state("1"), live("1", "shop-prod", "forum"), /of forum, not as/],
  ])("is another's where %s", (_, resources, there, why) => {
    const result = found(resources, there);
    expect(result.to).toBe("other");
    expect(() => refuseOther(result, "prod")).toThrow(why);
    expect(() => refuseOther(result, "prod")).toThrow(/Nothing was touched\. .*Pulumi\.prod\.yaml/);
  });

  it("is deployed into where it is the stack's, new, or left empty by a destroy", () => {
    const kept = found([], live("1"));
    expect(() => refuseTakeover(kept, "prod", 0)).not.toThrow();
    expect(() => refuseTakeover(kept, "prod", 3)).toThrow(/and 3 pods of a stack of this name run there/);
    expect(() => refuseTakeover(found(state("1"), live("1")), "prod", 3)).not.toThrow();
  });
});
