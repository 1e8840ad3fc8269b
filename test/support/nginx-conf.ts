/** A directive of nginx's configuration: its name, its words, and what stands in its block. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly block?: readonly Directive[];
}

/** The words of a configuration as nginx splits it; `;`, `{` and `}` outside of quotes are words of their own. */
function wordsOf(text: string): readonly (string | { readonly sign: ";" | "{" | "}" })[] {
  const found: (string | { readonly sign: ";" | "{" | "}" })[] = [];
  const pattern =
    /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([;{}])|((?:\$\{|[^\s;{}"'])(?:\$\{\w+\}|[^\s;{}])*)|\s+|#[^\n]*/gy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new Error(`nginx could not read: ${text.slice(at, at + 60)}`);
    const [, double, single, sign, bare] = match;
    if (sign !== undefined) found.push({ sign: sign as ";" | "{" | "}" });
    const word = double?.replace(/\\(["\\])/g, "$1") ?? single ?? bare;
    if (word === undefined) continue;
    if (word.length > 4096) throw new Error(`nginx takes no word of ${word.length} characters`);
    found.push(word);
  }
  return found;
}

/**
 * A configuration as a tree.
 *
 * @throws Error where blocks or directives do not end
 */
export function parseNginx(text: string): readonly Directive[] {
  const words = wordsOf(text);
  let at = 0;
  const block = (inner: boolean): readonly Directive[] => {
    const found: Directive[] = [];
    let line: string[] = [];
    for (;;) {
      const word = words[at++];
      if (word === undefined) {
        if (inner || line.length > 0) throw new Error(`the configuration ends within ${line.join(" ")}`);
        return found;
      }
      if (typeof word === "string") {
        line.push(word);
        continue;
      }
      if (word.sign === "}") {
        if (!inner || line.length > 0) throw new Error(`there is a } after ${line.join(" ")}`);
        return found;
      }
      const [name = "", ...rest] = line;
      if (line.length === 0) throw new Error(`there is a ${word.sign} after nothing`);
      found.push({ name, words: rest, ...(word.sign === "{" ? { block: block(true) } : {}) });
      line = [];
    }
  };
  return block(false);
}

function all(tree: readonly Directive[], name: string): readonly Directive[] {
  return tree.filter((one) => one.name === name);
}

/** What nginx does with a request. */
export type Outcome =
  | { readonly status: number; readonly location?: string }
  | { readonly upstream: string; readonly path: string; readonly guarded?: true }
  | { readonly root: string; readonly path: string; readonly guarded?: true };

interface Asked {
  readonly port: number;
  readonly host: string;
  readonly path: string;
}

function serverFor(servers: readonly Directive[], { port, host }: Asked): Directive | undefined {
  const here = servers.filter(({ block = [] }) =>
    all(block, "listen").some(({ words: [listen] }) => listen === String(port)),
  );
  const named = (test: (name: string) => boolean): Directive | undefined =>
    here.find(({ block = [] }) => all(block, "server_name").some(({ words }) => words.some(test)));
  return (
    named((name) => name === host) ??
    named((name) => name.startsWith("~") && new RegExp(name.slice(1)).test(host)) ??
    here.find(({ block = [] }) => all(block, "listen").some(({ words }) => words.includes("default_server")))
  );
}

function within(body: readonly Directive[], prefix: string, path: string): Outcome {
  const [returned] = all(body, "return");
  if (returned !== undefined) {
    const [status = "", location] = returned.words;
    return { status: Number(status), ...(location === undefined ? {} : { location }) };
  }
  const guarded = all(body, "auth_request").length > 0 ? { guarded: true as const } : {};
  const [root] = all(body, "root");
  const [rewrite] = all(body, "rewrite");
  if (root !== undefined) {
    const [from = "", to = ""] = rewrite?.words ?? [];
    const sent = from === "^" ? to : from === "" ? path : path.replace(new RegExp(from), to);
    return { root: root.words[0] ?? "", path: sent, ...guarded };
  }
  const [pass] = all(body, "proxy_pass");
  const [, upstream = "", uri = ""] = /^http:\/\/([^/]+)(.*)$/.exec(pass?.words[0] ?? "") ?? [];
  return { upstream, path: uri === "" ? path : uri + path.slice(prefix.length), ...guarded };
}

/** What nginx does with a request, as its documentation says: server, location, and what stands there. */
export function nginxOutcome(tree: readonly Directive[], asked: Asked): Outcome {
  const http = all(tree, "http")[0]?.block ?? [];
  const server = serverFor(all(http, "server"), asked);
  const locations = all(server?.block ?? [], "location").map(({ words, block = [] }) => ({
    exact: words[0] === "=",
    path: words.at(-1) ?? "",
    block,
  }));
  const { path } = asked;
  const exact = locations.find((one) => one.exact && one.path === path);
  if (exact !== undefined) return within(exact.block, path, path);
  const prefixes = locations.filter((one) => !one.exact);
  // Where a path with a slash is proxied, nginx leads the one without to it.
  if (prefixes.some((one) => one.path === `${path}/` && all(one.block, "proxy_pass").length > 0))
    return { status: 301, location: `${path}/` };
  const [longest] = prefixes
    .filter((one) => path.startsWith(one.path))
    .sort((a, b) => b.path.length - a.path.length);
  return longest === undefined ? { status: 404 } : within(longest.block, longest.path, path);
}

/** What `nginx -t` refuses beside what does not parse: things that are named twice, or not at all. */
export function nginxFaults(text: string): readonly string[] {
  const http = all(parseNginx(text), "http")[0]?.block ?? [];
  const twice = (what: string, names: readonly string[]): readonly string[] =>
    names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${what} ${name} twice`);
  const upstreams = all(http, "upstream").map(({ words }) => words[0] ?? "");
  const zones = all(http, "limit_req_zone").map(
    ({ words }) => /zone=([^:]*)/.exec(words[1] ?? "")?.[1] ?? "",
  );
  const servers = all(http, "server").map(({ block = [] }) => block);
  const locations = servers.flatMap((block) => all(block, "location"));
  return [
    ...twice("zone", [...upstreams, ...zones]),
    ...servers.flatMap((block) =>
      twice(
        "location",
        all(block, "location").map(({ words }) => words.join(" ")),
      ),
    ),
    ...locations.flatMap(({ block = [] }) =>
      all(block, "limit_req")
        .flatMap(({ words }) => words)
        .filter((word) => word.startsWith("zone=") && !zones.includes(word.slice(5))),
    ),
    ...locations
      .flatMap(({ block = [] }) => all(block, "proxy_pass"))
      .map(({ words }) => /^http:\/\/([^/]+)/.exec(words[0] ?? "")?.[1] ?? "")
      .filter((name) => !upstreams.includes(name))
      .map((name) => `no upstream ${name}`),
    ...all(http, "limit_req_zone").flatMap(({ words }) =>
      /rate=[1-9]\d*r\/[sm]/.test(words[2] ?? "") ? [] : words,
    ),
    ...locations
      .flatMap(({ block = [] }) => block)
      .filter(({ name }) => /_timeout$|max_body_size/.test(name))
      .flatMap(({ words }) => words.filter((word) => !/^\d+(?:ms|s)?$/.test(word))),
  ];
}
