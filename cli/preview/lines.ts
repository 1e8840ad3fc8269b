/** Lines around a difference that are shown with it. */
const CONTEXT = 1;
/** Above so many pairs of lines, the differing middle is shown as removed and added as a whole. */
const MOST_PAIRS = 4_000_000;

/** A line of a difference: `-` is gone, `+` is new, a space is in both. */
export interface Line {
  readonly mark: "-" | "+" | " ";
  readonly text: string;
}

/** The shortest way from one text to the other, line by line. */
export function compareLines(before: string, after: string): readonly Line[] {
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const same = (lines: readonly string[]): readonly Line[] => lines.map((text) => ({ mark: " ", text }));
  return [
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ];
}

function split(text: string): readonly string[] {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function middle(a: readonly string[], b: readonly string[]): readonly Line[] {
  const all = (mark: "-" | "+", lines: readonly string[]): readonly Line[] =>
    lines.map((text) => ({ mark, text }));
  if (a.length * b.length > MOST_PAIRS) return [...all("-", a), ...all("+", b)];
  const known = new Set(a);
  if (!b.some((line) => known.has(line))) return [...all("-", a), ...all("+", b)];
  // Length of the longest common part of what is left, from each pair of places on.
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1, place = i * width + j; j >= 0; j--, place--)
      common[place] =
        a[i] === b[j]
          ? (common[place + width + 1] ?? 0) + 1
          : Math.max(common[place + width] ?? 0, common[place + 1] ?? 0);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  const result: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      result.push({ mark: " ", text: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) result.push({ mark: "-", text: a[i++] ?? "" });
    else result.push({ mark: "+", text: b[j++] ?? "" });
  }
  return [...result, ...all("-", a.slice(i)), ...all("+", b.slice(j))];
}

/**
 * A difference as a person reads it: what changed with a line around, `…` for what is left out, and at most `most`
 * lines of it.
 */
export function excerpt(lines: readonly Line[], most: number): readonly string[] {
  const near = new Set<number>();
  lines.forEach(({ mark }, index) => {
    if (mark !== " ") for (let at = index - CONTEXT; at <= index + CONTEXT; at++) near.add(at);
  });
  const shown: string[] = [];
  let left = 0;
  lines.forEach(({ mark, text }, index) => {
    if (!near.has(index)) return;
    if (shown.length >= most) {
      if (mark !== " ") left += 1;
      return;
    }
    if (index > 0 && !near.has(index - 1)) shown.push("  …");
    shown.push(`${mark} ${text}`);
  });
  return left === 0 ? shown : [...shown, `  … and ${left} more changed lines`];
}
