import { isServer } from "../engines";
import type { System } from "../system";
import { readUrl } from "../values/url";
import type { Problem } from "./problem";

/**
 * What is wrong with the URLs that the operator gave: of external stores, and of webhooks. No message shows anything of
 * a URL. Missing ones are the settings' affair.
 */
export function checkGivenUrls(
  system: Pick<System, "stores" | "monitoring">,
  given: Readonly<Record<string, string>>,
): readonly Problem[] {
  return [...checkStoreUrls(system, given), ...checkWebhooks(system, given)];
}

function checkWebhooks(
  { monitoring }: Pick<System, "monitoring">,
  given: Readonly<Record<string, string>>,
): readonly Problem[] {
  return (monitoring?.receivers ?? []).flatMap((receiver) => {
    const text = receiver.type === "slack" ? given[receiver.webhook.name] : undefined;
    if (receiver.type !== "slack" || text === undefined) return [];
    const read = readUrl(text);
    const error =
      "error" in read
        ? read.error
        : /^https?$/i.test(read.scheme ?? "")
          ? undefined
          : "is not an http(s) URL";
    return error === undefined
      ? []
      : [
          {
            path: `settings.secrets.${receiver.webhook.name}`,
            message: `the webhook of ${receiver.channel} ${error}. Allowed: https://host/path. Set it: pulumi config set --secret --path 'settings.secrets.${receiver.webhook.name}' URL`,
          },
        ];
  });
}

function checkStoreUrls(
  { stores }: Pick<System, "stores">,
  given: Readonly<Record<string, string>>,
): readonly Problem[] {
  return stores.filter(isServer).flatMap(({ name, external }) =>
    [external?.url, external?.readUrl].flatMap((ref) => {
      const text = ref === undefined ? undefined : given[ref.name];
      if (ref === undefined || text === undefined) return [];
      const read = readUrl(text);
      if (!("error" in read)) return [];
      return [
        {
          path: `settings.secrets.${ref.name}`,
          message: `the URL of store "${name}" ${read.error}. Allowed: scheme://user:password@host:port/database. Set it: pulumi config set --secret --path 'settings.secrets.${ref.name}' URL`,
        },
      ];
    }),
  );
}
