import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { objectStore, type ObjectStoreProps } from "../../../../components/model";
import {
  bucketsFolder,
  bucketsKeyPath,
  bucketsScript,
  renderBuckets,
} from "../../../../components/render/buckets";

describe("making buckets", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "trireme-buckets-"));
    writeFileSync(join(root, "key"), "secret");
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** What a store is asked to change that has `present` buckets, and answers questions as said. */
  function changes(
    props: Omit<ObjectStoreProps, "version">,
    answers: Readonly<Record<string, string>> = {},
    present = "",
  ): readonly string[] {
    const cases = Object.entries(answers).map(
      ([question, text]) => `*${question}*) echo '${text}'; exit 0 ;;`,
    );
    writeFileSync(
      join(root, "aws"),
      `#!/bin/sh
case "$*" in
  *list-buckets*) echo "${present}"; exit 0 ;;
  ${cases.join("\n  ")}
  *get-bucket-policy*) echo NoSuchBucketPolicy >&2; exit 254 ;;
  *get-bucket-lifecycle*) echo NoSuchLifecycleConfiguration >&2; exit 254 ;;
esac
shift 3
echo "$*" >> ${root}/log
`,
    );
    chmodSync(join(root, "aws"), 0o755);
    writeFileSync(
      join(root, "settings.sh"),
      renderBuckets(objectStore("files", { version: "4.48", ...props })),
    );
    writeFileSync(join(root, "log"), "");
    const script = bucketsScript
      .replaceAll("/tmp/", `${root}/`)
      .replaceAll(bucketsFolder, root)
      .replaceAll(bucketsKeyPath, join(root, "key"));
    const env = { PATH: `${root}:${process.env.PATH ?? ""}`, ENDPOINT: "http://files:9000" };
    execFileSync("sh", ["-c", script], { env, stdio: "pipe" });
    return readFileSync(join(root, "log"), "utf8").split("\n").slice(0, -1);
  }

  it("creates those that are missing, and changes nothing of what is so already", () => {
    expect(changes({ buckets: ["new", "old"] }, {}, "old\tother")).toEqual(["create-bucket --bucket new"]);
    expect(changes({ buckets: ["old"] }, {}, "old")).toEqual([]);
  });

  it("opens a bucket that anybody may read, and closes it when that is no longer said", () => {
    const [put = ""] = changes({ buckets: ["a"], publicRead: ["a"] }, {}, "a");
    expect(put).toMatch(/^put-bucket-policy --bucket a .*"s3:GetObject".*"arn:aws:s3:::a\/\*"/);
    const policy = { "get-bucket-policy": '"{TriremePublicRead}"' };
    expect(changes({ buckets: ["a"] }, policy, "a")).toEqual(["delete-bucket-policy --bucket a"]);
  });

  it("leaves a policy of others, and does not replace it", () => {
    const policy = { "get-bucket-policy": '"{Theirs}"' };
    expect(changes({ buckets: ["a"] }, policy, "a")).toEqual([]);
    expect(() => changes({ buckets: ["a"], publicRead: ["a"] }, policy, "a")).toThrow(
      /has a policy of others/,
    );
  });

  it("lets objects expire, in whole days, and not when that is no longer said", () => {
    const [put = ""] = changes({ buckets: ["a"], expire: { a: "36h" } }, {}, "a");
    expect(put).toMatch(/^put-bucket-lifecycle-configuration --bucket a .*"Days":2\}\}\]\}$/);
    const ours = { "ID!=": "[]", "get-bucket-lifecycle": '[{"ID":"trireme-expire"}]' };
    expect(changes({ buckets: ["a"] }, ours, "a")).toEqual(["delete-bucket-lifecycle --bucket a"]);
  });
});
