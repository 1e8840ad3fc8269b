import { z } from "zod";
import { containersOf, type Container } from "../containers";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisDocker, cisKubernetes } from "../references";
import { unknown, type Fact, type Subject } from "../subject";

const none = z.object({});

type Found = Fact & { readonly allowed: string; readonly fix: string };

function longRunning(
  subjects: readonly Subject[],
  check: (container: Container) => readonly Found[],
): readonly Finding[] {
  return subjects.flatMap((subject) =>
    containersOf(subject)
      .filter(({ life }) => life === "long")
      .flatMap((container) => check(container).map((found) => ({ ...found, subject }))),
  );
}

const absent = ({ value }: Fact) =>
  value === undefined || value === null || value === 0 || value === "" || value === "0";

export const limitResources = policy({
  name: "limit-resources",
  description: "Every long-running container has a limit of memory and CPU.",
  severity: "medium",
  references: [cisDocker("5.11", "5.12")],
  thresholds: none,
  check: (subjects) =>
    longRunning(subjects, ({ memory, cpu }) => [
      ...(absent(memory)
        ? [{ ...memory, allowed: "a limit", fix: "Give it the memory that it needs at its busiest." }]
        : []),
      ...(absent(cpu)
        ? [{ ...cpu, allowed: "a limit", fix: "Give it the cores that it may take from others." }]
        : []),
    ]),
});

export const checkHealth = policy({
  name: "check-health",
  description: "The target learns by itself when a long-running container no longer serves.",
  severity: "medium",
  references: [cisDocker("5.27")],
  thresholds: none,
  check: (subjects) =>
    longRunning(subjects, ({ health }) =>
      health.filter(absent).map((check) => ({
        ...check,
        allowed: "a check",
        fix: "Ask what it serves: a path, a port or a command.",
      })),
    ),
});

export const boundLogs = policy({
  name: "bound-logs",
  description: "No container's log fills the disk.",
  severity: "medium",
  references: [awsBestPractices("ECS.9")],
  thresholds: none,
  check: (subjects) =>
    longRunning(subjects, ({ log: { path, value, bounded, allowed } }) =>
      bounded ? [] : [{ path, value, allowed, fix: "Rotate the log or send it away." }],
    ),
});

const restarts = ["always", "unless-stopped", "on-failure"];

export const restartContainers = policy({
  name: "restart-containers",
  description: "A long-running container that ends is started again.",
  severity: "medium",
  references: [cisDocker("5.15")],
  thresholds: none,
  check: (subjects) =>
    longRunning(subjects, ({ restart }) =>
      restart === undefined || restart.value === unknown || restarts.includes(String(restart.value))
        ? []
        : [
            {
              ...restart,
              allowed: restarts.map((one) => `"${one}"`).join(", "),
              fix: 'Set it to "unless-stopped".',
            },
          ],
    ),
});

const digest = /@sha256:[0-9a-f]{64}$|^sha256:[0-9a-f]{64}$/;

/** The tag of an image's reference; undefined where it has none. */
function tagOf(reference: string): string | undefined {
  const last = reference.slice(reference.lastIndexOf("/") + 1);
  return last.includes(":") ? last.slice(last.indexOf(":") + 1) : undefined;
}

export const pinImages = policy({
  name: "pin-images",
  description: "In production every image has a tag that says which it is.",
  severity: "high",
  environments: ["production"],
  references: [cisDocker("5.28"), cisKubernetes("5.5.1")],
  thresholds: z.object({
    /** Tags that move and therefore say nothing. */
    movingTags: z.array(z.string()).default(["latest", "main", "master", "edge", "nightly", "dev"]),
  }),
  check: (subjects, { movingTags }) =>
    subjects.flatMap((subject) =>
      imagesOf(subject).flatMap((image) => {
        if (typeof image.value !== "string" || image.value.startsWith("sha256:") || digest.test(image.value))
          return [];
        const tag = tagOf(image.value);
        if (tag !== undefined && !movingTags.includes(tag)) return [];
        return [
          {
            ...image,
            subject,
            allowed: "a tag of one release, or a digest",
            fix: `Name the release: ${image.value.split(":")[0] ?? ""}:v1.2.3.`,
          },
        ];
      }),
    ),
});

/** Images by their names; a container on Docker has the identifier that the engine gave it. */
function imagesOf(subject: Subject): readonly Fact[] {
  if (subject.type === "docker:index/remoteImage:RemoteImage")
    // What is built here has a name that the program chose.
    return subject.props.build === undefined ? [{ path: "name", value: subject.props.name }] : [];
  return containersOf(subject).map(({ image }) => image);
}
