import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { clonedFiles } from "../support/clone";
import { root } from "../support/sources";

/** What the project does not say, and what it says instead. */
const words: readonly (readonly [unsaid: RegExp, instead: string])[] = [
  [/\b(?:un)?mend(?:s|ed|ing)?\b/i, "fix"],
  [/\bmistakes?\b|[a-z]Mistakes?\b/i, "error"],
  [/\b(?:bears?|borne)\b/i, "allow, have"],
  [/\bjudg(?:e[sd]?|ing|e?ments?)\b|judge[A-Z_]|[a-z]Judge/, "check"],
  [/\b(?:un)?argued\b/i, "accepted, exempt"],
  [/\banew\b/i, "again"],
  [/\bsomebody\b/i, "external, someone"],
  [/\bis no (?:duration|size|port|name|number|schedule|map|list)\b/i, "is not a valid …"],
  [/\b(?:is|are) none of\b/i, "is not one of"],
  [/\bwant of\b/i, "because … is missing, ran out of"],
  [/\b(?:that|which|and|other|container|service|node|task) has not(?=$|[.,:;"'`)])/i, "does not have"],
  [/\bmay not be\b/i, "must not be, cannot be, is not allowed"],
  [/\bnobody is there\b/i, "there is no terminal to ask on"],
  [/\bdo not go together\b/i, "cannot be combined"],
  [/\blets? go of it\b|\btold anew\b/i, "no longer manages it"],
  [/\boperator (?:gives|gave)\b|\bgivenTexts\b|\bGivenUrls\b/, "provides; provided"],
  [/\bnothing to object\b|\bwithout a word\b/i, "no violations, silently"],
  [/\bout of bounds\b/i, "out of range"],
  [/\b(?:of|expected|task|logging|site)Parts?\b|\bpart(?:Selector|Polic(?:y|ies)|Refusals)\b/, "component"],
  [/\bis no public one\b|\bnot all such\b/i, "is not a public one"],
  [/\bAWS's place\b/i, "a mock of AWS"],
  [/\b(?:a|of|in) circles?\b|\bcircles\b/i, "cycle"],
  [/\bstand-ins?\b|\b[sS]tandIn\b/, "sample application, substitute"],
  [/\b[dD]oors?\b|[a-z]Doors?\b|\bdoor[A-Z]/, "ingress, port"],
  [/\b(?:is|are|a) sound\b|\bsound(?:Args|System)|[a-z]Sound\b/, "valid"],
  [/\bgiven(?:Tls|\("[a-z-]+", \{)|\b(?:mode|type): "?given\b/, "provided(…), mode custom"],
];

/** Where such a word is right, and why. */
const allowed: readonly (readonly [file: RegExp, why: string])[] = [
  [/^(?:CHANGELOG|README)\.md$|^package-lock\.json$/, "written apart, or another's"],
  [/\.(?:svg|png|ico|sum|mod)$/, "drawn, or another's"],
  [/^test\/unit\/words\.test\.ts$/, "names them"],
  [
    /^components\/render\/(?:backup|proxy)\//,
    "scripts that running stacks have: another word would restart them",
  ],
  [/^test\/unit\/cli\/preview\/fixtures\//, "recorded previews, those scripts included"],
  [/^test\/unit\/components\/render\/proxy\/|^test\/support\/backup-machine\.ts$/, "what those scripts hold"],
  [/^test\/e2e\/(?:docker\/nginx|production\/scanners)\.test\.ts$/, "paths as in those scripts"],
  [/^lab\/go\//, "another source would build the plugin again, for half an hour"],
];

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

const files = clonedFiles();

const lines = (file: string): readonly Line[] =>
  readFileSync(join(root, file), "utf8")
    .split("\n")
    .map((text, index) => ({ file, number: index + 1, text }));

const isAllowed = (file: string) => allowed.some(([pattern]) => pattern.test(file));

function unsaid(text: string): readonly string[] {
  return words.flatMap(([pattern, instead]) => {
    const [found] = pattern.exec(text) ?? [];
    return found === undefined ? [] : [`"${found}" (${instead})`];
  });
}

describe("words that the project does not use", () => {
  it("are in no code, error, test, comment or page", () => {
    const found = files
      .filter((file) => !isAllowed(file))
      .flatMap(lines)
      .flatMap(({ file, number, text }) => unsaid(text).map((word) => `${file}:${number}: ${word}`));
    expect(found).toEqual([]);
  });

  it("are in no name of a file", () => {
    const names = files.filter((file) => !isAllowed(file));
    expect(names.filter((file) => unsaid(file.replaceAll(/[./_]/g, " ")).length > 0)).toEqual([]);
  });

  it.each([
    ["Mend it and deploy again", '"Mend" (fix)'],
    ["a system with many mistakes", '"mistakes" (error)'],
    ["function judgeEngine(", '"judgeE" (check)'],
    ["the container was killed for want of memory", '"want of" (because … is missing, ran out of)'],
    ["names the port 80, which the container has not", '"container has not" (does not have)'],
    ['host "a" is none of the hosts', '"is none of" (is not one of)'],
    ["a certificate that the operator gives", '"operator gives" (provides; provided)'],
    ['const url = given("db-url", { description', '"given("db-url", {" (provided(…), mode custom)'],
  ])("are found: %s", (text, word) => {
    expect(unsaid(text)).toEqual([word]);
  });

  it("are not found within others", () => {
    expect(
      unsaid(
        "recommended, amended, forbearing; the value that was given; soundtrack; indoors; the service has not started; none of them",
      ),
    ).toEqual([]);
  });
});
