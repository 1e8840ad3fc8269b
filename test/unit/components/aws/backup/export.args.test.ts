import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backup, redis } from "../../../../../components/model";
import { exportName, exportStep } from "../../../../../components/aws/backup/export.args";
import { Place } from "../../../../support/programs";

const cache = redis("cache", { version: "7", persistence: "append-only" });
const hourly = backup("cache-hourly", {
  of: cache,
  schedule: "0 * * * *",
  keep: { count: 24 },
  destinations: [{ to: "volume" }],
});
const { program } = exportStep("shop-aws", hourly, {
  group: "shop-cache",
  nodes: 3,
  bucket: "backups",
  region: "eu-west-1",
});
const env = { GROUP: "shop-cache", NODES: "3", BUCKET: "backups", NAME: "shop-aws-cache-hourly-" };

/** ElastiCache and S3 as far as an export asks them; what they were told stands in `calls`. */
const aws = `
echo "$1 $2 $*" >> $ROOT/calls
case "$2" in
  describe-snapshots)
    case "$*" in
      *manual*) [ ! -e $ROOT/left ] || cat $ROOT/left ;;
      *) cat $ROOT/state 2>/dev/null || echo absent; echo available > $ROOT/state ;;
    esac ;;
  create-snapshot) echo creating > $ROOT/state ;;
  copy-snapshot) [ ! -e $ROOT/forbidden ] || { echo "no access" >&2; exit 254; }; touch $ROOT/object ;;
  head-object) [ -e $ROOT/object ] ;;
  cp) echo snapshot > "$ROOT/backup/.exported.rdb" ;;
esac`;

let place: Place;
const calls = () => readFileSync(join(place.root, "calls"), "utf8");
beforeEach(() => {
  place = new Place();
  place.stub("sleep", ":");
  place.stub("aws", aws);
});
afterEach(() => {
  place.remove();
});

describe("an export of a cache", () => {
  it("leaves the snapshot where the next step finds it, and nothing behind", () => {
    expect(place.run(program, env)).toEqual({ code: 0, out: "" });
    expect(existsSync(join(place.root, "backup/.exported.rdb"))).toBe(true);
    expect(calls()).toMatch(/create-snapshot --cache-cluster-id shop-cache-00[123] /);
    expect(calls()).toMatch(/copy-snapshot .*--target-bucket backups/);
    expect(calls()).toMatch(/delete-object .*shop-aws-cache-hourly-\d{14}-0001\.rdb/);
    expect(calls()).toMatch(/delete-snapshot --snapshot-name shop-aws-cache-hourly-\d{14}/);
  });

  it("removes the snapshot when ElastiCache may not write it", () => {
    place.write("forbidden", "");
    expect(place.run(program, env)).toEqual({ code: 254, out: "no access\n" });
    expect(calls()).toContain("delete-snapshot");
  });

  it("removes what a run that was cut short has left", () => {
    place.write("left", "shop-aws-cache-hourly-20260101000000\n");
    expect(place.run(program, env).code).toBe(0);
    expect(calls()).toContain("delete-snapshot --snapshot-name shop-aws-cache-hourly-20260101000000");
  });

  it("names its snapshots so that they fit", () => {
    expect(exportName("shop-aws", hourly)).toBe("shop-aws-cache-hourly-");
    expect(exportName("a-very-long-name-of-a-system-production", hourly).length).toBeLessThanOrEqual(31);
  });
});
