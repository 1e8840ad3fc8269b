import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The properties of a bridged resource as its plugin names them; `fields` are those of a nested object. */
export interface PropertyNames {
  readonly [property: string]: { readonly array: boolean; readonly fields: PropertyNames | null };
}

/** Property → the text of its type. */
type Shape = Readonly<Record<string, string>>;

/** Class or interface → its properties, of one declaration file. Names in a name space are joined with dots. */
function shapesOf(source: string): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const visit = (node: ts.Node, nameSpace: string): void => {
    ts.forEachChild(node, (child) => {
      if (ts.isModuleDeclaration(child) && child.body) visit(child.body, `${nameSpace}${child.name.text}.`);
      else if ((ts.isInterfaceDeclaration(child) || ts.isClassDeclaration(child)) && child.name) {
        shapes.set(nameSpace + child.name.text, shapeOf(child.members, file));
      }
    });
  };
  const file = ts.createSourceFile("types.d.ts", source, ts.ScriptTarget.Latest, true);
  visit(file, "");
  return shapes;
}

function shapeOf(members: ts.NodeArray<ts.ClassElement | ts.TypeElement>, file: ts.SourceFile): Shape {
  const shape: Record<string, string> = {};
  for (const member of members) {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
    if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true) continue;
    shape[member.name.getText(file)] = member.type?.getText(file) ?? "";
  }
  return shape;
}

function compare(
  at: string,
  names: PropertyNames,
  shape: Shape,
  nested: ReadonlyMap<string, Shape>,
): string[] {
  const found: string[] = [];
  // Every resource has an id, and the bridge treats it apart.
  const plugin = Object.keys(names).filter((name) => name !== "id");
  const declared = Object.keys(shape).filter((name) => name !== "id");
  for (const name of plugin)
    if (!(name in shape)) found.push(`${at}: the plugin has ${name}, the package does not`);
  for (const name of declared)
    if (!(name in names)) found.push(`${at}: the package has ${name}, the plugin does not`);
  for (const name of plugin) {
    const [property, type] = [names[name], shape[name]];
    if (!property || type === undefined) continue;
    if (type.includes("[]") !== property.array) found.push(`${at}.${name}: an array in one only (${type})`);
    if (property.fields === null) continue;
    const reference = /outputs\.([\w.]+)/.exec(type)?.[1];
    const inner = reference === undefined ? undefined : nested.get(reference);
    if (inner) found.push(...compare(`${at}.${name}`, property.fields, inner, nested));
    else found.push(`${at}.${name}: an object in the plugin, ${type} in the package`);
  }
  return found;
}

function shapesIn(path: string): Map<string, Shape> {
  return existsSync(path) ? shapesOf(readFileSync(path, "utf8")) : new Map<string, Shape>();
}

/**
 * Where a bridged plugin and the npm package disagree on a name or on what is an array. The engine passes a wrong name on
 * silently, so this is the only place where one is noticed.
 *
 * @param plugin token such as `docker:index/container:Container` → the properties the plugin knows
 * @param folder of the npm package
 * @returns a line per difference; empty where all agree
 */
export function nameDifferences(plugin: Readonly<Record<string, PropertyNames>>, folder: string): string[] {
  const nested = shapesIn(join(folder, "types", "output.d.ts"));
  return Object.entries(plugin).flatMap(([token, names]) => {
    const [, module = "", name = ""] = token.split(":");
    const shape = shapesIn(join(folder, `${module.replace(/^index\//, "")}.d.ts`)).get(name);
    return shape ? compare(name, names, shape, nested) : [`${token}: the package has no such resource`];
  });
}
