import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerOf } from "../docker/engine";
import { Ledger } from "./support/ledger";

const events = new Ledger("events-kafka", "events");

/** What a tool of Kafka's answers to its client. */
async function asked(script: string): Promise<string> {
  const { code, output } = await events.shell(`exec 2>/dev/null; ${script}`);
  expect(code, `${script}\n${output}`).toBe(0);
  return output.trim();
}

const topics = (of: string): Promise<string> => asked(`kafka-topics --bootstrap-server "$BROKER" ${of}`);
const send = (topic: string, ...messages: readonly string[]): Promise<string> =>
  asked(
    `printf '%s\\n' ${messages.join(" ")} | kafka-console-producer --bootstrap-server "$BROKER" --topic ${topic}`,
  );
/** What a group of consumers has not read yet, each partition in its order. */
const read = async (topic: string, group: string, count: number): Promise<readonly string[]> => {
  const options = `--topic ${topic} --group ${group} --from-beginning --max-messages ${count} --timeout-ms 60000`;
  return (await asked(`kafka-console-consumer --bootstrap-server "$BROKER" ${options}`)).split("\n");
};

beforeAll(async () => {
  const { code, output } = await events.up();
  expect(code, output).toBe(0);
});

afterAll(() => events.remove());

describe("a Kafka that coordinates itself", () => {
  it("makes the topics that its users ask for, and makes one that is written to as the system says", async () => {
    await topics("--create --topic orders --partitions 3");
    await send("notes", "one");
    const told = await topics("--describe");
    expect(told).toMatch(/Topic: orders\s.*PartitionCount: 3\s+ReplicationFactor: 1/);
    expect(told).toMatch(/Topic: notes\s.*PartitionCount: 2\s/);
  });

  it("hands on what is sent", async () => {
    await send("orders", "oil", "salt", "wine");
    expect([...(await read("orders", "kitchen", 3))].sort()).toEqual(["oil", "salt", "wine"]);
  });

  it("has its messages, and where each group was, when its container is another one, and is well", async () => {
    const { Id: before, Mounts } = await (await containerOf(events.stack, "broker", "store")).inspect();
    // Of the image's own volumes none is left to the engine, which would make one without a name.
    expect(Mounts.filter(({ Type }) => Type === "volume").map(({ Destination }) => Destination)).toEqual([
      "/var/lib/kafka/data",
    ]);
    events.edit("partitions: 2", "partitions: 4");
    events.edit('"before"', '"after"');
    const again = await events.up();
    expect(again.code, again.output).toBe(0);
    expect((await containerOf(events.stack, "broker", "store")).id).not.toBe(before);
    // What its client is asked, the provider says to change, and does not.
    const { Config } = await (await containerOf(events.stack, "client")).inspect();
    expect(Config.Healthcheck?.Test?.join(" ")).toContain("test -n after");
    await send("orders", "fish");
    expect(await read("orders", "kitchen", 1)).toEqual(["fish"]);
    expect([...(await read("orders", "office", 4))].sort()).toEqual(["fish", "oil", "salt", "wine"]);
    const { code, output } = await events.checkout.trireme("verify", events.stack);
    expect(code, output).toBe(0);
    const preview = await events.checkout.pulumi("preview", "--stack", events.stack, "--expect-no-changes");
    expect(preview.code, preview.output).toBe(0);
  });
});
