import { z } from "zod";
import { openStatements } from "../iam";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { at, list, record, textOf, unknown, type Subject } from "../subject";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const publicLists = ["public-read", "public-read-write", "authenticated-read"];

function openList(subject: Subject): readonly Finding[] {
  const { acl } = subject.props;
  return /^aws:s3\/bucket(Acl|AclV2|V2)?:/.test(subject.type) &&
    publicLists.includes(String(acl).trim().toLowerCase())
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
    .map((path) => ({
      subject,
      path,
      value: subject.props[path],
      allowed: "true",
      fix: "Set it.",
    }));
}

/** Lists that give rights to everybody, or to everybody who has an account of AWS. */
function openGrants(subject: Subject): readonly Finding[] {
  if (!/^aws:s3\/bucket/.test(subject.type)) return [];
  return ["grants", "accessControlPolicy.grants"].flatMap((path) =>
    list(at(subject.props, path)).flatMap((grant, index) => {
      const found = [record(grant).uri, at(grant, "grantee.uri")].find((uri) =>
        /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/.test(textOf(uri ?? "")),
      );
      return found === undefined
        ? []
        : [
            {
              subject,
              path: `${path}[${index}]`,
              value: found,
              allowed: "an account of yours",
              fix: "Serve public files through the distribution.",
            },
          ];
    }),
  );
}

/** Statements that let anybody do something, unless a condition says who or from where. */
function openPolicy(subject: Subject): readonly Finding[] {
  if (!/:BucketPolicy$|^aws:s3\/bucket(V2)?:Bucket(V2)?$/.test(subject.type)) return [];
  return openStatements(
    subject,
    "policy",
    subject.props.policy,
    "Name the distribution or the role that reads.",
  );
}

/**
 * Buckets that no block of public access names. While nothing is made yet the block's bucket is unknown: such a block
 * stands for one bucket, the one of its name, else any that is not made yet.
 */
function unblocked(subjects: readonly Subject[]): readonly Finding[] {
  const blocks = subjects.filter(({ type }) => /:BucketPublicAccessBlock$/.test(type));
  const named = blocks.map(({ props }) => props.bucket).filter((bucket) => bucket !== unknown);
  let open = subjects
    .filter(({ type }) => /^aws:s3\/bucket(V2)?:Bucket(V2)?$/.test(type))
    .filter(
      ({ name, props }) =>
        ![props.id, props.bucket, name].some((one) => one !== undefined && named.includes(one)),
    );
  const fits: readonly ((block: Subject, bucket: Subject) => boolean)[] = [
    (block, bucket) => block.name === bucket.name,
    (block, bucket) => block.name.startsWith(`${bucket.name}-`),
    (_, bucket) => typeof bucket.props.id !== "string",
  ];
  const left = blocks.filter(({ props }) => props.bucket === unknown);
  for (const fit of fits)
    for (const block of [...left]) {
      const found = open.find((bucket) => fit(block, bucket));
      if (found === undefined) continue;
      open = open.filter((bucket) => bucket !== found);
      left.splice(left.indexOf(block), 1);
    }
  return open.map((subject) => ({
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
  check: (subjects) => [
    ...subjects.flatMap((subject) => [
      ...openList(subject),
      ...openGrants(subject),
      ...openBlock(subject),
      ...openPolicy(subject),
    ]),
    ...unblocked(subjects),
  ],
});
