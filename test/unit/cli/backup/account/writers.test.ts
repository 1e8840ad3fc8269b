import { expect, it } from "vitest";
import { withoutServices } from "../../../../../cli/backup/account/writers";
import { AwsStack, awsTypes } from "../../../../../cli/runtime/account";
import { operatingWith } from "../../../../support/aws-client";
import { keepingWith } from "../../../../support/keeping-client";
import { common, made } from "./scene";

const scaled = "service/shop-aws/shop-worker";
const account = AwsStack.of(
  "shop-aws",
  [
    ...common,
    made(awsTypes.service, "api", "service", {
      ...{ cluster: "arn:cluster", name: "shop-api" },
      loadBalancers: [{ targetGroupArn: "arn:group" }],
    }),
    made(awsTypes.service, "worker", "service", { cluster: "arn:cluster", name: "shop-worker" }),
    made(awsTypes.service, "idle", "service", { cluster: "arn:cluster", name: "shop-idle" }),
    made("aws:appautoscaling/target:Target", "worker", "service", { resourceId: scaled }),
  ],
  operatingWith(),
);
const progress = { step: (_: string, body: () => unknown) => body() } as never;

/** Services that are told a count, and reach it when they have been asked about it three times. */
function cluster(stuck: readonly string[] = []) {
  const asked: string[] = [];
  const counts: Record<string, { wanted: number; running: number }> = {
    "shop-api": { wanted: 2, running: 2 },
    "shop-worker": { wanted: 3, running: 3 },
    "shop-idle": { wanted: 0, running: 0 },
  };
  const health = [["initial"], ["healthy", "unhealthy"]];
  let questions = 0;
  const client = keepingWith({
    count: (_, name) => {
      const found = counts[name] ?? { wanted: 0, running: 0 };
      questions += 1;
      if (questions % 3 === 0 && !stuck.includes(name)) found.running = found.wanted;
      return Promise.resolve({ ...found });
    },
    setCount: (_, name, count) => {
      asked.push(`${name} ${count}`);
      counts[name] = { running: 0, ...counts[name], wanted: count };
      return Promise.resolve();
    },
    targets: (group) => {
      if (asked.at(-1) !== group) asked.push(group);
      return Promise.resolve(health.shift() ?? ["healthy", "draining"]);
    },
    holdScaling: (target, held) => {
      asked.push(`${target} ${held ? "held" : "goes on"}`);
      return Promise.resolve();
    },
  });
  return { asked, client, counts, health };
}

it("stops services until none runs, and starts as many again; an autoscaler is held meanwhile", async () => {
  const { asked, client, counts, health } = cluster();
  const found = await withoutServices(account, client, ["api", "worker", "idle", "job"], progress, () => {
    asked.push("body");
    return Promise.resolve([counts["shop-api"]?.running, counts["shop-worker"]?.running]);
  });
  expect(found).toEqual([0, 0]);
  expect(asked).toEqual([
    "shop-api 0",
    `${scaled} held`,
    "shop-worker 0",
    "body",
    "shop-api 2",
    "shop-worker 3",
    `${scaled} goes on`,
    "arn:group",
  ]);
  expect(health).toEqual([]);
  expect(counts["shop-worker"]?.running).toBe(3);
});

it("starts them again when one does not stop, without what was to be done", async () => {
  const { asked, client } = cluster(["shop-api"]);
  const body = withoutServices(account, client, ["api"], progress, () => Promise.resolve(asked.push("body")));
  await expect(body).rejects.toThrow("api did not stop after 900 s");
  expect(asked).toEqual(["shop-api 0", "shop-api 2", "arn:group"]);
});

it("asks nothing of services that do not run", async () => {
  const { asked, client } = cluster();
  await withoutServices(account, client, ["idle"], progress, () => Promise.resolve());
  expect(asked).toEqual([]);
});
