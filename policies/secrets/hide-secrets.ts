import { z } from "zod";
import { containersOf } from "../containers";
import { policy, type Finding } from "../policy";
import { awsBestPractices, cisKubernetes } from "../references";
import { at, holdsSecret, isSecret, list, record, texts, type Fact, type Subject, textOf } from "../subject";
import { secretIn } from "./detect";
import { isPublicName, isSecretName } from "./names";

const thresholds = z.object({
  /** Bits for each character from which a word of 20 or more counts as random. */
  entropy: z.number().min(2).max(6).default(4),
  /** Keys whose values look like a secret and are none; of ours the digest of the proxy's configuration, and the container that brought a certificate. */
  harmlessKeys: z.array(z.string()).default(["dev.trireme.configuration", "dev.trireme.brought"]),
});

type Thresholds = z.infer<typeof thresholds>;

/** A text as a message may speak of it. */
const unseen = (text: unknown, why: string) =>
  `a plain text of ${String(text).length} characters that ${why}`;

/** A value that the engine keeps open although it should not. */
function open(subject: Subject, { path, value }: Fact, key: string, limits: Thresholds): readonly Finding[] {
  if (typeof value !== "string" || value === "" || isSecret(subject, path)) return [];
  if (limits.harmlessKeys.includes(key)) return [];
  const why = isSecretName(key, { certain: true })
    ? `its key "${key}" names as a secret`
    : secretIn(value, isPublicName(key) ? Number.POSITIVE_INFINITY : limits.entropy);
  return why === undefined
    ? []
    : [
        {
          subject,
          path: key === "" ? path : `${path} (${key})`,
          value: undefined,
          instead: unseen(value, why),
          allowed: "a secret, or a text that is not one",
          fix: "Make it a secret of the system, or set it with pulumi config set --secret; if it is not one, name the key in harmlessKeys.",
        },
      ];
}

export const hideSecretsInEnvironment = policy({
  name: "hide-secrets-in-environment",
  description: "No variable holds a secret in plain text.",
  severity: "critical",
  references: [awsBestPractices("ECS.8"), cisKubernetes("5.4.1")],
  thresholds,
  check: (subjects, limits) =>
    subjects.flatMap((subject) =>
      containersOf(subject).flatMap(({ environment, platform }) =>
        environment.flatMap(({ name, text }) => {
          // Kubernetes and ECS show variables in their own listings, secret to Pulumi or not.
          const listed =
            platform !== "docker" && isSecret(subject, text.path) && isSecretName(name, { certain: true });
          return listed
            ? [
                {
                  subject,
                  path: `${text.path} (${name})`,
                  value: undefined,
                  instead: "a secret where everyone who can view the resource reads it",
                  allowed: platform === "kubernetes" ? "valueFrom.secretKeyRef" : "an entry of secrets",
                  fix: "Refer to the secret instead of writing it.",
                },
              ]
            : open(subject, text, name, limits);
        }),
      ),
    ),
});

/** Texts that others read: process lists, labels, annotations, user data, and what is stored as plain configuration. */
function visibleTexts(subject: Subject): readonly (Fact & { readonly key: string })[] {
  const { props } = subject;
  const commands = containersOf(subject)
    .flatMap(({ commands }) => commands)
    .flatMap(({ path, value }) =>
      list(value).map((word, index) => ({ path: `${path}[${index}]`, value: word, key: "" })),
    );
  const labels = list(props.labels).map((label, index) => ({
    path: `labels[${index}].value`,
    value: record(label).value,
    key: String(record(label).label),
  }));
  const named = [
    "metadata.labels",
    "metadata.annotations",
    "spec.template.metadata.annotations",
    "tags",
  ].flatMap((path) =>
    Object.entries(record(at(props, path))).map(([key, value]) => ({ path: `${path}.${key}`, value, key })),
  );
  const config =
    subject.type === "kubernetes:core/v1:ConfigMap"
      ? Object.entries(record(props.data)).map(([key, value]) => ({ path: `data.${key}`, value, key }))
      : [];
  const parameter =
    subject.type === "aws:ssm/parameter:Parameter" && props.type !== "SecureString"
      ? [{ path: "value", value: props.value, key: textOf(props.name ?? subject.name) }]
      : [];
  const userData = ["userData", "userDataBase64"]
    .filter((path) => typeof props[path] === "string")
    .map((path) => ({ path, value: decoded(path, String(props[path])), key: "" }));
  return [...commands, ...labels, ...named, ...config, ...parameter, ...userData];
}

function decoded(path: string, text: string): string {
  return path === "userDataBase64" ? Buffer.from(text, "base64").toString("utf8") : text;
}

export const hideSecretsFromView = policy({
  name: "hide-secrets-from-view",
  description: "No command, label, annotation, tag, user data or plain configuration holds a secret.",
  severity: "critical",
  thresholds,
  check: (subjects, limits) =>
    subjects.flatMap((subject) =>
      visibleTexts(subject).flatMap(({ key, ...text }) =>
        holdsSecret(subject, text.path)
          ? [
              {
                subject,
                path: text.path,
                value: undefined,
                instead: "a secret",
                allowed: "text that is not a secret",
                fix: "Give the secret in a variable or a file of its consumer.",
              },
            ]
          : open(subject, text, key, limits),
      ),
    ),
});

export const keepOutputsSecret = policy({
  name: "keep-outputs-secret",
  description: "No output of the stack shows a secret.",
  severity: "critical",
  scope: "stack",
  thresholds,
  check: (subjects, limits) =>
    subjects
      .filter(({ type }) => type === "pulumi:pulumi:Stack")
      .flatMap((subject) =>
        texts(subject.props).flatMap(({ path, text }) =>
          open(subject, { path, value: text }, path.split(/[.[]/)[0] ?? "", limits).map((finding) => ({
            ...finding,
            path,
          })),
        ),
      ),
});

export const keepProvidersClean = policy({
  name: "keep-providers-clean",
  description:
    "No provider is configured with a secret: Pulumi keeps a provider's configuration unencrypted.",
  severity: "critical",
  thresholds,
  check: (subjects, limits) =>
    subjects
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .flatMap((subject) =>
        texts(subject.props).flatMap(({ path, text }) => {
          const key = path.split(".").at(-1) ?? "";
          const fix = "Use the tool's own login or a credential helper on the machine that runs Pulumi.";
          if (isSecret(subject, path))
            return [
              {
                subject,
                path,
                value: undefined,
                instead: "a secret",
                allowed: "text that is not a secret",
                fix,
              },
            ];
          return open(subject, { path, value: text }, key, limits).map((finding) => ({
            ...finding,
            path,
            fix,
          }));
        }),
      ),
});
