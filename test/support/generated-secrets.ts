import type { Checkout } from "../e2e/docker/checkout";

interface Exported {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly type: string;
      readonly outputs?: Readonly<Record<string, unknown>>;
    }[];
  };
}

const generated: Readonly<Record<string, readonly string[]>> = {
  "random:index/randomPassword:RandomPassword": ["result"],
  "random:index/randomBytes:RandomBytes": ["hex", "base64"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"],
};

/** The share of a private key's text after which it says what the public key does not. */
function secretFrom(key: string): number {
  const ofCurve = key.length < 600;
  if (!ofCurve) return 0.6; // RSA: the modulus comes first.
  return key.includes("OPENSSH") ? 0.7 : 0.2; // A curve's number comes first, but in OpenSSH's form.
}

/** A part of a value that is long enough to be no accident, in every spelling it is used in. */
function spellings(value: string): readonly string[] {
  const lines = value.trim().split("\n");
  const base64 = Buffer.from(value).toString("base64");
  const from = lines.length === 1 ? 0 : secretFrom(value);
  const body = lines[Math.floor(lines.length * from)] ?? value;
  const start = Math.floor(base64.length * from);
  return [body, base64.slice(start, start + 60)].filter((text) => text.length >= 16);
}

/** Parts of every secret value that a stack has generated, long enough to be no accident where they are found. */
export async function generatedSecrets(checkout: Checkout, stack: string): Promise<readonly string[]> {
  const { output } = await checkout.pulumi("stack", "export", "--show-secrets", "--stack", stack);
  const { deployment } = JSON.parse(output) as Exported;
  const plain = deployment.resources.flatMap(({ type, outputs }) =>
    (generated[type] ?? [])
      .map((property) => outputs?.[property])
      .map((value) => {
        // Exported secrets are JSON texts under a signature key.
        const text = (value as { plaintext?: string } | undefined)?.plaintext;
        return text === undefined ? "" : (JSON.parse(text) as string);
      }),
  );
  return plain.filter((value) => value !== "").flatMap(spellings);
}
