import { z } from "zod";
import { dockerLabels } from "../containers.docker";
import { podOf } from "../containers.kubernetes";
import { policy, type Finding } from "../policy";
import { awsBestPractices } from "../references";
import { at, record, unknown, type Subject } from "../subject";

/** Types of AWS that cost money or hold data, and therefore belong to someone. */
const tagged =
  /^aws:(rds\/(instance|cluster)|elasticache\/replicationGroup|ecs\/(service|cluster|taskDefinition)|s3\/bucket|efs\/fileSystem|lb\/loadBalancer|alb\/loadBalancer|ec2\/(vpc|instance)|msk\/cluster|cloudfront\/distribution):/;

export const tagResources = policy({
  name: "tag-resources",
  description: "Every container, workload and paid resource says what it belongs to.",
  severity: "low",
  references: [awsBestPractices("ECS.13", "RDS.29")],
  thresholds: z.object({
    /** Labels of containers on Docker. */
    dockerLabels: z
      .array(z.string())
      .default(["dev.trireme.system", "dev.trireme.stack", "dev.trireme.part", "dev.trireme.role"]),
    /** Labels of workloads on Kubernetes. */
    kubernetesLabels: z
      .array(z.string())
      .default(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component"]),
    /** Tags of resources on AWS. */
    awsTags: z.array(z.string()).default(["dev.trireme.system", "dev.trireme.stack"]),
  }),
  check: (subjects, thresholds) =>
    subjects.flatMap((subject) => {
      if (subject.type === "docker:index/container:Container")
        return missing(subject, "labels", thresholds.dockerLabels, Object.fromEntries(dockerLabels(subject)));
      if (podOf(subject) !== undefined)
        return missing(
          subject,
          "metadata.labels",
          thresholds.kubernetesLabels,
          at(subject.props, "metadata.labels"),
        );
      if (!tagged.test(subject.type)) return [];
      const { tags, tagsAll } = subject.props;
      return missing(subject, "tags", thresholds.awsTags, { ...record(tagsAll), ...record(tags) });
    }),
});

function missing(
  subject: Subject,
  path: string,
  wanted: readonly string[],
  given: unknown,
): readonly Finding[] {
  if (given === unknown) return [];
  const absent = wanted.filter((name) => [undefined, ""].includes(record(given)[name] as string | undefined));
  return absent.length === 0
    ? []
    : [
        {
          subject,
          path,
          value: Object.keys(record(given)).sort(),
          allowed: `labels with ${wanted.join(", ")}`,
          fix: `Add ${absent.join(", ")}.`,
        },
      ];
}
