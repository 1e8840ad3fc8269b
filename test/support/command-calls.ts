import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, nodesOf, parsed, place, root } from "./sources";

/** A call of a command as it stands somewhere in the checkout. */
export interface CommandCall {
  /** `docs/backups.md:12`. */
  readonly place: string;
  readonly name: string;
  readonly args: readonly string[];
}

const command =
  /\b(?:npx trireme (?<own>[a-z]+)\b|npm (?<short>start|test)\b(?: --(?= ))?)(?<rest>[^`#|;&()]*)/g;

function callsIn(text: string, at: string): readonly CommandCall[] {
  return [...text.matchAll(command)].map(({ groups = {} }) => ({
    place: at,
    name: groups.own ?? groups.short ?? "",
    args: (groups.rest ?? "")
      .replaceAll(/["'…\\]/g, "")
      .split(/\s+/)
      .filter((word) => word !== ""),
  }));
}

/** In fenced blocks and inline code of the documentation. */
export function callsInDocs(): readonly CommandCall[] {
  const pages = [...["README.md", "CONTRIBUTING.md", "SECURITY.md"], ...filesBelow("docs", ".md")];
  return pages.flatMap((page) => {
    const blocks = readFileSync(join(root, page), "utf8").matchAll(/^ *```sh\n(.*?)^ *```|`([^`\n]+)`/gms);
    return [...blocks].flatMap(([, block, inline]) =>
      (block ?? inline ?? "").split("\n").flatMap((line) => callsIn(line, page)),
    );
  });
}

/** In scripts and workflows of CI. */
export function callsInCi(): readonly CommandCall[] {
  const files = [".gitlab-ci.yml", ".ci/run", ...filesBelow("ci", ".sh"), ...filesBelow(".github", ".yml")];
  return files.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .filter((line) => !/^\s*#|description:/.test(line))
      .flatMap((line) => callsIn(line.replace(/ \|\| .*/, ""), file)),
  );
}

/** `checkout.trireme("up", stack, "--yes")` in the tests; what is not a text there is a word of this kind. */
export function callsInTests(): readonly CommandCall[] {
  return filesBelow("test").flatMap((path) =>
    nodesOf(parsed(path))
      .filter(ts.isCallExpression)
      .filter(
        ({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === "trireme",
      )
      .flatMap((call) => {
        const [first, ...more] = call.arguments;
        if (first === undefined || !ts.isStringLiteral(first)) return [];
        const args = more
          .filter((one) => !ts.isSpreadElement(one))
          .map((one) => (ts.isStringLiteral(one) ? one.text : "word"));
        return [{ place: place(call), name: first.text, args }];
      }),
  );
}
