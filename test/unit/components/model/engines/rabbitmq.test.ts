import { describe, expect, it } from "vitest";
import {
  accountOf,
  engineContainer,
  engineOf,
  opened,
  rabbitmq,
  type RabbitmqProps,
} from "../../../../../components/model";
import { readable } from "../../../stacks/systems/readable";

const broker = (props: Partial<RabbitmqProps> = {}) =>
  rabbitmq("broker", { version: "4.3", user: "clerk", virtualHost: "depot", ...props });
const configuration = (props: Partial<RabbitmqProps> = {}) =>
  readable(engineContainer(broker(props)).files["/run/secrets/rabbitmq.conf"]?.content ?? "");
const memory = { request: "256Mi", limit: "1Gi" } as const;

describe("a RabbitMQ", () => {
  it("has its password in the file of its configuration alone", () => {
    const { env, files, command } = engineContainer(broker());
    expect(JSON.stringify([env, command])).not.toContain('"ref"');
    expect(Object.keys(files)).toEqual(["/run/secrets/rabbitmq.conf"]);
    expect(configuration()).toBe(
      "default_user = clerk\ndefault_vhost = depot\nlog.console = true\ndefault_pass = <store broker password>\n",
    );
  });

  it("lets publishers wait above six tenths of its memory, and before the disk is full", () => {
    const lines = configuration({ resources: { cpu: { request: 0.1, limit: 1 }, memory } });
    expect(lines).toContain("\nvm_memory_high_watermark.absolute = 644245094\n");
    expect(lines).toContain("\ndisk_free_limit.absolute = 1073741824\n");
  });

  it("takes the system's settings after those that every broker has", () => {
    const lines = configuration({ parameters: { "log.console": "false", consumer_timeout: "1000" } });
    expect(lines).toBe(
      "consumer_timeout = 1000\ndefault_user = clerk\ndefault_vhost = depot\nlog.console = false\ndefault_pass = <store broker password>\n",
    );
  });

  it("is one node by a name that no container changes, and takes no other nodes", () => {
    const { env } = engineContainer(broker());
    expect(env).toMatchObject({ RABBITMQ_NODENAME: "rabbit@localhost", ERL_EPMD_ADDRESS: "127.0.0.1" });
    expect(env.RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS).toContain("inet_dist_use_interface {127,0,0,1}");
  });

  it("opens its management interface where the system asks for it", () => {
    expect(opened(broker())).toEqual({});
    expect(opened(broker({ management: { port: 15672 } }))).toEqual({ management: { port: 15672 } });
  });

  it("wants a backup, and says which account and virtual host its consumers use", () => {
    const facts = engineOf(broker());
    expect([facts.wantsBackup(broker()), facts.saved, facts.userOf?.(broker(), 0)]).toEqual([
      true,
      "api",
      "clerk",
    ]);
    expect([1, 2].map((generation) => accountOf(broker(), generation))).toEqual(["clerk_alt", "clerk"]);
    expect([facts.databaseOf?.(broker()), engineContainer(broker()).url.path]).toEqual(["depot", "/depot"]);
  });
});
