import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isServer, type Redis } from "../../../../../components/model";
import { cacheDrillSteps, scratchGroup } from "../../../../../components/aws/backup/cache-drill.args";
import { environment, systems } from "../../../../support/aws-stores";
import { grammar, Place } from "../../../../support/programs";

const syfthub = systems.syfthub(environment("production"));
const store = syfthub.stores.find((one): one is Redis => isServer(one) && one.engine === "redis");
const backup = syfthub.backups.find(({ name }) => name === "redis-daily");
if (store === undefined || backup === undefined) throw new Error("SyftHub has a Redis and its backup");
const steps = cacheDrillSteps(backup, store, {
  group: "syfthub-redis",
  scratch: "syfthub-redis-drill",
  region: "eu-west-1",
  subnetGroup: "subnets",
  securityGroup: "sg-1",
  nodeType: "cache.t4g.small",
});
const program = (name: string) => steps.find((step) => step.name === name)?.program ?? "";
const env = {
  GROUP: "syfthub-redis",
  SCRATCH: "syfthub-redis-drill",
  NODE_TYPE: "cache.t4g.small",
  SUBNET_GROUP: "subnets",
  SECURITY_GROUP: "sg-1",
  PASSWORD: "geheim",
  SYSTEM: "syfthub-aws",
  HOST: "live",
};

/** ElastiCache as far as the drill asks it: a group is `creating` once, then `available`; it is removed at once. */
const elasticache = (age: number) => `
state=$ROOT/group
case "$2" in
  describe-replication-groups)
    case "$*" in *KmsKeyId*) echo arn:key; exit ;; esac
    [ -e $state ] || exit 254
    case "$*" in
      *Endpoint*) echo scratch.example ;;
      *) cat $state; echo available > $state ;;
    esac ;;
  describe-snapshots) echo "automatic.syfthub-redis-001	$(date -u -d "@$(($(date +%s) - (${age})))" +%Y-%m-%dT%H:%M:%SZ)" ;;
  create-replication-group) echo creating > $state; echo "$*" > $ROOT/arguments ;;
  delete-replication-group) rm -f $state ;;
esac`;

let place: Place;
beforeEach(() => {
  place = new Place();
  place.stub("sleep", ":");
  place.stub("aws", elasticache(3600));
});
afterEach(() => {
  place.remove();
});

describe("the drill of a cache", () => {
  it("restores the newest snapshot into a group of its own, with the password in no argument", () => {
    expect(place.run(program("restore"), env)).toEqual({ code: 0, out: "" });
    expect(readFileSync(join(place.root, "stage/endpoint"), "utf8")).toBe("scratch.example\n");
    const request: unknown = JSON.parse(readFileSync(join(place.root, "tmp/request.json"), "utf8"));
    expect(request).toMatchObject({
      ReplicationGroupId: "syfthub-redis-drill",
      SnapshotName: "automatic.syfthub-redis-001",
      TransitEncryptionEnabled: true,
      AuthToken: "geheim",
      KmsKeyId: "arn:key",
    });
    expect(readFileSync(join(place.root, "arguments"), "utf8")).not.toContain("geheim");
  });

  it("removes first what a drill before has left", () => {
    place.write("group", "available\n");
    expect(place.run(program("restore"), env).code).toBe(0);
  });

  it("fails when the newest snapshot is of a time that has not come yet", () => {
    place.stub("aws", elasticache(-3600));
    const { code, out } = place.run(program("restore"), env);
    expect(code).not.toBe(0);
    expect(out).toMatch(/has not come yet, 3[56]\d\d s ahead of the clock/);
  });

  it("fails when the newest snapshot is older than the schedule promises", () => {
    place.stub("aws", elasticache(30 * 3600));
    const { code, out } = place.run(program("restore"), env);
    expect(code).toBe(1);
    expect(out).toMatch(/is 10800\d s old, 90000 s were promised/);
  });

  it("counts the keys of both, and takes an empty group for a loss", () => {
    place.write("stage/endpoint", "scratch.example\n");
    place.write("stage/snapshot", "automatic.syfthub-redis-001\n");
    place.stub("redis-cli", 'case "$*" in *scratch.example*) echo 12 ;; *) echo 15 ;; esac');
    expect(place.run(program("look"), env)).toEqual({
      code: 0,
      out: "the snapshot automatic.syfthub-redis-001 has 12 keys, the store has 15 now\n",
    });
    place.stub("redis-cli", 'case "$*" in *scratch.example*) echo 0 ;; *) echo 15 ;; esac');
    const { code, out } = place.run(program("look"), env);
    expect(code).toBe(1);
    expect(out).toContain("the restored group is empty");
  });

  it("removes the group whatever happened, and tells CloudWatch", () => {
    place.write("group", "available\n");
    const failed = place.run(program("remove"), env);
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('"DrillFailed":1');
    expect(existsSync(join(place.root, "group"))).toBe(false);
    place.write("stage/proven", "");
    const proven = place.run(program("remove"), env);
    expect(proven.code).toBe(0);
    expect(proven.out).toContain('"DrillSucceeded":1');
    expect(steps.at(-1)?.after).toBe("COMPLETE");
  });

  it("is valid shell", () => {
    for (const step of steps) expect(grammar(step.program)).toBe("");
  });
});

describe("scratchGroup", () => {
  it("stays within ElastiCache's 40 characters", () => {
    expect(scratchGroup("syfthub-aws", "redis")).toBe("syfthub-aws-redis-drill");
    expect(scratchGroup("a".repeat(30), "b".repeat(30))).toHaveLength(40);
  });
});
