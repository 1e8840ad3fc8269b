/** Writes a preview to a pull or merge request, once for each stack: `tsx ci/comment.ts REQUEST FILE`. */
import { readFileSync } from "node:fs";
import { forgeOf, publishComment } from "./forge";

const [request, file, ...more] = process.argv.slice(2);

async function main(): Promise<void> {
  if (request === undefined || !/^\d+$/.test(request) || file === undefined || more.length > 0)
    throw new Error("Name a pull request's number and a file: tsx ci/comment.ts REQUEST FILE");
  console.log(
    `The comment is ${await publishComment(forgeOf(process.env), request, readFileSync(file, "utf8"))}.`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
