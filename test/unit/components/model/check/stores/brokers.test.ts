import { describe, expect, it } from "vitest";
import { rabbitmq, system, type RabbitmqProps } from "../../../../../../components/model";
import { checkBrokers } from "../../../../../../components/model/check/stores/brokers";
import { development } from "../../../../../support/valid";

const said = (props: Partial<RabbitmqProps>) =>
  checkBrokers(
    system("shop", development, { stores: [rabbitmq("broker", { version: "4.3", user: "shop", ...props })] }),
  ).map(({ path, message }) => `${path}: ${message}`);

describe("the check of a RabbitMQ", () => {
  it.each<Partial<RabbitmqProps>>([
    {},
    { virtualHost: "/" },
    { virtualHost: "my-depot.v2", user: "_shop" },
    { version: "4" },
    { version: "latest" },
    { parameters: { "log.console.level": "warning" } },
    { resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "256Mi", limit: "384Mi" } } },
  ])("takes %j", (props) => {
    expect(said(props)).toEqual([]);
  });

  it.each<[Partial<RabbitmqProps>, string]>([
    [{ user: "my shop" }, 'stores.broker.user: "my shop" does not survive every URL'],
    [
      { virtualHost: "a/b" },
      'stores.broker.virtualHost: "a/b" does not survive every URL; allowed are "/", and',
    ],
    [{ virtualHost: "" }, 'stores.broker.virtualHost: "" does not survive'],
    [{ version: "3.13" }, 'stores.broker.version: "3.13" has reached its end of support'],
    [
      { resources: { cpu: { request: 0.1, limit: 1 }, memory: { request: "64Mi", limit: "256Mi" } } },
      'stores.broker.resources.memory.limit: "256Mi" is so little that publishers wait from the start; write at least "384Mi"',
    ],
    [{ parameters: { "a b": "1" } }, "stores.broker.parameters.a b: is not a valid name of a setting"],
    [{ parameters: { heartbeat: "1\nx = 2" } }, "stores.broker.parameters.heartbeat: has a line break"],
    [
      { parameters: { default_user: "root" } },
      "stores.broker.parameters.default_user: is what the store itself says by user; leave it out",
    ],
  ])("refuses %j, and says what is allowed", (props, message) => {
    expect(said(props)).toEqual([expect.stringContaining(message)]);
  });
});
