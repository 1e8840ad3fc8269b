import { ConfigMap, Secret } from "@pulumi/kubernetes/core/v1";
import type { input } from "@pulumi/kubernetes/types";
import { Output, type Input, type Resource } from "@pulumi/pulumi";
import { refsOf, type File, type Role, type Value } from "../../model";
import type { KubernetesContext } from "../context";
import { fileKeys, fileMounts, type PlacedFile } from "./files.args";
import { labels } from "../labels";
import type { EnvironmentValue } from "./pod.args";

/** A file whose content the model describes, or that follows from resources. */
export interface PodFile extends Omit<File, "content"> {
  readonly content: Value | Output<string>;
  /** Whether an `Output` as content must not be seen. @default true */
  readonly confidential?: boolean;
}

export interface ConfigurationArgs {
  readonly component: string;
  readonly role: Role;
  readonly env?: Readonly<Record<string, Value>>;
  readonly files?: Readonly<Record<string, PodFile>>;
  /** Group that may read the files. @default everybody in the container */
  readonly group?: number;
  readonly resolve?: KubernetesContext["resolve"];
  readonly parent: Resource;
  /** What tells it from another of the same component. @default "" */
  readonly suffix?: string;
  /** Start of its volumes' names, where a pod has several of them. @default "files" */
  readonly volume?: string;
}

export interface Configuration {
  readonly env: Readonly<Record<string, EnvironmentValue>>;
  readonly volumes: input.core.v1.Volume[];
  readonly mounts: input.core.v1.VolumeMount[];
  /** Names of the Secret and the ConfigMap: others with each content. */
  readonly names: readonly Output<string>[];
}

function isHidden(
  content: Value | Output<string>,
  context: Pick<KubernetesContext, "isHidden">,
  confidential = true,
): boolean {
  return Output.isInstance(content) ? confidential : refsOf(content).some((ref) => context.isHidden(ref));
}

/**
 * What a workload reads: confidential values in a Secret, files in it or in a ConfigMap. Both are immutable and get
 * another name with each content, so that a change rolls its consumers, and those that go on keep what they started with.
 */
export function configuration(context: KubernetesContext, args: ConfigurationArgs): Configuration {
  const { component, role, env = {}, files = {}, parent, suffix = "" } = args;
  const resolve = args.resolve ?? ((value: Value) => context.resolve(value));
  const value = (content: Value | Output<string>): Output<string> =>
    Output.isInstance(content) ? content : resolve(content);
  const hidden = Object.entries(env).filter(([, content]) => isHidden(content, context));
  const keys = fileKeys(
    Object.keys(files),
    hidden.map(([variable]) => variable),
  );
  const placed = Object.entries(files).map(([path, { content, mode, confidential }]): PlacedFile => ({
    path,
    key: keys.get(path) ?? path,
    from: isHidden(content, context, confidential) ? "secret" : "configMap",
    mode,
  }));
  const data = (from: PlacedFile["from"]): Record<string, Input<string>> =>
    Object.fromEntries(
      placed
        .filter((file) => file.from === from)
        .map(({ path, key }) => [key, value(files[path]?.content ?? "")]),
    );
  const secretData = {
    ...Object.fromEntries(hidden.map(([name, content]) => [name, value(content)])),
    ...data("secret"),
  };
  const name = `${context.prefix}-${component}${suffix}`;
  const metadata = { namespace: context.namespace, labels: labels(context, component, role) };
  const secret =
    Object.keys(secretData).length === 0
      ? undefined
      : new Secret(
          `${name}-secrets`,
          { metadata, type: "Opaque", immutable: true, stringData: secretData },
          { parent },
        );
  const plain = data("configMap");
  const configMap =
    Object.keys(plain).length === 0
      ? undefined
      : new ConfigMap(`${name}-files`, { metadata, immutable: true, data: plain }, { parent });
  const sources = { secret: secret?.metadata.name, configMap: configMap?.metadata.name };
  return {
    names: [secret, configMap].flatMap((made) => made?.metadata.name ?? []),
    env: Object.fromEntries(
      Object.entries(env).map(([key, content]) => [
        key,
        secret !== undefined && isHidden(content, context)
          ? { secret: secret.metadata.name, key }
          : { text: resolve(content) },
      ]),
    ),
    ...fileMounts(placed, sources, { group: args.group, volume: args.volume }),
  };
}
