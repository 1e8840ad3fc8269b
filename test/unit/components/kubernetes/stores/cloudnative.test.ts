import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { cloudNative } from "../../../../../lab/clients";
import { manifestsOf, variants, type Manifest } from "../../../../support/manifests";
import { root } from "../../../../support/sources";

/** The kinds that the target makes, by the models that are generated from the operator's own Go types. */
const { Cluster, Pooler, ScheduledBackup } = cloudNative;
const models = { Cluster, Pooler, ScheduledBackup };
type Kind = keyof typeof models;

const isKind = (kind: string): kind is Kind => kind in models;

/** What TypeScript says of objects that are written out as constants of the operator's types: it knows every field, and no other. */
function misfits(objects: readonly Manifest[]): readonly string[] {
  const file = join(root, "test", "written-out.ts");
  const text = objects
    .map(
      (object, index) => `export const object${index}: models.I${object.kind} = ${JSON.stringify(object)};`,
    )
    .join("\n");
  const source = `import type * as models from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1";\n${text}\n`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language, ...rest) =>
    name === file ? ts.createSourceFile(name, source, language) : read(name, language, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** What the operator's definitions say of a value: its type, least, most and pattern. */
function wrong(object: Manifest): readonly string[] {
  if (!isKind(object.kind)) return [`${object.kind} is not a kind that is known`];
  try {
    new models[object.kind](object as never).validate();
    return [];
  } catch (error) {
    return [`${object.kind} ${object.metadata.name}: ${(error as Error).message}`];
  }
}

describe("what CloudNativePG reads", { timeout: 120_000 }, () => {
  it("has no field that its types do not know, and no value that they do not take", async () => {
    const operated = variants().filter(({ system }) =>
      system.stores.some((store) => "operator" in store && store.operator !== undefined),
    );
    const all = (await Promise.all(operated.map((variant) => manifestsOf(variant)))).flat();
    const own = all.filter(({ apiVersion }) => apiVersion === "postgresql.cnpg.io/v1");
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(Object.keys(models)));
    expect(own.flatMap(wrong)).toEqual([]);
    expect(misfits(own)).toEqual([]);
  });

  it("would be found with a field that is misspelt, or a value of another type", () => {
    const cluster = (spec: object): Manifest => ({
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: { name: "db" },
      spec: { instances: 1, storage: { size: "1Gi" }, ...spec },
    });
    expect(misfits([cluster({})])).toEqual([]);
    expect(misfits([cluster({ postgresql: { parameter: {} } })])[0]).toContain(
      `'"parameter"' does not exist`,
    );
    expect(wrong(cluster({ instances: "1" }))).toEqual(["Cluster db: data/spec/instances must be integer"]);
  });
});
