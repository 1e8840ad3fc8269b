import { describe, expect, it } from "vitest";
import { disksOf } from "../../../../../components/kubernetes/stores/claims.args";
import { manifestsOf, variants } from "../../../../support/manifests";

interface Claimed {
  readonly replicas?: number;
  readonly volumeClaimTemplates?: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: Spec;
  }[];
}
interface Spec {
  readonly resources: { readonly requests: { readonly storage: string } };
}

const wanted = variants().filter(({ title }) =>
  ["synthstack production", "orbitspace production"].includes(title),
);

describe("the disks whose size a system says", () => {
  it.each(wanted.map((variant) => [variant.title, variant] as const))(
    "are those that are made for %s, but for what a backup measures",
    async (_, variant) => {
      const made = (await manifestsOf(variant)).flatMap(({ kind, metadata, spec = {} }) => {
        if (kind === "PersistentVolumeClaim") return [metadata.name];
        const { replicas = 1, volumeClaimTemplates = [] } = spec as Claimed;
        return volumeClaimTemplates.flatMap((template) =>
          Array.from(
            { length: replicas },
            (__, index) => `${template.metadata.name}-${metadata.name}-${index}`,
          ),
        );
      });
      const fixed = new Set(variant.system.backups.map(({ name }) => `${name}-metrics`));
      expect(
        disksOf(variant.system)
          .map(({ claim }) => claim)
          .sort(),
      ).toEqual(made.filter((name) => !fixed.has(name)).sort());
    },
  );
});
