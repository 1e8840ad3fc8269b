import { describe, expect, it } from "vitest";
import { tagResources } from "../../../../policies/operations/tag-resources";
import { broken, container, deployment, holds, messagesOf, task } from "../../../support/policies";

const cited = "[AWS FSBP v1.0.0: ECS.13, RDS.29]";

holds(tagResources, [
  {
    what: "a container on Docker",
    fine: container,
    breaks: [
      [
        "labels",
        [{ label: "dev.trireme.system", value: "shop" }],
        `docker:Container "web": labels is ["dev.trireme.system"]; allowed: labels with dev.trireme.system, dev.trireme.stack, dev.trireme.part, dev.trireme.role. Add dev.trireme.stack, dev.trireme.part, dev.trireme.role. ${cited}`,
      ],
    ],
  },
  {
    what: "a Deployment",
    fine: deployment,
    breaks: [
      [
        "metadata.labels",
        { "app.kubernetes.io/name": "web", "app.kubernetes.io/component": "service" },
        `kubernetes:Deployment "web": metadata.labels is ["app.kubernetes.io/component","app.kubernetes.io/name"]; allowed: labels with app.kubernetes.io/name, app.kubernetes.io/instance, app.kubernetes.io/component. Add app.kubernetes.io/instance. ${cited}`,
      ],
    ],
  },
  {
    what: "a task",
    fine: task(),
    breaks: [
      [
        "tags",
        undefined,
        `aws:TaskDefinition "web": tags is []; allowed: labels with dev.trireme.system, dev.trireme.stack. Add dev.trireme.system, dev.trireme.stack. ${cited}`,
      ],
    ],
  },
]);

describe(tagResources.name, () => {
  it("has its labels from the stack", () => {
    expect(
      messagesOf(tagResources, [broken(container, "labels", [{ label: "owner", value: "shop" }])], {
        dockerLabels: ["owner"],
      }),
    ).toEqual([]);
    expect(messagesOf(tagResources, [container], { dockerLabels: ["owner"] })).toHaveLength(1);
  });
});
