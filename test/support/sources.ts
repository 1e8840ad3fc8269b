import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** The checkout. */
export const root = join(import.meta.dirname, "../..");

const foreign = new Set(["node_modules", "dist", "go", ".trireme", ".git", "coverage"]);

/** Paths of all files below a folder of the checkout with this ending, sorted. */
export function filesBelow(folder: string, ending = ".ts"): readonly string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true })
    .filter(({ name }) => !foreign.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

/** The syntax tree of a file of the checkout. */
export function parsed(path: string): ts.SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** Every node of a tree, parents first. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(...nodesOf(child));
  });
  return [node, ...children];
}

/** Where a node stands: `stacks/index.ts:12`. */
export function place(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** What a file imports: paths of the checkout, or names of packages, types included; as written where it is not a file. */
export function importsOf(path: string): readonly string[] {
  const specifiers = nodesOf(parsed(path)).flatMap((node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      return textOf(node.argument.literal);
    if (!ts.isCallExpression(node)) return [];
    const [first] = node.arguments;
    const loads =
      node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && ["load", "require"].includes(node.expression.text));
    return loads ? textOf(first) : [];
  });
  return [...new Set(specifiers.map((specifier) => resolved(path, specifier)))];
}

function textOf(node: ts.Node | undefined): readonly string[] {
  return node !== undefined && ts.isStringLiteral(node) ? [node.text] : [];
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const base = relative(root, join(root, dirname(from), specifier));
  const candidates = [base, `${base}.ts`, join(base, "index.ts")];
  const found = candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(join(root, candidate)));
  return found ?? specifier;
}
