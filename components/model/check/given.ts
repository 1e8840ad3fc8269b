import { isServer } from "../store";
import type { System } from "../system";
import { readUrl } from "../url";
import type { Problem } from "./problem";

/**
 * What is wrong with the URLs of stores that somebody else runs, as the operator gave them. No message shows anything of
 * a URL. Missing ones are the settings' affair.
 */
export function checkGivenUrls(
  { stores }: Pick<System, "stores">,
  given: Readonly<Record<string, string>>,
): readonly Problem[] {
  return stores.filter(isServer).flatMap(({ name, external }) =>
    [external?.url, external?.readUrl].flatMap((ref) => {
      const text = ref === undefined ? undefined : given[ref.name];
      if (ref === undefined || text === undefined) return [];
      const read = readUrl(text);
      if (!("mistake" in read)) return [];
      return [
        {
          path: `settings.secrets.${ref.name}`,
          message: `the URL of store "${name}" ${read.mistake}. Allowed: scheme://user:password@host:port/database. Set it: pulumi config set --secret --path 'settings.secrets.${ref.name}' URL`,
        },
      ];
    }),
  );
}
