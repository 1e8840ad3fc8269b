import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerOf, execIn } from "../docker/engine";
import { amqp } from "./support/amqp";
import { Ledger } from "./support/ledger";

const parcels = new Ledger("parcels-rabbitmq", "parcels");

/** What RabbitMQ's own tool says in the server's container. */
async function ctl(...words: readonly string[]): Promise<string> {
  const { code, output } = await execIn(await containerOf(parcels.stack, "broker", "store"), [
    ...["rabbitmqctl", "--quiet"],
    ...words,
  ]);
  expect(code, output).toBe(0);
  return output.trim();
}

/** The definitions, each kind in one order. */
async function definitions(): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = JSON.parse(await ctl("export_definitions", "-")) as Readonly<Record<string, unknown>>;
  const lists = Object.entries(all).flatMap(([kind, list]) =>
    Array.isArray(list)
      ? [[kind, list.map((one) => JSON.stringify(Object.entries(one as object).sort())).sort()] as const]
      : [],
  );
  return Object.fromEntries(lists.sort());
}

beforeAll(async () => {
  const { code, output } = await parcels.up();
  expect(code, output).toBe(0);
});

afterAll(() => parcels.remove());

describe("a RabbitMQ", () => {
  it("lets its account in by AMQP, and tells Prometheus what it does", async () => {
    expect((await parcels.shell('echo "$PARTS"')).output.trim()).toBe("clerk@broker:5672 depot");
    expect(await amqp(parcels, "put letters 'erster Brief: 3 Öfen'")).toBe("put");
    expect(await amqp(parcels, "put letters second")).toBe("put");
    expect(await amqp(parcels, "get letters")).toBe("erster Brief: 3 Öfen, then 1");
    expect(await amqp(parcels, "get letters", "amqp://clerk:guess@broker:5672/depot")).toContain(
      "auth_failure",
    );
    const { output } = await parcels.shell(
      "exec bash -c 'exec 3<>/dev/tcp/broker/15692 && printf \"GET /metrics HTTP/1.0\\r\\n\\r\\n\" >&3 && cat <&3'",
    );
    expect(output).toMatch(/^rabbitmq_identity_info\{rabbitmq_node="rabbit@localhost"/m);
    expect(output).toMatch(/^rabbitmq_alarms_memory_used_watermark 0$/m);
  });

  it("shows its password in no variable, argument or log, and nobody outside its container is a node of it", async () => {
    const password = (await parcels.shell('printf %s "$PASSWORD"')).output.trim();
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    const { Config, Args, HostConfig } = await (
      await containerOf(parcels.stack, "broker", "store")
    ).inspect();
    expect(JSON.stringify([Config, Args])).not.toContain(password);
    expect([HostConfig.ReadonlyRootfs, Config.User]).toEqual([true, "999:999"]);
    expect(await parcels.logsOf("broker", "store")).not.toContain(password);
    const { code } = await parcels.shell("bash -c 'exec 3<>/dev/tcp/broker/25672'");
    expect(code).not.toBe(0);
  });

  it("is saved, tried out, and restored with its definitions; what holds messages is never removed for it", async () => {
    await ctl("set_policy", "-p", "depot", "short", "^letters", '{"max-length":100}');
    await ctl("add_user", "porter", "lifts-parcels");
    await ctl("set_permissions", "-p", "depot", "porter", "^$", "^$", "^letters$");
    const before = await definitions();
    const taken = await parcels.checkout.trireme("backup", parcels.stack, "nightly");
    expect(taken.code, taken.output).toBe(0);

    await ctl("delete_queue", "-p", "depot", "letters");
    await ctl("delete_user", "porter");
    await ctl("clear_policy", "-p", "depot", "short");
    await amqp(parcels, "put late third");
    const restore = () => parcels.checkout.trireme("restore", parcels.stack, "--from", "latest", "--yes");
    const refused = await restore();
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("depot late holds messages")]);
    expect(await amqp(parcels, "get late")).toBe("third, then 0");
    const restored = await restore();
    expect(restored.code, restored.output).toBe(0);
    expect(await definitions()).toEqual(before);
    const { code, output } = await parcels.checkout.trireme("drill", parcels.stack);
    expect(code, output).toBe(0);
  });

  it("has its messages still when its container and its account are others, and is well", async () => {
    expect(await amqp(parcels, "put letters fourth")).toBe("put");
    const old = (await parcels.shell('printf %s "$URL"')).output.trim();
    parcels.edit('"log.console.level": "info"', '"log.console.level": "warning"');
    const again = await parcels.checkout.trireme("rotate", parcels.stack, "broker", "--yes");
    expect(again.code, again.output).toBe(0);
    expect((await parcels.shell('echo "$PARTS"')).output.trim()).toBe("clerk_alt@broker:5672 depot");
    expect(await amqp(parcels, "get letters", `'${old}'`)).toContain("auth_failure");
    expect(await amqp(parcels, "get letters")).toBe("fourth, then 0");
    const taken = await parcels.checkout.trireme("backup", parcels.stack, "nightly");
    expect(taken.code, taken.output).toBe(0);
    const { code, output } = await parcels.checkout.trireme("verify", parcels.stack);
    expect(code, output).toBe(0);
    const preview = await parcels.checkout.pulumi("preview", "--stack", parcels.stack, "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });
});
