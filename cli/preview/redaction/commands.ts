import { isSecretName } from "../../../policies/secrets/names";

/** A word of a command line, quoted or not. */
const argument = String.raw`(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';|&]+)`;

/** Options of one letter that are a secret, by the program that they belong to. */
const short: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:redis|valkey|keydb)-cli$/, /^(-a)(.*)$/],
  [/^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin)$/, /^(-p)(.+)$/],
  [/^sshpass$/, /^(-p)(.*)$/],
  [/^curl$/, /^(-u|--user|-U|--proxy-user)(?:=?)(.*)$/],
  [
    /^(?:mongo|mongosh|mongodump|mongorestore|login|influx|mosquitto_pub|mosquitto_sub|zip|unzip|7z)$/,
    /^(-p|-P)(.*)$/,
  ],
  [/^ldap(?:search|add|modify|whoami|delete)$/, /^(-w)(.*)$/],
  [/^smbclient$/, /^(-U)(.*)$/],
  [/^openssl$/, /^(-k|-pass|-passin|-passout)(.*)$/],
  [/^htpasswd$/, /^(-\w*b\w*)$/],
];

/** Words that are followed by a secret: directives of configurations and of protocols. */
const directive =
  /^(?:--?)?(?:requirepass|masterauth|primaryauth|auth-pass|sentinel-pass|identified by|rpcpassword|rpcauth)$/i;

/** Whether a word of a command line says that the next one is a secret. */
function announces(word: string): boolean {
  if (directive.test(word)) return true;
  return /^--?[A-Za-z][\w.-]*$/.test(word) && word.length > 2 && isSecretName(word.replace(/^--?/, ""));
}

/** The words of a command without those that are secret by the word before them or by their program. */
export function withoutSecretsOfWords(
  words: readonly string[],
  by: string,
  clean: (word: string) => string,
): readonly string[] {
  let programs: readonly (readonly [RegExp, RegExp])[] = [];
  return words.map((word, at) => {
    const previous = words[at - 1];
    const name = word.split("/").at(-1) ?? word;
    const own = short.filter(([program]) => program.test(name));
    if (own.length > 0) programs = own;
    if (previous !== undefined && announces(previous) && !word.startsWith("--"))
      return kept(word) ? word : by;
    for (const [, option] of programs) {
      const before = previous === undefined ? null : option.exec(previous);
      if (before !== null && (before[2] ?? "") === "" && !word.startsWith("-")) return kept(word) ? word : by;
      const attached = option.exec(word);
      if (attached !== null && (attached[2] ?? "") !== "")
        return kept(attached[2] ?? "") ? word : `${attached[1] ?? ""}${by}`;
    }
    return clean(word);
  });
}

function isWord(text: string): boolean {
  return /^[A-Za-z]+[.,:]?$/.test(text);
}

function isMask(text: string): boolean {
  return text.startsWith("[secret]");
}

/** A variable or a file's content that the shell puts in is not a secret. */
function kept(word: string): boolean {
  return /^["']?(?:\$\{?[A-Z_][A-Z0-9_]*\}?|\$\(cat [^()]*\)|\[secret\])["']?$/.test(word);
}

const flag = new RegExp(String.raw`(^|[\s"'(=])(--?[A-Za-z][\w.-]+)([ \t]+)(?!-)(${argument})`, "gm");
const variable = new RegExp(
  String.raw`\b(set[ \t]+\$|env[ \t]+|arg[ \t]+|setenv[ \t]+)([A-Za-z_]\w*)([ \t]+)(?![=:])(${argument})`,
  "gi",
);
const word = new RegExp(String.raw`(${argument})`);
const line = new RegExp(
  String.raw`\b(requirepass|masterauth|primaryauth|sentinel[ \t]+auth-pass[ \t]+\S+|identified[ \t]+by|rpcpassword)([ \t]+)(${argument})`,
  "gi",
);

/** A text without the secrets of the command lines, configurations and statements in it. */
export function withoutSecretsOfCommands(text: string, by: string): string {
  const masked = (word: string): string => (kept(word) ? word : by);
  return (
    text
      .replace(flag, (whole: string, before: string, name: string, gap: string, value: string) =>
        announces(name) ? `${before}${name}${gap}${masked(value)}` : whole,
      )
      .replace(line, (_: string, name: string, gap: string, value: string) => `${name}${gap}${masked(value)}`)
      // Redis: `AUTH [user] password`, `HELLO 3 AUTH user password`, `user app on >password #hash`.
      .replace(
        /\b(AUTH[ \t]+)([^\s"';]+)(?:([ \t]+)([^\s"';]+))?/g,
        (_: string, auth: string, first: string, gap: string | undefined, second: string | undefined) =>
          second === undefined || !isWord(first)
            ? `${auth}${isMask(first) ? first : by}${gap ?? ""}${second ?? ""}`
            : `${auth}${first}${gap ?? ""}${isWord(second) || isMask(second) ? second : by}`,
      )
      .replace(/\b(user[ \t]+\S+[ \t]+(?:on|off|reset|setuser)\b[^\n]*)/gi, (rule: string) =>
        rule.replace(/([ \t])([<>#!])[^\s"']+/g, `$1$2${by}`),
      )
      // SQL: `PASSWORD 'x'`, `IDENTIFIED WITH plugin BY 'x'`.
      .replace(
        /\b((?:encrypted[ \t]+)?password|identified[ \t]+with[ \t]+\S+[ \t]+(?:by|as))([ \t]+)(E?'(?:[^']|'')*'|\$\$[\s\S]*?\$\$)/gi,
        `$1$2${by}`,
      )
      // nginx and Dockerfiles: `set $api_token "x"`, `ENV API_TOKEN x`, `setenv API_TOKEN x`.
      .replace(variable, (whole: string, word: string, name: string, gap: string, value: string) =>
        isSecretName(name) && /_|[a-z][A-Z]|^[A-Z]+$/.test(name)
          ? `${word}${name}${gap}${masked(value)}`
          : whole,
      )
      // .netrc
      .replace(/\b(login[ \t\n]+\S+[ \t\n]+password[ \t\n]+)(\S+)/gi, `$1${by}`)
      // What a person or a program says: `with password hunter2`, `the password is "x"`.
      .replace(
        /\b(pass(?:word|wd|phrase))([ \t]+(?:is|was|of|to)?[ \t]*)((?:(?=[^\s"']*\d)(?=[^\s"']*[a-z])[^\s"',;]+)|(?<=(?:is|was|to)[ \t]+)(?:"[^"]+"|'[^']+'))/gi,
        `$1$2${by}`,
      )
      .replace(tools, (whole: string) => byTool(whole, by))
  );
}

const tools =
  /\b(?:(?:redis|valkey|keydb)-cli|mysql(?:dump|admin)?|mariadb(?:-dump|-admin)?|sshpass|curl|mongo(?:sh|dump|restore)?|docker login|podman login|helm registry login|ldap(?:search|add|modify|whoami|delete)|smbclient|openssl|influx|mosquitto_(?:pub|sub)|7z|zip|unzip)[ \t][^\n;|&]*/g;

/** One call of a program in a text, with the spaces between its words as they are. */
function byTool(call: string, by: string): string {
  const parts = call.split(word).filter((part) => part !== "");
  const places = parts.flatMap((part, at) => (/^[ \t"'|&;]*$/.test(part) ? [] : [at]));
  const words = withoutSecretsOfWords(
    places.map((at) => parts[at] ?? ""),
    by,
    (word) => word,
  );
  places.forEach((place, at) => (parts[place] = words[at] ?? ""));
  return parts.join("");
}
