/** Marks a secret in a state that is shown with its secrets. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

interface Marked {
  readonly plaintext: string;
}

/** An object as it is sent to an API server. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function shown(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shown);
  if (node === null || typeof node !== "object") return node;
  if (SIGNATURE in node) return shown(JSON.parse((node as unknown as Marked).plaintext));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, shown(value)]));
}

/**
 * The objects of a stack as a file for kubectl has them, in another namespace: the namespace first.
 *
 * @param state what `pulumi stack export --show-secrets` prints
 */
export function manifestsOf(state: string, namespace: string): readonly Manifest[] {
  const { deployment } = JSON.parse(state) as {
    readonly deployment: {
      readonly resources?: readonly { readonly type: string; readonly inputs?: unknown }[];
    };
  };
  const objects = (deployment.resources ?? [])
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }) => shown(inputs) as Manifest);
  const spaces = objects.filter(({ kind }) => kind === "Namespace");
  const others = objects.filter(({ kind }) => kind !== "Namespace");
  return [
    ...spaces.map((one) => ({ ...one, metadata: { ...one.metadata, name: namespace } })),
    ...others.map((one) => ({ ...one, metadata: { ...one.metadata, namespace } })),
  ];
}
