import type { Kubectl } from "./kubectl";
import type { IngressState } from "./runtime";

interface Ingress {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly ingressClassName?: string;
    readonly tls?: readonly { readonly secretName?: string }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

interface HttpRoute {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly parents?: readonly {
      readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly message?: string;
      }[];
    }[];
  };
}

/** What of a system's Ingresses their controller has not taken on. */
export function refusedIngresses(ingresses: readonly Ingress[]): readonly string[] {
  return ingresses
    .filter(({ status }) => (status?.loadBalancer?.ingress ?? []).length === 0)
    .map(
      ({ metadata, spec }) =>
        `Ingress ${metadata.name} has no address: no controller of the class ${spec.ingressClassName ?? ""} serves it`,
    );
}

/** What of a system's HTTPRoutes their Gateway has not taken on. */
export function refusedRoutes(routes: readonly HttpRoute[]): readonly string[] {
  return routes.flatMap(({ metadata, status }) => {
    const accepted = (status?.parents ?? []).flatMap(({ conditions = [] }) =>
      conditions.filter(({ type }) => type === "Accepted"),
    );
    if (accepted.some((one) => one.status === "True")) return [];
    const why = accepted[0]?.message ?? "no Gateway has processed it";
    return [`HTTPRoute ${metadata.name} is not accepted: ${why}`];
  });
}

/** How the ingress does that the cluster itself runs for our routes. */
export async function takenRoutes(kubectl: Kubectl, own: string): Promise<IngressState> {
  const ingresses = await kubectl.list<Ingress>("ingresses", own);
  const routes = await kubectl.list<HttpRoute>("httproutes.gateway.networking.k8s.io", own);
  const [first] = ingresses;
  const secret = first?.spec.tls?.[0]?.secretName;
  const address = first?.status?.loadBalancer?.ingress?.[0]?.ip ?? "127.0.0.1";
  const refused = [...refusedIngresses(ingresses), ...refusedRoutes(routes)];
  if (secret === undefined) return { kind: "routes", refused, address };
  const found = await kubectl.get<{ readonly data?: Readonly<Record<string, string>> }>("secret", secret);
  const text = found?.data?.["tls.crt"];
  const certificate =
    text === undefined
      ? { code: 1, output: `Secret ${secret} has no certificate` }
      : { code: 0, output: Buffer.from(text, "base64").toString() };
  return { kind: "routes", refused, certificate, address };
}
