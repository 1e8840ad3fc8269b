import type { System } from "../../system";
import { imageKey, type Image } from "../../image";
import { repeated, type Problem } from "../problem";

/** What names a repository: a registry's host where there is one, and lower-case words (distribution's `reference` package). */
const words = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?:[A-Za-z0-9.-]+(?::\\d+)?/)?${words}(?:/${words})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);
/** What is part of tags and of Dockerfiles' arguments. */
const name = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/;

interface Use {
  readonly path: string;
  readonly image: Image;
}

function checkOne({ path, image }: Use): readonly Problem[] {
  return [
    ...(name.test(image.name)
      ? []
      : [
          {
            path: `${path}.name`,
            message: `${JSON.stringify(image.name)} is not a valid name; allowed are lower-case letters and digits, with dots, underscores and hyphens between them, for example "api"`,
          },
        ]),
    ...(reference.test(image.reference)
      ? []
      : [
          {
            path: `${path}.reference`,
            message: `${JSON.stringify(image.reference)} is no image that can be pulled; write repository and tag or digest, for example "ghcr.io/your-org/api:v1.4.2"`,
          },
        ]),
  ];
}

/** Images of one name are one image: where they differ, one of them would run everywhere. */
function checkAlike(group: readonly Use[]): readonly Problem[] {
  const [first, ...rest] = group;
  const other = rest.find(({ image }) => told(image) !== told(first?.image));
  if (first === undefined || other === undefined) return [];
  return [
    {
      path: `${other.path}.reference`,
      message: `image "${first.image.name}" is ${told(other.image)} here and ${told(first.image)} in ${first.path}, and images of one name are the same image; give one of them another name, or both the same reference and build`,
    },
  ];
}

function told(image: Image | undefined): string {
  const build = image?.build === undefined ? "" : `, built as ${JSON.stringify(image.build)}`;
  return `"${image?.reference ?? ""}"${build}`;
}

/** Names and references of the system's own images. */
export function checkImages(system: System): readonly Problem[] {
  const uses = (["services", "jobs", "sites"] as const).flatMap((kind) =>
    system[kind].map((component) => ({ path: `${kind}.${component.name}.image`, image: component.image })),
  );
  return [...uses.flatMap(checkOne), ...repeated(uses, ({ image }) => imageKey(image)).flatMap(checkAlike)];
}
