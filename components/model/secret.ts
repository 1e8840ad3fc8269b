import type { SecretRef } from "./ref";

export type SecretSource =
  | { readonly type: "password"; readonly length: number }
  | { readonly type: "hex"; readonly bytes: number }
  | { readonly type: "base64"; readonly bytes: number }
  | { readonly type: "rsa"; readonly bits: number }
  | { readonly type: "given"; readonly optional: boolean; readonly description: string };

export interface Secret {
  readonly kind: "secret";
  readonly name: string;
  readonly source: SecretSource;
  readonly value: SecretRef;
}

export interface KeyPair extends Omit<Secret, "value"> {
  readonly privateKey: SecretRef;
  readonly publicKey: SecretRef;
}

export type AnySecret = Secret | KeyPair;

function valueOf(name: string): SecretRef {
  return { ref: "secret", name, part: "value" };
}

/** Random letters and digits, safe inside a URL. @default length 32 */
export function password(name: string, options: { readonly length?: number } = {}): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "password", length: options.length ?? 32 },
    value: valueOf(name),
  };
}

/** Random bytes in hexadecimal, as `openssl rand -hex N` prints them. @default bytes 32 */
export function hex(name: string, options: { readonly bytes?: number } = {}): Secret {
  return { kind: "secret", name, source: { type: "hex", bytes: options.bytes ?? 32 }, value: valueOf(name) };
}

/** Random bytes in base64, as `openssl rand -base64 N` prints them. @default bytes 32 */
export function base64(name: string, options: { readonly bytes?: number } = {}): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "base64", bytes: options.bytes ?? 32 },
    value: valueOf(name),
  };
}

/** An RSA key pair in PEM (private key PKCS #1, public key SPKI). @default bits 2048 */
export function rsa(name: string, options: { readonly bits?: number } = {}): KeyPair {
  return {
    kind: "secret",
    name,
    source: { type: "rsa", bits: options.bits ?? 2048 },
    privateKey: { ref: "secret", name, part: "privateKey" },
    publicKey: { ref: "secret", name, part: "publicKey" },
  };
}

/**
 * A value that the operator sets: `pulumi config set --secret --path 'settings.secrets.<name>'`.
 * An optional one that is not set resolves to the empty text.
 */
export function given(
  name: string,
  options: { readonly description: string; readonly optional?: boolean },
): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "given", optional: options.optional ?? false, description: options.description },
    value: valueOf(name),
  };
}

/** The same secret, base64-encoded where it is consumed. */
export function inBase64(ref: SecretRef): SecretRef {
  return { ...ref, encoding: "base64" };
}
