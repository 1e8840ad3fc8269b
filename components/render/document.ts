import { stringify } from "yaml";
import { isRef, partsOf, template, type Ref, type Template, type Value } from "../model";

/** What a configuration file holds: plain data, with values of the model wherever text may stand. */
export type Document = Value | undefined | readonly Document[] | { readonly [key: string]: Document };

/** Holds no character that YAML quotes, and none that a configuration would hold by itself. */
const mark = (index: number): string => `trireme-reference-${index}-`;
const marks = /trireme-reference-(\d+)-/;

function isValue(node: Document): node is Value {
  if (typeof node !== "object") return node !== undefined;
  return "ref" in node || "template" in node;
}

function marked(node: Document, refs: Ref[]): unknown {
  if (node === undefined) return undefined;
  if (isValue(node)) {
    if (typeof node !== "object") return node;
    return partsOf(node)
      .map((part) => (typeof part === "string" ? part : mark(refs.push(part) - 1)))
      .join("");
  }
  if (Array.isArray(node)) return node.map((item) => marked(item as Document, refs));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, marked(value, refs)]));
}

/**
 * A configuration file in YAML whose references the target resolves: what the file names may then be reached, and nothing
 * else. A reference must resolve to text that needs no quotes, as names, ports and URLs of the system do.
 */
export function yamlDocument(document: Document): Template {
  const refs: Ref[] = [];
  const text = stringify(marked(document, refs), { lineWidth: 0 });
  const parts = text.split(marks).map((part, index): Value => {
    if (index % 2 === 0) return part;
    const ref = refs[Number(part)];
    if (ref === undefined || !isRef(ref))
      throw new RangeError(`the document holds the text "${mark(Number(part))}"`);
    return ref;
  });
  return joined(parts);
}

/** Values one after the other. */
export function joined(values: readonly Value[]): Template {
  const strings = Object.assign(
    Array.from({ length: values.length + 1 }, () => ""),
    { raw: [] },
  );
  return template(strings, ...values);
}
