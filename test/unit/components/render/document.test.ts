import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isRef, partsOf, postgres, template, type Value } from "../../../../components/model";
import { joined, yamlDocument, type Document } from "../../../../components/render/document";

const db = postgres("db", { version: "16", database: "shop", user: "shop" });

/** A document with every reference resolved to the name of what it refers to. */
function resolved(value: Value): string {
  return partsOf(value)
    .map((part) => (isRef(part) ? `${part.name}.${part.ref === "store" ? part.attribute : part.ref}` : part))
    .join("");
}

describe("a configuration file in YAML", () => {
  it("keeps its references, wherever they stand in a text", () => {
    const document = yamlDocument({ targets: [template`${db.host}:${db.port}`, "fixed:1"], url: db.url });
    expect(partsOf(document).filter((part) => typeof part !== "string")).toEqual([db.host, db.port, db.url]);
    expect(parse(resolved(document))).toEqual({ targets: ["db.host:db.port", "fixed:1"], url: "db.url" });
  });

  it("leaves out what is undefined", () => {
    expect(resolved(yamlDocument({ kept: 1, left: undefined }))).toBe("kept: 1\n");
  });

  it("reads back as it was written, whatever texts it holds", () => {
    const text = fc.string({ unit: "binary" }).filter((one) => !one.includes("trireme-reference-"));
    const { tree } = fc.letrec<{ tree: Document }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.boolean(),
        fc.integer(),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(
          fc.stringMatching(/^[a-z_]{1,8}$/).filter((key) => key !== "ref" && key !== "template"),
          tie("tree"),
          { maxKeys: 3 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (document) => {
        expect(parse(resolved(yamlDocument({ document })))).toEqual({ document });
      }),
    );
  });

  it("says so where a text looks like a mark of its own", () => {
    expect(() => yamlDocument(["trireme-reference-7-"])).toThrow(/trireme-reference-7-/);
  });
});

it("values stand one after the other, and a text beside another is one", () => {
  expect(partsOf(joined(["http://", db.host, ":", 5432]))).toEqual(["http://", db.host, ":5432"]);
});
