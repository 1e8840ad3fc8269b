import { join } from "node:path";
import ts from "typescript";
import { root } from "../sources";

/** A property of the model that holds a value, by its place in a system. */
export interface Leaf {
  /** `services[].resources.cpu.limit`; a member of a union is told by its own word: `stores[]<engine=redis>.eviction`. */
  readonly path: string;
  /** The words that it may be, where it is one of some. */
  readonly words: readonly string[];
}

/** What tells the members of a union apart. */
const tags = ["engine", "mode", "to", "type"];

/** What constructors make of a part's name. */
const derived = new Set(["StoreRef", "ServiceRef"]);
/** Leaves though they are objects: what else a value may be is another value. */
const values = new Set(["Value", "SecretRef", "Connected"]);

function nameOf(type: ts.Type): string {
  return type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "";
}

/** Every leaf of a type of the model, in the order of their declaration. */
export function leavesOf(typeName: string, skipped: ReadonlySet<string>): readonly Leaf[] {
  const file = join(root, "components/model/index.ts");
  const program = ts.createProgram([file], {
    strict: true,
    skipLibCheck: true,
    types: [],
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.CommonJS,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const found =
    module === undefined
      ? undefined
      : checker.getExportsOfModule(module).find(({ name }) => name === typeName);
  if (found === undefined) throw new Error(`components/model has no ${typeName}`);
  const leaves = new Map<string, Leaf>();

  const tagOf = (type: ts.Type): string => {
    for (const tag of tags) {
      const symbol = type.getProperty(tag);
      const own = symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
      if (own?.isStringLiteral() === true) return `<${tag}=${own.value}>`;
    }
    return "";
  };
  /** What kind a part is of, and which member of a union: a word of its own, and no setting. */
  const isIdentity = (property: ts.Symbol): boolean =>
    [...tags, "kind", "ref"].includes(property.name) && checker.getTypeOfSymbol(property).isStringLiteral();
  const add = (path: string, words: readonly string[] = []): void => {
    leaves.set(path, { path, words: [...(leaves.get(path)?.words ?? []), ...words] });
  };
  const walk = (given: ts.Type, path: string): void => {
    const type = checker.getNonNullableType(given);
    if (derived.has(nameOf(type)) || type.flags & ts.TypeFlags.Never) return;
    if (values.has(nameOf(type))) return void add(path);
    if (type.isUnion()) {
      const objects = type.types.filter(
        (one) => (one.flags & ts.TypeFlags.Object) !== 0 || one.isIntersection(),
      );
      const plain = type.types.filter((one) => !objects.includes(one));
      if (plain.length > 0)
        add(
          path,
          plain.flatMap((one) => (one.isStringLiteral() ? [one.value] : [])),
        );
      for (const one of objects) walk(one, `${path}${tagOf(one)}`);
      return;
    }
    if (!(type.flags & ts.TypeFlags.Object) && !type.isIntersection()) return void add(path);
    const item = checker.isArrayType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)[0]
      : undefined;
    if (item !== undefined) return walk(item, `${path}[]`);
    const index = type.getStringIndexType();
    if (index !== undefined) return walk(index, `${path}{}`);
    for (const property of type.getProperties()) {
      const below = path === "" ? property.name : `${path}.${property.name}`;
      if (isIdentity(property) || skipped.has(below)) continue;
      walk(checker.getTypeOfSymbol(property), below);
    }
  };
  walk(checker.getDeclaredTypeOfSymbol(found), "");
  return [...leaves.values()];
}
