import { partsOf, type Ref, type Value } from "../../../../components/model";

function name(ref: Ref): string {
  const { ref: kind, name, ...rest } = ref;
  const details = Object.entries(rest).map(([key, value]) =>
    key === "attribute" || key === "part" ? String(value) : `${key}=${JSON.stringify(value)}`,
  );
  return `<${[kind, name, ...details].join(" ")}>`;
}

/** A value as one line of a table: `<store db url>`, `<secret key value>`; plain values as they are. */
export function readable(value: Value): string | number | boolean {
  if (typeof value !== "object") return value;
  return partsOf(value)
    .map((part) => (typeof part === "string" ? part : name(part)))
    .join("");
}

/** All variables of a workload as a table. */
export function table(env: Readonly<Record<string, Value>>): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(env).map(([key, value]) => [key, readable(value)]));
}
