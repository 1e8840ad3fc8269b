import type { Container } from "./containers.args";
import { at, fact, list, record, type Fact, type Subject } from "./subject";

/** Where each kind keeps the specification of its pods, and whether those keep running. */
const podPaths: Readonly<Record<string, { readonly path: string; readonly long: boolean }>> = {
  Pod: { path: "spec", long: true },
  Deployment: { path: "spec.template.spec", long: true },
  StatefulSet: { path: "spec.template.spec", long: true },
  DaemonSet: { path: "spec.template.spec", long: true },
  ReplicaSet: { path: "spec.template.spec", long: true },
  ReplicationController: { path: "spec.template.spec", long: true },
  PodTemplate: { path: "template.spec", long: true },
  Job: { path: "spec.template.spec", long: false },
  CronJob: { path: "spec.jobTemplate.spec.template.spec", long: false },
};

/** The specification of a resource's pods and its path; undefined for resources that make none. */
export function podOf({
  type,
  props,
}: Subject): { readonly path: string; readonly long: boolean; readonly spec: unknown } | undefined {
  const [pkg, , kind = ""] = type.split(":");
  const found = pkg === "kubernetes" ? podPaths[kind.replace(/Patch$/, "")] : undefined;
  return found === undefined ? undefined : { ...found, spec: at(props, found.path) };
}

/** What a field says in the container, else in its pod: the container's wins. */
function security(own: unknown, ownPath: string, pod: unknown, podPath: string, field: string): Fact {
  const mine = fact(own, `securityContext.${field}`, ownPath);
  const shared = fact(pod, `securityContext.${field}`, podPath);
  return mine.value === undefined && shared.value !== undefined ? shared : mine;
}

/** Profiles that are switched off, what the kernel's files show, and a process of the node itself. */
function unconfined(own: unknown, here: string, spec: unknown, path: string): readonly Fact[] {
  const off: readonly (readonly [field: string, value: unknown])[] = [
    ["seccompProfile.type", "Unconfined"],
    ["appArmorProfile.type", "Unconfined"],
    ["procMount", "Unmasked"],
    ["windowsOptions.hostProcess", true],
  ];
  return off.flatMap(([field, value]) => {
    const found = security(own, here, spec, path, field);
    return found.value === value ? [found] : [];
  });
}

/** The containers of a resource of Kubernetes that makes pods. */
export function podContainers(subject: Subject): readonly Container[] {
  const pod = podOf(subject);
  if (pod === undefined) return [];
  const { spec, path, long } = pod;
  const role = at(subject.props, "metadata.labels");
  const label = record(role)["app.kubernetes.io/component"];
  const hostPaths = list(record(spec).volumes)
    .map((volume, index) => fact(volume, "hostPath.path", `${path}.volumes[${index}]`))
    .filter(({ value }) => value !== undefined);
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((group) =>
    list(record(spec)[group]).map((own, index): Container => {
      const here = `${path}.${group}[${index}]`;
      const escalation = fact(own, "securityContext.allowPrivilegeEscalation", here);
      const life = long && group === "containers" ? "long" : "short";
      return {
        subject,
        platform: "kubernetes",
        role: typeof label === "string" ? label : undefined,
        life,
        image: fact(own, "image", here),
        privileged: fact(own, "securityContext.privileged", here),
        unconfined: unconfined(own, here, spec, path),
        namespaces: ["hostNetwork", "hostPID", "hostIPC"].map((field) => fact(spec, field, path)),
        hostPaths,
        devices: { path: `${here}.devices`, value: undefined },
        added: fact(own, "securityContext.capabilities.add", here),
        dropped: fact(own, "securityContext.capabilities.drop", here),
        user: security(own, here, spec, path, "runAsUser"),
        nonRoot: security(own, here, spec, path, "runAsNonRoot"),
        readOnlyRoot: fact(own, "securityContext.readOnlyRootFilesystem", here),
        contained: {
          path: escalation.path,
          value: escalation.value === false,
          allowed: "false",
        },
        memory: fact(own, "resources.limits.memory", here),
        cpu: fact(own, "resources.limits.cpu", here),
        health: [fact(own, "readinessProbe", here), fact(own, "livenessProbe", here)],
        log: { path: here, value: undefined, bounded: true, allowed: "" },
        restart: undefined,
        environment: list(record(own).env).flatMap((variable, at) => {
          const { name, value } = record(variable);
          return value === undefined
            ? []
            : [
                {
                  name: String(name),
                  text: { path: `${here}.env[${at}].value`, value },
                },
              ];
        }),
        commands: [fact(own, "command", here), fact(own, "args", here)],
      };
    }),
  );
}
