import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  timingSafeEqual,
  verify,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { readFileSync } from "node:fs";
import type { Environment } from "./settings";

/** The RSA key pair that a backend signs identities with. */
export interface Identity {
  /** The public key as other services fetch it. */
  readonly jwks: { readonly keys: readonly JsonWebKey[] };
  /** Whether the operator provided the pair; a pair of its own is not shared with other replicas. */
  readonly given: boolean;
  /** Why tokens signed here would not verify. */
  readonly problem?: string;
}

/** Reads the pair from RSA_*_PEM (base64 of a PEM) or RSA_*_PATH and proves that the halves belong together. */
export function loadIdentity(environment: Environment): Identity {
  try {
    const privatePem = readPem(environment, "RSA_PRIVATE_KEY");
    const publicPem = readPem(environment, "RSA_PUBLIC_KEY");
    if (privatePem === undefined && publicPem === undefined) {
      const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      return { jwks: publish(publicKey), given: false };
    }
    if (privatePem === undefined || publicPem === undefined)
      throw new Error(`RSA_${privatePem === undefined ? "PRIVATE" : "PUBLIC"}_KEY_PEM is missing`);

    const privateKey = parse("RSA_PRIVATE_KEY", () => createPrivateKey(privatePem));
    const publicKey = parse("RSA_PUBLIC_KEY", () => createPublicKey(publicPem));
    const probe = Buffer.from("probe");
    if (!verify("sha256", probe, publicKey, sign("sha256", probe, privateKey)))
      throw new Error("RSA_PUBLIC_KEY does not belong to RSA_PRIVATE_KEY");
    return { jwks: publish(publicKey), given: true };
  } catch (error) {
    return { jwks: { keys: [] }, given: true, problem: (error as Error).message };
  }
}

function readPem(environment: Environment, name: string): string | undefined {
  const inline = environment[`${name}_PEM`];
  if (inline) return Buffer.from(inline, "base64").toString();
  const path = environment[`${name}_PATH`];
  return path ? readFileSync(path, "utf8") : undefined;
}

function parse(name: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // The original message may quote the key.
    throw new Error(`${name} is not a PEM key (in ${name}_PEM: the base64 of one)`);
  }
}

function publish(key: KeyObject) {
  const { e, kty, n } = key.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ e, kty, n })).digest("base64url");
  return { keys: [{ kty, n, e, kid, use: "sig", alg: "RS256" }] };
}

export type Claims = Readonly<Record<string, string | number>>;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seal = (secret: string, content: string) =>
  createHmac("sha256", secret).update(content).digest("base64url");

/** An HS256 JSON Web Token that expires `lifetime` seconds from now. */
export function signToken(secret: string, claims: Claims, lifetime: number): string {
  const now = Math.floor(Date.now() / 1000);
  const content = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, iat: now, exp: now + lifetime })}`;
  return `${content}.${seal(secret, content)}`;
}

/** The claims of a token, or undefined where it was not signed with this secret or has expired. */
export function verifyToken(secret: string, token: string): Claims | undefined {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const [given, expected] = [Buffer.from(signature), Buffer.from(seal(secret, `${header}.${payload}`))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  return Number(claims.exp) > Date.now() / 1000 ? claims : undefined;
}
