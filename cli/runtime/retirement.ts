import { retireScript } from "../../components/render/credentials";
import { secondsSince } from "../release/rotation";

/** The Job that brought a store's password into force, as the cluster has it. */
export interface CredentialsJob {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly env?: readonly object[];
          readonly [field: string]: unknown;
        }[];
        readonly [field: string]: unknown;
      };
    };
  };
  readonly status?: { readonly succeeded?: number; readonly completionTime?: string };
}

/** The store whose credentials a job is for: its component is called after it. */
export function creditedStore({ metadata }: CredentialsJob): string {
  return (metadata.labels?.["app.kubernetes.io/name"] ?? "").replace(/-credentials$/, "");
}

/**
 * A pod that takes away what was valid before: as that of the job that brought the new password, with its files, network and rights.
 *
 * @param now milliseconds since 1970
 */
export function retirementPod(
  { metadata, spec, status }: CredentialsJob,
  now: number,
): Readonly<Record<string, unknown>> & { readonly metadata: CredentialsJob["metadata"] } {
  const { containers, ...rest } = spec.template.spec;
  const passed = secondsSince(status?.completionTime ?? "", now);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${metadata.name.slice(0, 40)}-retire-${now.toString(36)}`, labels: metadata.labels },
    spec: {
      ...rest,
      containers: containers.map((container) => ({
        ...container,
        command: ["sh", retireScript],
        env: [...(container.env ?? []), { name: "ROTATED_SECONDS_AGO", value: String(passed) }],
      })),
    },
  };
}
