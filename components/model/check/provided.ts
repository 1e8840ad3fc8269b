import { isServer } from "../engines";
import type { System } from "../system";
import { readUrl } from "../values/url";
import type { Problem } from "./problem";

/**
 * Errors in the URLs that are provided as secrets: those of external stores and of webhooks. No message shows anything of
 * a URL. `checkSettings` reports the missing ones.
 */
export function checkProvidedUrls(
  system: Pick<System, "stores" | "monitoring">,
  provided: Readonly<Record<string, string>>,
): readonly Problem[] {
  return [...checkStoreUrls(system, provided), ...checkWebhooks(system, provided)];
}

function checkWebhooks(
  { monitoring }: Pick<System, "monitoring">,
  provided: Readonly<Record<string, string>>,
): readonly Problem[] {
  return (monitoring?.receivers ?? []).flatMap((receiver) => {
    const text = receiver.type === "slack" ? provided[receiver.webhook.name] : undefined;
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
  provided: Readonly<Record<string, string>>,
): readonly Problem[] {
  return stores.filter(isServer).flatMap(({ name, external }) =>
    [external?.url, external?.readUrl].flatMap((ref) => {
      const text = ref === undefined ? undefined : provided[ref.name];
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
