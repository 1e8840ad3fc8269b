import { expect, it } from "vitest";
import { AwsStack, awsTypes } from "../../../../cli/runtime/account";
import { servingIn } from "../../../../cli/runtime/aws-serving";
import { operatingWith } from "../../../support/aws-client";
import { shop } from "../../../support/valid";

const tags = { "dev.trireme.part": "api", "dev.trireme.role": "service" };
const resources = [
  { urn: "urn:cluster", type: awsTypes.cluster, outputs: { name: "shop" } },
  { urn: "urn:api", type: awsTypes.service, outputs: { tags, cluster: "arn:cluster", name: "shop-api" } },
];

it("asks ECS what the newest instances of each service run, whatever the state says", async () => {
  const asked: string[] = [];
  const operating = operatingWith({
    service: (cluster, name) => {
      asked.push(`${cluster} ${name}`);
      return Promise.resolve({
        deployments: [
          { status: "ACTIVE", taskDefinition: "shop-api:7" },
          { status: "PRIMARY", taskDefinition: "shop-api:6" },
        ],
      });
    },
    image: (definition, container) => Promise.resolve(`${definition} ${container}`),
  });
  const serving = await servingIn(AwsStack.of("shop", resources, operating), shop);
  expect(serving.find(({ service }) => service === "api")).toEqual({
    service: "api",
    image: "shop-api:6 api",
  });
  expect(serving.filter(({ service }) => service !== "api").every(({ image }) => image === undefined)).toBe(
    true,
  );
  expect(asked).toEqual(["arn:cluster shop-api"]);
});
