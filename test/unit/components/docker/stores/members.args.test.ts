import { describe, expect, it } from "vitest";
import {
  addressOf,
  asMember,
  membersOf,
  sentinelOf,
  serverAliases,
} from "../../../../../components/docker/stores/members.args";
import { qdrant, redis } from "../../../../../components/model";

const queue = redis("queue", { version: "7", persistence: "append-only", nodes: 3, setName: "jobs" });
const vectors = qdrant("vectors", { version: "v1.17.0", nodes: 3 });

describe("a store of several servers", () => {
  it("keeps the names of the one that it may have been before for the first", () => {
    expect(membersOf(queue).map(({ ending, alias }) => [ending, alias])).toEqual([
      ["", "queue-0.queue-nodes"],
      ["-1", "queue-1.queue-nodes"],
      ["-2", "queue-2.queue-nodes"],
    ]);
  });

  it("has none where it is one server", () => {
    expect(membersOf(redis("cache", { version: "7", persistence: "none" }))).toEqual([]);
    expect(membersOf(qdrant("vectors", { version: "v1.17.0" }))).toEqual([]);
  });

  it("is reached at the Sentinels, which know it by its set's name", () => {
    expect(addressOf(queue)).toEqual({
      main: "queue-0.queue-sentinels:26379,queue-1.queue-sentinels:26379,queue-2.queue-sentinels:26379",
      sentinelName: "jobs",
    });
    const { files } = sentinelOf(queue);
    const script = files["/run/scripts/sentinel.sh"]?.content;
    expect(script).toContain("me=$(hostname).queue-sentinels");
    expect(script).toContain("sentinel monitor jobs $(find_master) 6379 2");
    expect(script).toContain('-h "$member.queue-sentinels"');
  });

  it("has an address that stays with its own name, on the network that knows it", () => {
    const network = { name: "queue", alias: "queue", hosts: { "queue-1.queue-nodes": "198.18.1.3" } };
    expect(asMember(network, "queue-1.queue-nodes")).toEqual({
      ...network,
      ...{ alias: "queue-1.queue-nodes", address: "198.18.1.3" },
    });
    expect(asMember({ name: "outside" }, "queue-1.queue-nodes")).toEqual({ name: "outside" });
    expect(serverAliases(queue)).toHaveLength(6);
    expect(serverAliases(vectors)).toEqual([]);
  });

  it("of Qdrant makes a cluster, which the others join by the first", () => {
    expect(addressOf(vectors)).toEqual({ main: "vectors-0:6333" });
    const commands = membersOf(vectors).map(({ engine }) => engine.command?.slice(1));
    expect(commands).toEqual([
      ["--uri", "http://vectors-0:6335"],
      ["--uri", "http://vectors-1:6335", "--bootstrap", "http://vectors-0:6335"],
      ["--uri", "http://vectors-2:6335", "--bootstrap", "http://vectors-0:6335"],
    ]);
    expect(membersOf(vectors)[0]?.engine.env.QDRANT__CLUSTER__ENABLED).toBe(true);
  });
});
