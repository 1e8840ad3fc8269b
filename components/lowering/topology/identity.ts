import { createHash } from "node:crypto";
import { serverCertificate, template, type File, type KeyPair } from "../../model";
import { gateDomain, identityFile, trustedFolder } from "../../render/relay";
import type { Placement } from "./placement";

/** The service by which other stacks of the system reach this one's components, and the secret by which others know the main stack. */
export const gateName = "stack-gate";

/** What a part calls its own identity, which the main stack makes and knows by the part's name. */
export const partIdentity = `${gateName}-part`;

/** Longest beginning of a stack's name in that of its identity. */
const longest = 40;

/**
 * What the main stack calls the identity of a part: a name for each stack.
 *
 * @example identityName("shop-ml") // "stack-gate-shop-ml"
 */
export function identityName(stack: string): string {
  if (stack.length <= longest && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(stack) && stack !== "part")
    return `${gateName}-${stack}`;
  const plain = stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest);
  return `${gateName}-${plain}-${createHash("sha256").update(stack).digest("hex").slice(0, 8)}`.replace(
    /-+/g,
    "-",
  );
}

/** A certificate by an authority of its own, whose subject is its name. */
function identity(name: string): KeyPair {
  return serverCertificate(name, { hosts: [name, `*.${gateDomain}`], client: true });
}

/** What a stack proves itself by, and by what it knows the others. */
export interface Identities {
  readonly own: KeyPair;
  /** That of another stack. */
  readonly of: (stack: string) => KeyPair;
  /** The subject of another stack's certificate. */
  readonly subject: (stack: string) => string;
  /** All of them. */
  readonly all: readonly KeyPair[];
}

/** The main stack knows each part by a certificate of the part's own; each part knows the main stack. */
export function identitiesOf({ main, elsewhere }: Placement): Identities {
  if (!main) {
    const known = identity(gateName);
    const own = identity(partIdentity);
    return { own, of: () => known, subject: () => gateName, all: [known, own] };
  }
  const own = identity(gateName);
  const parts = new Map(elsewhere.map(({ stack }) => [stack, identity(identityName(stack))] as const));
  return {
    own,
    of: (stack) => parts.get(stack) ?? own,
    subject: identityName,
    all: [own, ...parts.values()],
  };
}

/** The files by which a relay or a gate proves who it is, and knows who others are. */
export function identityFiles(own: KeyPair, trusted: readonly KeyPair[]): Readonly<Record<string, File>> {
  return {
    [identityFile]: { content: template`${own.publicKey}${own.privateKey}` },
    ...Object.fromEntries(
      trusted.map(({ name, publicKey }) => [`${trustedFolder}/${name}.pem`, { content: publicKey }]),
    ),
  };
}
