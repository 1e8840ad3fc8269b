import { isRef, isTemplate, refsOf, template, type Job, type Ref, type Service, type Value } from "../model";

function rewrittenValue(value: Value, replace: (ref: Ref) => Value): Value {
  if (isRef(value)) return replace(value);
  if (!isTemplate(value)) return value;
  // Joined again, so that texts which meet are one.
  return value.template.reduce<Value>(
    (before, part) => template`${before}${typeof part === "string" ? part : replace(part)}`,
    "",
  );
}

/** A service or job with another value in place of each reference that it makes. */
export function rewritten<W extends Service | Job>(workload: W, replace: (ref: Ref) => Value): W {
  const { env, files, command, connects } = workload;
  return {
    ...workload,
    env: Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, rewrittenValue(value, replace)]),
    ),
    ...(files === undefined
      ? {}
      : {
          files: Object.fromEntries(
            Object.entries(files).map(([path, file]) => [
              path,
              { ...file, content: rewrittenValue(file.content, replace) },
            ]),
          ),
        }),
    ...(connects === undefined
      ? {}
      : {
          connects: connects
            .flatMap((ref) => refsOf(replace(ref)))
            .flatMap((ref) => (ref.ref === "secret" ? [] : [ref])),
        }),
    ...(command === undefined ? {} : { command: command.map((value) => rewrittenValue(value, replace)) }),
  };
}
