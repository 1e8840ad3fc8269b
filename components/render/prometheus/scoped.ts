/** What stands between selectors in PromQL, and is no metric though it is a name (https://prometheus.io/docs/prometheus/latest/querying/operators/). */
const words = new Set(
  "and or unless bool offset atan2 inf nan by without on ignoring group_left group_right start end".split(
    " ",
  ),
);
/** What a list of labels follows. */
const lists = new Set(["by", "without", "on", "ignoring", "group_left", "group_right"]);

/** One piece of PromQL: text, a comment, a range, the matchers of a selector, a number or duration, a name, or any other character. */
const pieces =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#[^\n]*|\[[^\]]*\]|\{(?:[^"'`}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\}|[0-9.][0-9a-zA-Z_.]*|[a-zA-Z_:][a-zA-Z0-9_:]*|[\s\S]/g;

const list = /^\s*\([^()]*\)/;

function matchers(braces: string, more: string): string {
  const inner = braces.slice(1, -1).trim().replace(/,$/, "");
  return `{${[inner, more].filter((one) => one !== "").join(",")}}`;
}

/** The length of a list of labels, such as `(namespace, job)`, that a name begins. */
function listLength(word: string, rest: string): number {
  return lists.has(word) ? (list.exec(rest)?.[0].length ?? 0) : 0;
}

/** Whether a name is that of a metric: what calls a function or sums up is followed by what it takes. */
function isMetric(name: string, rest: string): boolean {
  return !words.has(name.toLowerCase()) && !/^\s*(?:\(|(?:by|without)\s*\()/i.test(rest);
}

/**
 * PromQL whose every selector has a further matcher, as `enforcedNamespaceLabel` of a Prometheus of an operator has it: of the series of many systems it
 * then sees those of one.
 *
 * @param matcher as PromQL writes it: `namespace="shop"`
 * @example
 * scoped('sum(rate(requests_total{code="500"}[5m])) > 1', 'namespace="shop"');
 * // 'sum(rate(requests_total{code="500",namespace="shop"}[5m])) > 1'
 */
export function scoped(expr: string, matcher: string): string {
  let made = "";
  for (let at = 0; at < expr.length;) {
    pieces.lastIndex = at;
    const piece = pieces.exec(expr)?.[0] ?? "";
    at += piece.length;
    if (piece.startsWith("{") && piece.length > 1) {
      made += matchers(piece, matcher);
      continue;
    }
    made += piece;
    if (!/^[a-zA-Z_:]/.test(piece)) continue;
    const rest = expr.slice(at);
    const skipped = listLength(piece.toLowerCase(), rest);
    if (skipped > 0) {
      made += rest.slice(0, skipped);
      at += skipped;
    } else if (isMetric(piece, rest) && !/^\s*\{/.test(rest)) made += `{${matcher}}`;
  }
  return made;
}
