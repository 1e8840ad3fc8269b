import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { engineContainer, redis } from "../../../../components/model";
import { renderMember, renderSentinel, type SentinelOptions } from "../../../../components/render/sentinel";

const options: SentinelOptions = {
  setName: "queues",
  domain: "redis-nodes",
  members: ["redis-0", "redis-1", "redis-2"],
  ports: { server: 6379, sentinel: 26379 },
};
const engine = engineContainer(redis("redis", { version: "7", persistence: "append-only", nodes: 3 }));
const member = renderMember(options, engine);
const sentinel = renderSentinel(options);

describe("a set of Redis servers", () => {
  it("is started by valid shell without what was left unresolved", () => {
    for (const text of [member, sentinel]) {
      expect(spawnSync("sh", ["-n"], { input: text, encoding: "utf8" }).stderr).toBe("");
      expect(text).not.toMatch(/undefined|\[object/);
    }
  });

  it("takes the configuration of a single one, and says who its master is", () => {
    expect(member).toContain("cat /run/config/redis.conf");
    expect(member).toContain('echo "replicaof $master 6379"');
    expect(member).toContain("exec redis-server /tmp/redis.conf");
    // The list of users is made as for a single one.
    expect(member).toContain("users.acl");
  });

  it("is watched by two of three, and remembers what it learnt", () => {
    expect(sentinel).toContain('echo "sentinel monitor queues $(find_master) 6379 2"');
    expect(sentinel).toContain("exec redis-sentinel");
    expect(sentinel).toContain("/data/sentinel/sentinel.conf");
  });
});

describe("the search for the master", () => {
  /** What a pod finds, by what the others answer it and what it knew. */
  const found = (answers: Readonly<Record<string, string>>, known = "") => {
    const [head = ""] = sentinel.split("\nmkdir -p");
    const script = head
      .replace("me=$(hostname).redis-nodes", "me=redis-1.redis-nodes")
      .replace(/password=.*/, "password=p")
      .replace(/known=.*/, "known=$(mktemp)");
    const cases = Object.entries(answers).map(([host, answer]) => `${host}) echo "${answer}" ;;`);
    const tools = `timeout() { shift 2; case $3 in ${cases.join(" ")} *) return 1 ;; esac; }\n`;
    const text = `${tools}${script}\n${known === "" ? "" : `echo '${known}' > $known\n`}find_master`;
    return spawnSync("sh", ["-c", text], { encoding: "utf8" }).stdout.trim();
  };

  it("believes the others", () => {
    expect(found({ "redis-2.redis-nodes": "redis-2.redis-nodes" })).toBe("redis-2.redis-nodes");
  });

  it("without them goes by what it last knew", () => {
    expect(found({}, "sentinel monitor queues redis-2.redis-nodes 6379 2")).toBe("redis-2.redis-nodes");
  });

  it("of a new set takes the first", () => {
    expect(found({})).toBe("redis-0.redis-nodes");
    expect(found({ "redis-0.redis-nodes": "" })).toBe("redis-0.redis-nodes");
  });
});

describe("the password of a set", () => {
  /** What a pod uses, by what the Sentinel beside it wrote down. */
  const used = (known: string) => {
    const [head = ""] = member.split("# Who the others say");
    const script = head
      .replace("me=$(hostname).redis-nodes", "me=x")
      .replace(/known=.*/, `known=$(mktemp); printf '%s\\n' '${known}' > $known`)
      .replace("$(cat /run/secrets/password)", "first");
    return spawnSync("sh", ["-c", `${script}\necho "$password"`], { encoding: "utf8" }).stdout.trim();
  };

  it("is the one of its first start, until a rotation tells the Sentinel another", () => {
    expect(used("")).toBe("first");
    expect(used("sentinel monitor queues redis-0.redis-nodes 6379 2")).toBe("first");
    expect(used("sentinel auth-pass queues second")).toBe("second");
    expect(used('sentinel auth-pass queues "second"')).toBe("second");
  });
});
