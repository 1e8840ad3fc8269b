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

/** Last words of names that speak of a secret and hold none: where it lies, how long it lives, of what kind it is. */
const about = new Set(
  (
    "file files path dir url uri host hostname name names arn id ids ttl expiry expire expires expiration length len " +
    "size type algorithm alg issuer audience enabled disabled minutes seconds hours days limit limits max min method " +
    "mode header headers prefix suffix count budget per validation rotation ref refs version policy provider manager store " +
    "class endpoint port region format required user username realm scope scopes lifetime age interval timeout " +
    "field param placeholder label hint strength regex pattern template"
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

/** Whether a property or a variable is secret by its name: `API_TOKEN` is, `TOKEN_EXPIRE_MINUTES` is not. */
export function isSecretName(name: string): boolean {
  // A shell's working directory.
  if (/^(?:OLD)?PWD$/.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || about.has(last)) return false;
  if (words.includes("public"))
    return words.some((word) => /(?:pass(?:word|wd|phrase)|secret|token)$/.test(word));
  if (weak.has(last) || words.some((word) => strong.has(word) || joined.test(word))) return true;
  if (words.some((word, at) => word === "key" && keys.has(words[at - 1] ?? ""))) return true;
  return /(?:^|[^a-z])connection_?string(?:$|[^a-z])/.test(words.join("_"));
}
