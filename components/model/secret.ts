import type { SecretRef } from "./ref";

/** How a secret comes to its value; {@link password}, {@link hex}, {@link base64}, {@link rsa}, {@link serverCertificate} and {@link provided} make them. */
export type SecretSource =
  | {
      /**
       * Random letters and digits.
       * @example "password"
       */
      readonly type: "password";
      /**
       * Number of characters.
       * @example 32
       */
      readonly length: number;
    }
  | {
      /**
       * Random bytes in hexadecimal.
       * @example "hex"
       */
      readonly type: "hex";
      /**
       * Number of random bytes; the text has two digits for each.
       * @example 32
       */
      readonly bytes: number;
    }
  | {
      /**
       * Random bytes in base64.
       * @example "base64"
       */
      readonly type: "base64";
      /**
       * Number of random bytes.
       * @example 32
       */
      readonly bytes: number;
    }
  | {
      /**
       * An RSA key pair.
       * @example "rsa"
       */
      readonly type: "rsa";
      /**
       * Length of the modulus in bits.
       * @example 4096
       */
      readonly bits: number;
    }
  | {
      /**
       * The certificate of a server within the system, by an authority of its own, and its key.
       * @example "certificate"
       */
      readonly type: "certificate";
      /**
       * Names under which the server is reached.
       * @example ["broker"]
       */
      readonly hosts: readonly string[];
      /**
       * Whether it also proves who a client is.
       * @default false
       * @example true
       */
      readonly client?: boolean;
    }
  | {
      /**
       * From the operator.
       * @example "provided"
       */
      readonly type: "provided";
      /**
       * Whether the system runs without it.
       * @example true
       */
      readonly optional: boolean;
      /**
       * What it is and where the operator finds it.
       * @example "API key of the OpenAI account"
       */
      readonly description: string;
    };

/** A secret of one value. */
export interface Secret {
  /**
   * Tells secrets from components.
   * @example "secret"
   */
  readonly kind: "secret";
  /**
   * Unique among the system's secrets: lower-case letters, digits and inner hyphens, up to 63 characters; not `<store>-password`.
   * @example "session-secret"
   */
  readonly name: string;
  /**
   * How it comes to its value.
   * @example { type: "hex", bytes: 32 }
   */
  readonly source: SecretSource;
  /**
   * Reference to the value, for variables, files and templates.
   * @example sessions.value
   */
  readonly value: SecretRef;
}

/** A secret of two parts. */
export interface KeyPair extends Omit<Secret, "value"> {
  /**
   * Reference to the private key: PEM, PKCS #1.
   * @example tokens.privateKey
   */
  readonly privateKey: SecretRef;
  /**
   * Reference to the public key: PEM, SPKI. It is not confidential.
   * @example tokens.publicKey
   */
  readonly publicKey: SecretRef;
}

export type AnySecret = Secret | KeyPair;

function valueOf(name: string): SecretRef {
  return { ref: "secret", name, part: "value" };
}

/**
 * Random letters and digits, safe inside a URL: 32 characters, or `length`.
 * @example
 * const sessions = password("session-secret", { length: 48 });
 * const api = service("api", { image, env: { SESSION_SECRET: sessions.value } });
 */
export function password(name: string, options: { readonly length?: number } = {}): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "password", length: options.length ?? 32 },
    value: valueOf(name),
  };
}

/**
 * Random bytes in hexadecimal, as `openssl rand -hex N` prints them: 32 bytes, or `bytes`.
 * @example
 * const encryption = hex("encryption-key", { bytes: 16 });
 */
export function hex(name: string, options: { readonly bytes?: number } = {}): Secret {
  return { kind: "secret", name, source: { type: "hex", bytes: options.bytes ?? 32 }, value: valueOf(name) };
}

/**
 * Random bytes in base64, as `openssl rand -base64 N` prints them: 32 bytes, or `bytes`.
 * @example
 * const cookies = base64("cookie-key", { bytes: 64 });
 */
export function base64(name: string, options: { readonly bytes?: number } = {}): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "base64", bytes: options.bytes ?? 32 },
    value: valueOf(name),
  };
}

/**
 * An RSA key pair in PEM (private key PKCS #1, public key SPKI): 2048 bits, or `bits`.
 * @example
 * const tokens = rsa("token-key", { bits: 4096 });
 * const api = service("api", { image, env: {}, files: { "/run/keys/token.pem": { content: tokens.privateKey } } });
 */
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
 * A certificate for a server within the system, and its key: `publicKey` is the certificate with its authority's, `privateKey` the key,
 * both PEM (ECDSA P-256). It holds for two years, and a deployment in its last half year renews it.
 * @example
 * const identity = serverCertificate("broker-tls", { hosts: ["broker"] });
 * const broker = service("broker", { image, env: {}, files: { "/run/tls/server.key": { content: identity.privateKey } } });
 */
export function serverCertificate(
  name: string,
  options: { readonly hosts: readonly string[]; readonly client?: boolean },
): KeyPair {
  return {
    kind: "secret",
    name,
    source: { type: "certificate", ...options },
    privateKey: { ref: "secret", name, part: "privateKey" },
    publicKey: { ref: "secret", name, part: "publicKey" },
  };
}

/**
 * A value that the operator sets: `pulumi config set --secret --path 'settings.secrets.<name>'`.
 * An optional one that is not set resolves to the empty string.
 * @example
 * const openai = provided("openai-api-key", { description: "API key of the OpenAI account", optional: true });
 */
export function provided(
  name: string,
  options: { readonly description: string; readonly optional?: boolean },
): Secret {
  return {
    kind: "secret",
    name,
    source: { type: "provided", optional: options.optional ?? false, description: options.description },
    value: valueOf(name),
  };
}

/**
 * The same secret, base64-encoded where it is consumed, for variables that hold one line.
 * @example
 * const api = service("api", { image, env: { TOKEN_KEY: inBase64(tokens.privateKey) } });
 */
export function inBase64(ref: SecretRef): SecretRef {
  return { ...ref, encoding: "base64" };
}
