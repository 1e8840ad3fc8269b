import { isWorld } from "./addresses";
import type { Finding } from "./policy";
import { list, record, type Subject } from "./subject";

/** One or several, as IAM's documents have it. */
export const several = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? list(value) : value === undefined || value === null ? [] : [value];

/** The statements of a document, whether it is a text or an object; none of what is not known yet. */
export function statementsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  return several(record(parsed(document)).Statement).map(record);
}

function parsed(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    // AWS refuses it.
    return undefined;
  }
}

const wildcard = /^[*?]+$/;

/** `*`, `*:*`, `s3:*`, `s3:?*`, `s*:GetObject`: everything of a service, or of several. */
export function isWideAction(action: unknown): boolean {
  const [service = "", name] = String(action).trim().split(":", 2);
  return /[*?]/.test(service) || (name !== undefined && wildcard.test(name));
}

/** `*`, `arn:*`, `arn:aws:s3:::*`: everything of a service in any account. */
export function isWideResource(resource: unknown): boolean {
  const text = String(resource).trim();
  if (wildcard.test(text)) return true;
  const [arn, , , , account, ...rest] = text.split(":");
  if (arn !== "arn") return false;
  if (rest.length === 0) return /[*?]$/.test(text);
  return (account === "" || wildcard.test(account ?? "")) && wildcard.test(rest.join(":"));
}

/** Whether a statement is for anybody, whatever form it has; a condition narrows it where it says who or from where. */
function isForAnybody({ Principal, NotPrincipal, Condition }: Readonly<Record<string, unknown>>): boolean {
  if (narrows(Condition)) return false;
  const named = Object.values(record(Principal)).flatMap((one) => several(one));
  return [Principal, ...named].includes("*") || NotPrincipal !== undefined;
}

/** Keys of a condition that anybody can fulfil, and those that say nothing of who asks. */
const idle =
  /^(?:aws:(?:SecureTransport|Referer|UserAgent|CurrentTime|EpochTime|TokenIssueTime|RequestedRegion|ViaAWSService)|s3:(?:prefix|delimiter|max-keys|TlsVersion|signatureversion|signatureAge|authType|VersionId|x-amz-.*))$/i;

function narrows(condition: unknown): boolean {
  return Object.entries(record(condition)).some(
    ([operator, keys]) =>
      // What excludes a few lets in all others; what holds where nothing is said holds for those who say nothing.
      !/Not|IfExists|^Null$|^ForAllValues/i.test(operator) &&
      Object.entries(record(keys)).some(
        ([key, values]) =>
          !idle.test(key) &&
          several(values).length > 0 &&
          !several(values).some((value) => wildcard.test(String(value)) || isWorld(value)),
      ),
  );
}

/**
 * A finding for each statement of a document that lets anybody do something.
 *
 * @param property where the document stands in the resource
 * @param fix what to write instead of everybody
 */
export function openStatements(
  subject: Subject,
  property: string,
  document: unknown,
  fix: string,
): readonly Finding[] {
  return statementsOf(document).flatMap((statement, index) =>
    statement.Effect === "Allow" && isForAnybody(statement)
      ? [
          {
            subject,
            path: `${property}.Statement[${index}].${statement.Principal === undefined ? "NotPrincipal" : "Principal"}`,
            value: statement.Principal ?? statement.NotPrincipal,
            allowed: "a principal of yours",
            fix,
          },
        ]
      : [],
  );
}
