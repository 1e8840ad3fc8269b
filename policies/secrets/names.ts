/** Words that make a name one of a secret wherever they stand in it. */
const strong = new Set([
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "passcode",
  "pass",
  "pwd",
  "pw",
  "secret",
  "token",
  "apikey",
  "dsn",
  "jwt",
  "mnemonic",
  "credential",
  "credentials",
  "authorization",
]);

/** Words that do so only as the last: an `AUTH_BACKEND` is not a secret, a `REDISCLI_AUTH` is. */
const weak = new Set(["auth", "cookie", "salt", "pepper", "signature", "sig", "bearer"]);

/** Ends of words that are written together: `PGPASSWORD`, `requirepass`, `authtoken`. */
const joined =
  /(?:password|passwd|passphrase|secret|token|apikey|requirepass|sshpass|dbpass|userpass|masterauth|secretkey|accesskey|privatekey)$/;

/** What a key is for, where it is secret. */
const keys = new Set(
  "api access private signing encryption secret master session account shared storage hmac jwt ssh rsa app application license client service auth deploy write ingest integration".split(
    " ",
  ),
);

/** Last words of names that speak of a secret and hold none: where it lies, how long it lives, of what kind it is, or a script that handles it. */
const about = new Set(
  (
    "file files path dir url uri host hostname name names arn id ids ttl expiry expire expires expiration length len " +
    "size type algorithm alg issuer audience enabled disabled minutes seconds hours days limit limits max min method " +
    "mode header headers prefix suffix count budget per validation rotation ref refs version policy provider manager store " +
    "class endpoint port region format required user username realm scope scopes lifetime age interval timeout " +
    "field param placeholder label hint strength regex pattern template sh sql js py lua"
  ).split(" "),
);

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (/^\d+$/.test(word) ? "" : word.replace(/\d+$/, "")))
    .filter((word) => word !== "");
}

/**
 * Words that harmless names have as well: MinIO's access key is a user, a cookie is often the cookie's name. A preview hides such a
 * value, for that costs little; no policy refuses it.
 */
const doubtful = new Set(["access", "accesskey", "cookie", "dsn", "jwt", "sig", "signature"]);

/** How sure one must be of a name. */
export interface Sureness {
  /** Whether the words that harmless names have as well do not count. @default false */
  readonly certain?: boolean;
}

/** Whether a property or a variable is secret by its name: `API_TOKEN` is, `TOKEN_EXPIRE_MINUTES` is not. */
export function isSecretName(name: string, { certain = false }: Sureness = {}): boolean {
  // A shell's working directory.
  if (/^(?:OLD)?PWD$/.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || about.has(last)) return false;
  if (words.includes("public"))
    return words.some((word) => /(?:pass(?:word|wd|phrase)|secret|token)$/.test(word));
  const counts = (word: string): boolean => !certain || !doubtful.has(word);
  if (weak.has(last) && counts(last)) return true;
  if (words.some((word) => counts(word) && (strong.has(word) || joined.test(word)))) return true;
  const uses = words.flatMap((word, at) => (word === "key" ? [words[at - 1] ?? ""] : []));
  // What an access key is differs by service; the key of a JWT is one for certain.
  if (uses.some((use) => keys.has(use) && !(certain && use === "access"))) return true;
  return /(?:^|[^a-z])connection_?string(?:$|[^a-z])/.test(words.join("_"));
}

/** Whether a name says that all may know what it holds: `RSA_PUBLIC_KEY`. */
export function isPublicName(name: string): boolean {
  return wordsOf(name).includes("public") && !isSecretName(name);
}
