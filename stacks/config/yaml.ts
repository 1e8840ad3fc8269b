import { LineCounter, parseDocument, visit, type Document } from "yaml";
import { ConfigError } from "./parse";

/** What the reader of YAML says shortly, in the words of whoever edits a stack's file. */
const errors: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents this line; write spaces",
  DUPLICATE_KEY: "this key occurs twice; remove one of the two",
  MULTIPLE_DOCS: "a second document begins here; a stack's file is one, so remove the ---",
  BAD_INDENT: "this line is indented in a way that fits no line above; align it with its neighbours",
  MISSING_CHAR: "a quote, bracket or colon is missing here",
};

/**
 * The section `config:` of a stack's file.
 *
 * @throws ConfigError naming the line of each error in the YAML; or that there is no such section, or that it is not a map
 */
export function configSection(text: string): Readonly<Record<string, unknown>> {
  const config = configSectionIfAny(text);
  if (config === undefined) throw new ConfigError(["the file has no config: section"]);
  return config;
}

/**
 * The same of a file that may have no such section.
 *
 * @throws ConfigError naming the line of each error in the YAML
 */
export function configSectionIfAny(text: string): Readonly<Record<string, unknown>> | undefined {
  const { config } = stackFileData(text);
  if (config === undefined || config === null) return undefined;
  if (!isMap(config))
    throw new ConfigError(["config: is not a map of settings, as in config: { trireme:system: … }"]);
  return config;
}

/**
 * All of a stack's file.
 *
 * @throws ConfigError naming the line of each error in the YAML, or that it is not a map
 */
export function stackFileData(text: string): Readonly<Record<string, unknown>> {
  const document = stackFileDocument(text);
  const data = plain(() => document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
  if (!isMap(data)) throw new ConfigError(["the file is not a map; it begins with config:"]);
  return data;
}

/**
 * A stack's file with its comments, to be changed.
 *
 * @throws ConfigError naming the line and the column of each error in the YAML, and nothing of what stands there
 */
export function stackFileDocument(text: string): Document.Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  if (document.errors.length > 0)
    throw new ConfigError(
      document.errors.map(
        ({ code, pos, message }) => `${at(pos[0])}: ${errors[code] ?? (message.split("\n")[0] ?? "").trim()}`,
      ),
    );
  const lost: string[] = [];
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document) === undefined)
        lost.push(
          `${at(node.range?.[0] ?? 0)}: no anchor above has the name of this alias; write the value itself`,
        );
    },
  });
  if (lost.length > 0) throw new ConfigError(lost);
  return document;
}

/** Aliases that grow without bound are found only when they are followed. */
function plain(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
