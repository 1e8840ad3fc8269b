import { LineCounter, parseDocument } from "yaml";
import { ConfigError } from "./parse";

/** What the reader of YAML says shortly, in the words of whoever edits a stack's file. */
const mistakes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents this line; write spaces",
  DUPLICATE_KEY: "this key is there a second time; remove one of the two",
  MULTIPLE_DOCS: "a second document begins here; a stack's file is one, so remove the ---",
  BAD_INDENT: "this line is indented in a way that fits no line above; align it with its neighbours",
  MISSING_CHAR: "a quote, bracket or colon is missing here",
};

/**
 * The section `config:` of a stack's file.
 *
 * @throws ConfigError naming the line of each mistake in the YAML; or that there is no such section, or that it is no map
 */
export function configSection(text: string): Readonly<Record<string, unknown>> {
  const config = configSectionIfAny(text);
  if (config === undefined) throw new ConfigError(["the file has no config: section"]);
  return config;
}

/**
 * The same of a file that may have no such section.
 *
 * @throws ConfigError naming the line of each mistake in the YAML
 */
export function configSectionIfAny(text: string): Readonly<Record<string, unknown>> | undefined {
  const { config } = topLevel(text);
  if (config === undefined || config === null) return undefined;
  if (!isMap(config))
    throw new ConfigError(["config: is no map of settings, as in config: { trireme:system: … }"]);
  return config;
}

function topLevel(text: string): Readonly<Record<string, unknown>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  if (document.errors.length > 0)
    throw new ConfigError(
      document.errors.map(({ code, pos, message }) => {
        const { line, col } = lines.linePos(pos[0]);
        return `line ${line}, column ${col}: ${mistakes[code] ?? (message.split("\n")[0] ?? "").trim()}`;
      }),
    );
  const data = plain(() => document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
  if (!isMap(data)) throw new ConfigError(["the file is no map; it begins with config:"]);
  return data;
}

/** Aliases that name nothing, or that grow without bound, are found only when they are followed. */
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
