import { z } from "zod";
import { configSchema } from "./schema";

function schemaAt(path: readonly PropertyKey[]): z.core.$ZodType {
  return unwrapped(
    path.reduce<z.core.$ZodType>((outer, step) => {
      const schema = unwrapped(outer);
      if (schema instanceof z.ZodRecord) return schema.valueType;
      return schema instanceof z.ZodObject ? (schema.shape[String(step)] as z.core.$ZodType) : schema;
    }, configSchema),
  );
}

/** What may stand below a path. */
function shapesAt(path: readonly PropertyKey[]): readonly z.ZodObject[] {
  const node = schemaAt(path);
  const shapes = node instanceof z.ZodDiscriminatedUnion ? node.options : [node];
  return shapes.filter((one) => one instanceof z.ZodObject);
}

/** The kinds among which one is chosen at a path. */
export function kindsAt(path: readonly PropertyKey[]): readonly string[] {
  return shapesAt(path).flatMap(({ shape }) =>
    shape.kind instanceof z.ZodLiteral ? [...shape.kind.values].map(String) : [],
  );
}

/** What may stand below a path, sorted. */
export function allowedKeys(path: readonly PropertyKey[]): string {
  const keys = shapesAt(path).flatMap(({ shape }) => Object.keys(shape));
  return keys.length === 0 ? "none" : [...new Set(keys)].sort().join(", ");
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? unwrapped(schema.unwrap())
    : schema;
}
