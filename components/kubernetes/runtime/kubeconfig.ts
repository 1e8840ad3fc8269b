import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { parseDocument } from "yaml";

/** Where the operator's configuration is, and which of its contexts is meant. */
export interface ClusterPlace {
  /** @default what `KUBECONFIG` names, else `~/.kube/config` */
  readonly kubeconfig?: string;
  /** @default the kubeconfig's current one */
  readonly context?: string;
}

/** How the API server is spoken to. */
export interface Access {
  readonly server: string;
  readonly ca?: string;
  /** @default checked against `ca`, else against the machine's own authorities */
  readonly insecure?: boolean;
  readonly serverName?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
}

interface Cluster {
  readonly server?: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
}

interface User {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly exec?: {
    readonly apiVersion?: string;
    readonly command: string;
    readonly args?: readonly string[] | null;
    readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  };
}

interface Document {
  readonly "current-context"?: string;
  readonly clusters?: readonly { readonly name: string; readonly cluster: Cluster }[] | null;
  readonly users?: readonly { readonly name: string; readonly user: User }[] | null;
  readonly contexts?:
    | readonly {
        readonly name: string;
        readonly context: { readonly cluster: string; readonly user: string };
      }[]
    | null;
}

/** An entry with the folder of its file, which relative paths start from. */
interface Found<T> {
  readonly name: string;
  readonly value: T;
  readonly folder: string;
}

function kubeconfigFiles({ kubeconfig }: ClusterPlace): readonly string[] {
  if (kubeconfig !== undefined) return [resolve(kubeconfig.replace(/^~(?=\/)/, homedir()))];
  const named = (process.env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  return named.length > 0 ? named : [join(homedir(), ".kube", "config")];
}

interface Merged {
  readonly current?: string;
  readonly clusters: readonly Found<Cluster>[];
  readonly users: readonly Found<User>[];
  readonly contexts: readonly Found<{ readonly cluster: string; readonly user: string }>[];
}

/** What a file says; an error in it is told by its place alone, for a token may stand there. */
function documentIn(file: string): Document {
  const read = parseDocument(readFileSync(file, "utf8"));
  const place = read.errors[0]?.linePos?.[0];
  if (place !== undefined)
    throw new Error(
      `the kubeconfig ${file} is not valid YAML: an error in line ${place.line}, column ${place.col}`,
    );
  return (read.toJS() ?? {}) as Document;
}

/** Several files as kubectl reads them: of each name the first counts. */
function merged(files: readonly string[]): Merged {
  const documents = files
    .filter((file) => existsSync(file))
    .map((file) => ({ folder: dirname(file), own: documentIn(file) }));
  return {
    current: documents.map(({ own }) => own["current-context"]).find((name) => (name ?? "") !== ""),
    clusters: documents.flatMap(({ folder, own }) =>
      (own.clusters ?? []).map(({ name, cluster }) => ({ name, value: cluster, folder })),
    ),
    users: documents.flatMap(({ folder, own }) =>
      (own.users ?? []).map(({ name, user }) => ({ name, value: user, folder })),
    ),
    contexts: documents.flatMap(({ folder, own }) =>
      (own.contexts ?? []).map(({ name, context }) => ({ name, value: context, folder })),
    ),
  };
}

function named<T>(
  entries: readonly Found<T>[],
  name: string | undefined,
  what: string,
  files: readonly string[],
): Found<T> {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const known = entries.map((entry) => `"${entry.name}"`).join(", ");
  throw new Error(
    `the kubeconfig ${files.join(", ")} has no ${what} "${name ?? ""}"; it has ${known === "" ? "none" : known}. Set trireme:kubernetes.kubeconfig and trireme:kubernetes.context`,
  );
}

function content(data: string | undefined, path: string | undefined, folder: string): string | undefined {
  if (data !== undefined) return Buffer.from(data, "base64").toString();
  return path === undefined ? undefined : readFileSync(resolve(folder, path), "utf8");
}

/** What a cloud's own command answers: a token or a certificate for the next minutes. */
async function executed({ exec }: User): Promise<Pick<Access, "token" | "certificate" | "key">> {
  if (exec === undefined) return {};
  const environment = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const { stdout } = await promisify(execFile)(exec.command, [...(exec.args ?? [])], {
    env: {
      ...process.env,
      ...environment,
      KUBERNETES_EXEC_INFO: JSON.stringify({
        apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
        kind: "ExecCredential",
        spec: { interactive: false },
      }),
    },
  });
  const { status } = JSON.parse(stdout) as {
    status?: { token?: string; clientCertificateData?: string; clientKeyData?: string };
  };
  return {
    token: status?.token,
    certificate: status?.clientCertificateData,
    key: status?.clientKeyData,
  };
}

/**
 * How the cluster of a kubeconfig is reached.
 *
 * @throws Error that says which context, cluster or user is missing and what there is
 */
export async function accessTo(place: ClusterPlace): Promise<Access> {
  const files = kubeconfigFiles(place);
  const { current, clusters, users, contexts } = merged(files);
  const { value: context } = named(contexts, place.context ?? current, "context", files);
  const { value: cluster, folder } = named(clusters, context.cluster, "cluster", files);
  const { value: user, folder: userFolder } = named(users, context.user, "user", files);
  if (cluster.server === undefined)
    throw new Error(`cluster "${context.cluster}" of ${files.join(", ")} has no server`);
  const ran = await executed(user);
  const token =
    user.token ??
    (user.tokenFile === undefined
      ? undefined
      : readFileSync(resolve(userFolder, user.tokenFile), "utf8").trim());
  return {
    server: cluster.server,
    ca: content(cluster["certificate-authority-data"], cluster["certificate-authority"], folder),
    insecure: cluster["insecure-skip-tls-verify"],
    serverName: cluster["tls-server-name"],
    certificate:
      ran.certificate ?? content(user["client-certificate-data"], user["client-certificate"], userFolder),
    key: ran.key ?? content(user["client-key-data"], user["client-key"], userFolder),
    token: ran.token ?? token,
  };
}
