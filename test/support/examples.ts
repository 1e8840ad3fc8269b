import { basename, dirname, join, resolve } from "node:path";
import ts from "typescript";

/** A function or a property that authors of systems use, with what its docstring holds. */
export interface Documented {
  /** `service.ts ServiceProps.port`. */
  readonly place: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Whether it is an optional property whose docstring names no default. */
  readonly lacksDefault: boolean;
  /** Type that its examples must have; absent for a function, whose examples are statements. */
  readonly type?: string;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

/** A program of files on disk and of texts that stand in for files; what `old` has parsed is not parsed again. */
export function programOf(
  texts: Readonly<Record<string, string>>,
  entries: readonly string[],
  old?: ts.Program,
): ts.Program {
  const virtual = new Map(Object.entries(texts).map(([path, text]) => [resolve(path), text]));
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (path) =>
    virtual.has(resolve(path)) || old?.getSourceFile(path) !== undefined || disk.fileExists(path);
  host.readFile = (path) => virtual.get(resolve(path)) ?? disk.readFile(path);
  host.getSourceFile = (path, version) =>
    old?.getSourceFile(path) ??
    ((text) => (text === undefined ? undefined : ts.createSourceFile(path, text, version, true)))(
      host.readFile(path),
    );
  return ts.createProgram({ rootNames: entries.map((path) => resolve(path)), options, host });
}

function textOf(declaration: ts.Node): { readonly summary: string; readonly tags: Map<string, string[]> } {
  const tags = new Map<string, string[]>();
  for (const tag of ts.getJSDocTags(declaration)) {
    const text = (ts.getTextOfJSDocComment(tag.comment) ?? "").trim();
    tags.set(tag.tagName.text, [...(tags.get(tag.tagName.text) ?? []), text]);
  }
  const summary = ts
    .getJSDocCommentsAndTags(declaration)
    .flatMap((node) => (ts.isJSDoc(node) ? [ts.getTextOfJSDocComment(node.comment) ?? ""] : []))
    .join("\n");
  return { summary, tags };
}

function documented(declaration: ts.Node, owner: string, type?: string): Documented {
  const { summary, tags } = textOf(declaration);
  const optional = ts.isPropertySignature(declaration) && declaration.questionToken !== undefined;
  return {
    place: `${declaration.getSourceFile().fileName.split("/").at(-1) ?? ""} ${owner}`,
    summary,
    examples: (tags.get("example") ?? []).filter((example) => example !== ""),
    lacksDefault: optional && !tags.has("default"),
    ...(type === undefined ? {} : { type }),
  };
}

/** Whether a property is part of a type itself, not of another property, and can have a value. */
function isOwn(declaration: ts.Node): declaration is ts.PropertySignature {
  return (
    ts.isPropertySignature(declaration) &&
    declaration.type?.kind !== ts.SyntaxKind.UndefinedKeyword &&
    ts.findAncestor(declaration.parent, ts.isPropertySignature) === undefined
  );
}

/** The functions, and the properties of types, that `index` exports from files in `folders`. */
export function documentedBy(
  program: ts.Program,
  index: string,
  folders: readonly string[],
): readonly Documented[] {
  const checker = program.getTypeChecker();
  const known = new Set(folders.map((folder) => resolve(folder)));
  const source = program.getSourceFile(resolve(index));
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${index} is not a module`);
  const isWithin = (node: ts.Node): boolean => known.has(dirname(node.getSourceFile().fileName));
  const seen = new Set<ts.Node>();
  const found: Documented[] = [];
  for (const symbol of checker.getExportsOfModule(module)) {
    const declaration = symbol.declarations?.[0];
    if (declaration === undefined || !isWithin(declaration)) continue;
    if (ts.isFunctionDeclaration(declaration)) found.push(documented(declaration, `${symbol.name}()`));
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) continue;
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    for (const member of declared.isUnion() ? declared.types : [declared]) {
      for (const property of checker.getPropertiesOfType(member)) {
        for (const one of property.declarations ?? []) {
          if (seen.has(one) || !isWithin(one) || !isOwn(one)) continue;
          seen.add(one);
          const type = `Of<model.${symbol.name}, "${property.name}">`;
          found.push(documented(one, `${symbol.name}.${property.name}`, type));
        }
      }
    }
  }
  return found;
}

/** What the compiler says of examples, each with its place; every value that `index` exports is in their scope. */
export function compileExamples(
  program: ts.Program,
  index: string,
  scope: string,
  found: readonly Documented[],
): readonly string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(resolve(index));
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const values = (module === undefined ? [] : checker.getExportsOfModule(module))
    .filter((symbol) => checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0)
    .map(({ name }) => name);
  const from = `"./${basename(index, ".ts")}"`;
  let text = [
    `import type * as model from ${from};`,
    `import { ${values.join(", ")} } from ${from};`,
    `type Of<T, K extends PropertyKey> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;`,
    scope,
    "",
  ].join("\n");
  const places: { readonly from: number; readonly place: string }[] = [
    { from: 0, place: "what all examples share" },
  ];
  for (const { place, type, examples } of found) {
    for (const example of examples) {
      places.push({ from: text.length, place });
      text +=
        type === undefined
          ? `{\n${example}\n}\n`
          : `const example${places.length}: ${type} = (\n${example}\n);\n`;
    }
  }
  const path = join(dirname(resolve(index)), "examples-of-docstrings.ts");
  const whole = programOf({ [path]: text }, [path], program);
  const file = whole.getSourceFile(path);
  return [...whole.getSyntacticDiagnostics(file), ...whole.getSemanticDiagnostics(file)].map((one) => {
    const place = places.findLast(({ from }) => from <= (one.start ?? 0))?.place ?? "";
    return `${place}: ${ts.flattenDiagnosticMessageText(one.messageText, "\n")}`;
  });
}
