import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  fileFolders,
  fileScript,
  placedFiles,
  splitEnvironment,
} from "../../../../../components/aws/workload/environment.args";
import { provided, postgres, system, template } from "../../../../../components/model";
import { development } from "../../../../support/valid";

const folder = mkdtempSync(join(tmpdir(), "trireme-files-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const db = postgres("db", { version: "16", database: "d", user: "u" });
const elsewhere = postgres("far", {
  version: "16",
  database: "d",
  user: "u",
  external: { url: provided("url", { description: "of far" }).value },
});
const model = system("shop", development, { stores: [db, elsewhere] });

describe("variables", () => {
  it("come from Secrets Manager as soon as a part of them is a secret", () => {
    const { plain, hidden } = splitEnvironment(
      { MODE: "fast", HOST: db.host, URL: db.url, TEXT: template`at ${db.password}`, FAR: elsewhere.host },
      model,
    );
    expect(Object.keys(plain)).toEqual(["MODE", "HOST"]);
    // All of a store elsewhere is read from its URL, which holds a password.
    expect(Object.keys(hidden)).toEqual(["URL", "TEXT", "FAR"]);
  });
});

describe("files", () => {
  it("are written with their bytes and their rights", () => {
    const content = "it's $HOME\n`id`\n";
    const files = placedFiles({ files: { [`${folder}/a 'b'.pem`]: { content } }, user: undefined });
    expect(fileFolders(files)).toEqual([folder]);
    execFileSync("sh", ["-c", fileScript(files, undefined)], {
      env: { PATH: process.env.PATH, FILE_0: content },
    });
    expect(readFileSync(`${folder}/a 'b'.pem`, "utf8")).toBe(content);
    expect(statSync(`${folder}/a 'b'.pem`).mode & 0o777).toBe(0o444);
  });

  it("of a user are that user's alone", () => {
    const files = placedFiles({ files: { "/app/key.pem": { content: "k" } }, user: 1000 });
    expect(fileScript(files, 1000)).toBe(
      [
        "set -eu",
        "umask 077",
        `printf %s "$FILE_0" >'/app/key.pem'`,
        "chmod 0400 '/app/key.pem'",
        "chown 1000 '/app/key.pem'",
        "chmod 0755 '/app'",
        "",
      ].join("\n"),
    );
  });
});
