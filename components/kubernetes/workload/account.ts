import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import {
  ClusterRole,
  ClusterRoleBinding,
  Role as NamespaceRole,
  RoleBinding,
} from "@pulumi/kubernetes/rbac/v1";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import type { ClusterRight, Role } from "../../model";
import type { KubernetesContext } from "../context";
import { labels } from "../labels";

/** An account of a component's own without any right but those that its feature needs, and without a token in its pods. */
export function account(
  context: KubernetesContext,
  component: string,
  role: Role,
  parent: Resource,
): Output<string> {
  const name = `${context.prefix}-${component}`;
  const metadata = {
    name: component,
    namespace: context.namespace,
    labels: labels(context, component, role),
  };
  const made = new ServiceAccount(
    name,
    {
      metadata,
      automountServiceAccountToken: false,
      ...(context.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: context.pullSecret }] }),
    },
    { parent },
  );
  const { cluster: rights } = context.origin(component) ?? {};
  if (rights === undefined) return made.metadata.name;
  return granted(context, name, { metadata, rights, account: made.metadata.name }, parent);
}

interface Grant {
  readonly metadata: { readonly name: string };
  readonly rights: readonly ClusterRight[];
  readonly account: Output<string>;
}

const rulesOf = (rights: readonly ClusterRight[]) =>
  rights.map(({ group, resources, verbs }) => ({
    apiGroups: [group],
    resources: [...resources],
    verbs: [...verbs],
  }));
const apiGroup = "rbac.authorization.k8s.io";

/** The account's name, once it may read what is to be read. */
function granted(context: KubernetesContext, name: string, grant: Grant, parent: Resource): Output<string> {
  const within = grant.rights.filter(({ whole = false }) => !whole);
  const whole = grant.rights.filter((right) => right.whole === true);
  const bound = [
    ...(within.length === 0 ? [] : [ofNamespace(context, name, { ...grant, rights: within }, parent)]),
    ...(whole.length === 0 ? [] : [ofCluster(context, name, { ...grant, rights: whole }, parent)]),
  ];
  return all([all(bound), grant.account]).apply(([, account]) => account);
}

function ofNamespace(
  { namespace }: KubernetesContext,
  name: string,
  { metadata, rights, account }: Grant,
  parent: Resource,
): Output<string> {
  const role = new NamespaceRole(name, { metadata, rules: rulesOf(rights) }, { parent });
  const roleRef = { apiGroup, kind: "Role", name: role.metadata.name };
  const subjects = [{ kind: "ServiceAccount", name: account, namespace }];
  return new RoleBinding(name, { metadata, roleRef, subjects }, { parent }).id;
}

/** Of what is in no namespace; named by system and stack, for others have such as well. */
function ofCluster(
  { namespace }: KubernetesContext,
  name: string,
  { metadata: own, rights, account }: Grant,
  parent: Resource,
): Output<string> {
  const { namespace: _, ...shared } = { namespace, ...own };
  const metadata = { ...shared, name };
  const role = new ClusterRole(name, { metadata, rules: rulesOf(rights) }, { parent });
  const roleRef = { apiGroup, kind: "ClusterRole", name: role.metadata.name };
  const subjects = [{ kind: "ServiceAccount", name: account, namespace }];
  return new ClusterRoleBinding(name, { metadata, roleRef, subjects }, { parent }).id;
}
