import { deploy, type Deployment } from "../../support/mocks";
import { systemNames, systems, type SystemName } from "../../../stacks/systems";
import { accountCapabilities } from "../../../components/aws/observability/asked.args";
import { lowered } from "../../../components/lowering";
import { deployToAws, environmentOn, patient, settingsOn } from "../../support/aws";
import { providedTexts } from "../../support/leaves/systems";

/** Systems whose production stacks are checked. */
export const checked = systemNames;

/** What production of a system would register. */
export async function productionOf(system: SystemName): Promise<Deployment<unknown>> {
  // Of the others nothing is said: our nginx takes their requests where they need it.
  const settings = settingsOn("production", system === "syfthub" ? { ingress: patient } : {});
  const described = systems[system](environmentOn("production", system));
  const model = lowered(described, accountCapabilities(settings));
  const more = { aws: settings, provided: providedTexts(model) };
  return await deploy(() => deployToAws(model, more), { stack: `${system}-prod` });
}

const place = "eu-west-1:123456789012";

/** Kinds of resources → what AWS's ARNs of them look like. */
const arns: Readonly<Record<string, (name: string) => string>> = {
  AccessPoint: () => `elasticfilesystem:${place}:access-point/fsap-0123456789abcdef0`,
  Bucket: (name) => `s3:::${name.toLowerCase()}`,
  Certificate: () => `acm:${place}:certificate/00000000-0000-0000-0000-000000000000`,
  Distribution: () => "cloudfront::123456789012:distribution/E0123456789ABC",
  EventApiDestination: (name) => `events:${place}:api-destination/${name}/0`,
  EventConnection: (name) => `events:${place}:connection/${name}/0`,
  EventRule: (name) => `events:${place}:rule/${name}`,
  FileSystem: () => `elasticfilesystem:${place}:file-system/fs-0123456789abcdef0`,
  Key: () => `kms:${place}:key/00000000-0000-0000-0000-000000000000`,
  LoadBalancer: (name) => `elasticloadbalancing:${place}:loadbalancer/app/${name}/0123456789abcdef`,
  LogGroup: (name) => `logs:${place}:log-group:${name}`,
  Queue: (name) => `sqs:${place}:${name}`,
  Role: (name) => `iam::123456789012:role/${name}`,
  Secret: (name) => `secretsmanager:${place}:secret:${name}-AbCdEf`,
  SecretVersion: (name) => `secretsmanager:${place}:secret:${name}-AbCdEf`,
  Service: (name) => `ecs:${place}:service/cluster/${name}`,
  TargetGroup: (name) => `elasticloadbalancing:${place}:targetgroup/${name}/0123456789abcdef`,
  TaskDefinition: (name) => `ecs:${place}:task-definition/${name}:1`,
  Topic: (name) => `sns:${place}:${name}`,
  User: (name) => `iam::123456789012:user/${name}`,
  Workspace: (name) => `aps:${place}:workspace/ws-${name}`,
  Vault: (name) => `backup:${place}:backup-vault:${name}`,
};

/** A text in which the mocks' ARNs are such as AWS would give. */
export function withRealArns(text: string, clusters: "ecs" | "kafka" = "ecs"): string {
  return text.replace(/arn:aws:mock:[\w-]+:\d+:(\w+)\/([\w.-]+)/g, (whole, kind: string, name: string) => {
    if (kind === "Cluster") return `arn:aws:${clusters}:${place}:cluster/${name}`;
    const real = arns[kind];
    return real === undefined ? whole : `arn:aws:${real(name)}`;
  });
}

/** A finding that stays, and why. */
export interface Accepted {
  /** What the scanner calls it. */
  readonly check: string;
  /** On what it stays: a pattern of the resource's name and kind. @default everything */
  readonly on?: RegExp;
  readonly why: string;
}

/** A finding of a scanner. */
export interface Finding {
  readonly check: string;
  readonly on: string;
  readonly title: string;
}

function covers({ check, on }: Accepted, finding: Finding): boolean {
  return check === finding.check && (on === undefined || on.test(finding.on));
}

/** Findings that are not accepted, one line each. */
export function unaccepted(findings: readonly Finding[], accepted: readonly Accepted[]): readonly string[] {
  return findings
    .filter((finding) => !accepted.some((one) => covers(one, finding)))
    .map(({ check, on, title }) => `${check} ${on}: ${title}`)
    .sort();
}

/** Accepted findings that no scanner found: they only shrink. */
export function unneeded(findings: readonly Finding[], accepted: readonly Accepted[]): readonly string[] {
  return accepted
    .filter((one) => !findings.some((finding) => covers(one, finding)))
    .map(({ check, on }) => `${check} ${String(on ?? "")}`);
}
