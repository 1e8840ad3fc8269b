import { isSecretName } from "../../../policies/secrets/names";

/** A name and what leads to its value; quotes may be escaped, for a text may stand in another. */
const head = /(?<![\w$])([A-Za-z_$@%][\w.$-]{0,127})(\\*["'`]?\]?)([ \t]*(?:=>|:=|\+=|==?|:(?!:))[ \t]*)/g;

/** Values that hold nothing, or say where the secret is. */
const harmless =
  /^(?:true|false|null|undefined|none|nil|<nil>|<no value>|yes|no|on|off|\[secret\]|\*{3,}|\$\{?[A-Z_][A-Z0-9_]*\}?|\$\(cat [^()]*\)|\{\{[^{}]*\}\}|%[sdv])$/i;

/** Texts without the values of names that are secret: `API_TOKEN=…`, `"password": "…"`, `clientSecret: …`. */
export function withoutSecretsOfPairs(text: string, by: string): string {
  let result = "";
  let from = 0;
  head.lastIndex = 0;
  for (let found = head.exec(text); found !== null; found = head.exec(text)) {
    const [whole, name = "", , separator = ""] = found;
    const at = found.index + whole.length;
    head.lastIndex = at;
    if (!isSecretPlace(text, found.index, name, separator, at)) continue;
    const value = valueAt(text, at, separator);
    if (value === undefined || value.from === value.to) continue;
    if (harmless.test(text.slice(value.from, value.to))) continue;
    result += text.slice(from, value.from) + by;
    from = value.to;
    head.lastIndex = value.to;
  }
  return result + text.slice(from);
}

function isSecretPlace(text: string, start: number, name: string, separator: string, at: number): boolean {
  if (!isSecretName(name.replace(/^[$@%]+/, ""))) return false;
  if (separator !== ":") return true;
  // `https://…`, `registry/auth:1.2`, `index/secret:Secret` and a release are not pairs.
  if (text.startsWith("//", at) || text[start - 1] === "/") return false;
  if (/\barn:\S*$/.test(text.slice(Math.max(0, start - 200), start))) return false;
  return !/^v?\d+(?:\.\d+)+(?:-[\w.]+)?(?![\w.])|^latest\b/.test(text.slice(at, at + 64));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a value begins and ends; undefined where what follows is an object, whose own names decide. */
function valueAt(text: string, at: number, separator: string): Span | undefined {
  // Reading a text of many names must not copy it as often.
  const rest = text.slice(at, at + 4_096);
  if (rest.startsWith("[secret]")) return undefined;
  const quote = /^[>|]?(\\*)(["'`])/.exec(rest);
  if (quote !== null) return quoted(text, at + quote[0].length, `${quote[1] ?? ""}${quote[2] ?? ""}`);
  if (/^\{/.test(rest)) return undefined;
  if (/^\[(?!secret\])/.test(rest)) {
    if (rest.startsWith("[secret]", 1)) return undefined;
    const close = rest.indexOf("]");
    return { from: at + 1, to: close < 0 ? text.length : at + close };
  }
  const block = separator.includes(":") ? /^[|>][+-]?\d*[ \t]*\n([ \t]+)/.exec(rest) : null;
  if (block !== null) {
    const from = at + block[0].length;
    const end = new RegExp(`\\n(?!${block[1] ?? " "}|[ \\t]*(?:\\n|$))`).exec(text.slice(from));
    return { from, to: end === null ? text.length : from + end.index };
  }
  const scheme = /^(?:bearer|basic|token|digest|negotiate|apikey)[ \t]+(?=\S)/i.exec(rest)?.[0] ?? "";
  const from = at + scheme.length;
  if (text.startsWith("[secret]", from)) return undefined;
  return { from, to: from + bareLength(text.slice(from)) };
}

function quoted(text: string, from: number, close: string): Span {
  let at = from;
  for (;;) {
    const end = text.indexOf(close, at);
    if (end < 0) {
      const line = text.indexOf("\n", from);
      return { from, to: line < 0 ? text.length : line };
    }
    // A quote with more backslashes before it than the opening one is part of the value.
    const slashes = /\\*$/.exec(text.slice(from, end))?.[0].length ?? 0;
    if (slashes % 2 === 0) return { from, to: end };
    at = end + close.length;
  }
}

/** A value without quotes goes on to the next space, or to a mark that another name follows. */
function bareLength(rest: string): number {
  const line = /^[^\s]*/.exec(rest)?.[0] ?? "";
  const next = /[,;&|][ \t]*\\*["']?[\w.$-]+\\*["']?[=:]/.exec(line)?.index ?? line.length;
  const own = line.slice(0, next);
  const tail = /(?:\\*["'`]|[,;)}\]>])+$/.exec(own)?.[0].length ?? 0;
  return Math.max(own.length - tail, 0);
}

const q = String.raw`\\*["'\x60]?`;
const sep = String.raw`[ \t]*[:=][ \t]*`;
const gap = String.raw`[\s,;]+`;
const value = String.raw`(?!\[secret\])(?:(\\*")((?:(?!\4)[\s\S])*?)(\4)|(\\*')([^']*)(')|()([^\s,;}"'\]]+)())`;
const names = String.raw`(${q}(?:name|key|label|variable|parametername|parameterkey|field)${q}${sep}${q})([\w.$/-]+)(${q}${gap}${q}(?:value|default|parametervalue|content|text)${q}${sep})(?:${value})`;
const reverse = String.raw`(${q}value${q}${sep}\\*["'])([^"'\n]*?)(\\*["']${gap}${q}(?:name|key|label)${q}${sep}${q})([\w.$/-]+)`;
const entriesForward = new RegExp(names, "gi");
const entriesReverse = new RegExp(reverse, "gi");

/** `{"name": "DB_PASSWORD", "value": "…"}`, `- name: …\n  value: …`, `{Name:… Value:…}` in either order. */
export function withoutSecretsOfEntries(text: string, by: string): string {
  if (!/value|default|content|text/i.test(text)) return text;
  const forward = text.replace(entriesForward, (whole: string, ...found: (string | undefined)[]) => {
    const [before, name, middle] = found;
    if (name === undefined || !isSecretName(name.split("/").at(-1) ?? name)) return whole;
    const open = found[3] ?? found[6] ?? "";
    const close = found[5] ?? found[8] ?? "";
    const held = found[4] ?? found[7] ?? found[10] ?? "";
    return held === "" || harmless.test(held)
      ? whole
      : `${before ?? ""}${name}${middle ?? ""}${open}${by}${close}`;
  });
  return forward.replace(
    entriesReverse,
    (whole: string, before: string, held: string, middle: string, name: string) =>
      held !== "" && isSecretName(name.split("/").at(-1) ?? name) ? `${before}${by}${middle}${name}` : whole,
  );
}
