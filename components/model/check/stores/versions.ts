import { isServer, type Server } from "../../engines";
import type { System } from "../../system";
import type { Problem } from "../problem";

/** A version as its maker counts. */
const plain = /^v?\d+(?:\.\d+)*$/;
/** Numbers alone: a `v` stands before them where a tag has one. */
const numbers = /^\d+(?:\.\d+)*$/;

/** What may stand behind the colon of an image's reference. */
const tag = /^\w[\w.-]{0,127}$/;

/** A version without what is not part of it: `7` of `7-alpine`; undefined where it has no number. */
function numberIn(version: string, pattern: RegExp): string | undefined {
  const [found] = /v?\d+(?:\.\d+)*/.exec(version) ?? [];
  return [found, found?.replace(/^v/, "")].find((near) => near !== undefined && pattern.test(near));
}

function problem(path: string, version: string, who: string, near: string | undefined): Problem {
  return {
    path,
    message: `${JSON.stringify(version)} is not a version of ${who}; the image that goes with one is chosen by it, so write the number alone: ${near === undefined ? `for example "16"` : `"${near}"`}`,
  };
}

/** Engines of whose image's tag the version is a part: `16` of `postgres:16-bookworm`. */
export const completed: readonly string[] = ["postgres", "qdrant", "rabbitmq", "redis"];

function checkStore(store: Server): readonly Problem[] {
  const { name, version, engine } = store;
  const path = `stores.${name}.version`;
  if (engine === "postgres")
    return /^\d+(?:\.\d+)?$/.test(version)
      ? []
      : [
          {
            path,
            message: `is "${version}"; allowed is PostgreSQL's own version, such as "16" or "16.4": the image that goes with it is chosen so that its user and C library never change`,
          },
        ];
  const allowed = completed.includes(engine) ? plain : tag;
  return allowed.test(version) ? [] : [problem(path, version, engine, numberIn(version, plain))];
}

/** Versions of which no image can be made: an image's tag in the place of a version would become `7-alpine-alpine`. */
export function checkVersions({ stores, ingress }: System): readonly Problem[] {
  return [
    ...stores
      .filter(isServer)
      .filter(({ external }) => external === undefined)
      .flatMap(checkStore),
    ...(ingress === undefined || numbers.test(ingress.version)
      ? []
      : [
          problem(
            "ingress.version",
            ingress.version,
            ingress.engine ?? "nginx",
            numberIn(ingress.version, numbers),
          ),
        ]),
  ];
}
