import { z } from "zod";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { list, record, unknown, type Subject } from "../subject";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const publicLists = ["public-read", "public-read-write", "authenticated-read"];

function openList(subject: Subject): readonly Finding[] {
  const { acl } = subject.props;
  return /^aws:s3\/bucket(Acl|AclV2|V2)?:/.test(subject.type) && publicLists.includes(String(acl))
    ? [
        {
          subject,
          path: "acl",
          value: acl,
          allowed: '"private"',
          fix: "Serve public files through the distribution.",
        },
      ]
    : [];
}

function openBlock(subject: Subject): readonly Finding[] {
  if (!/:BucketPublicAccessBlock$/.test(subject.type)) return [];
  return blocks
    .filter((path) => subject.props[path] !== true && subject.props[path] !== unknown)
    .map((path) => ({ subject, path, value: subject.props[path], allowed: "true", fix: "Set it." }));
}

/** Statements that let anybody do something, unless a condition narrows them. */
function openPolicy(subject: Subject): readonly Finding[] {
  const { policy: text } = subject.props;
  if (!/:BucketPolicy$/.test(subject.type) || typeof text !== "string") return [];
  return list(record(JSON.parse(text)).Statement).flatMap((statement, index) => {
    const { Effect, Principal, Condition } = record(statement);
    const anybody =
      Principal === "*" || list(record(Principal).AWS ?? []).includes("*") || record(Principal).AWS === "*";
    return Effect === "Allow" && anybody && Condition === undefined
      ? [
          {
            subject,
            path: `policy.Statement[${index}].Principal`,
            value: Principal,
            allowed: "a principal of yours",
            fix: "Name the distribution or the role that reads.",
          },
        ]
      : [];
  });
}

/** Buckets that no block of public access names; while nothing is made yet the block's bucket is unknown. */
function unblocked(subjects: readonly Subject[]): readonly Finding[] {
  const named = subjects
    .filter(({ type }) => /:BucketPublicAccessBlock$/.test(type))
    .map(({ props }) => props.bucket);
  if (named.includes(unknown)) return [];
  return subjects
    .filter(({ type }) => /^aws:s3\/bucket(V2)?:Bucket(V2)?$/.test(type))
    .filter(
      ({ name, props }) =>
        ![props.id, props.bucket, name].some((one) => one !== undefined && named.includes(one)),
    )
    .map((subject) => ({
      subject,
      path: "BucketPublicAccessBlock",
      value: undefined,
      allowed: "a BucketPublicAccessBlock with all four blocks",
      fix: "Add one for this bucket.",
    }));
}

export const hideBuckets = policy({
  name: "hide-buckets",
  description: "Nobody from outside reads or lists a bucket.",
  severity: "critical",
  references: [awsBestPractices("S3.2", "S3.3", "S3.8")],
  scope: "stack",
  thresholds: z.object({}),
  judge: (subjects) => [
    ...subjects.flatMap((subject) => [...openList(subject), ...openBlock(subject), ...openPolicy(subject)]),
    ...unblocked(subjects),
  ],
});
