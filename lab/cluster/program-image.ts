import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { run } from "../../setup/processes";

// Nothing of the day or the user who made it: the same program gives the same image.
const REPRODUCIBLE = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--format=gnu",
];

function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** An image that holds one program. */
export interface ProgramImage {
  readonly reference: string;
  /** A static program; it becomes `/<its name>` and what the image runs. */
  readonly program: string;
  /** @default 65532, nobody's */
  readonly user?: number;
}

/**
 * Writes the archive of an image that holds one static program, as `docker save` would.
 *
 * @param target the archive's path
 */
export async function writeProgramImage(image: ProgramImage, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "trireme-image-"));
  try {
    const name = basename(image.program);
    const root = join(folder, "root");
    mkdirSync(root);
    copyFileSync(image.program, join(root, name));
    chmodSync(join(root, name), 0o755);
    await run("tar", [...REPRODUCIBLE, "-C", root, "-cf", join(folder, "layer.tar"), "."]);
    const layer = sha256(readFileSync(join(folder, "layer.tar")));
    const config = JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      created: "1970-01-01T00:00:00Z",
      config: { Entrypoint: [`/${name}`], User: String(image.user ?? 65532) },
      rootfs: { type: "layers", diff_ids: [`sha256:${layer}`] },
      history: [{ created: "1970-01-01T00:00:00Z" }],
    });
    const configFile = `${sha256(config)}.json`;
    writeFileSync(join(folder, configFile), config);
    const manifest = [{ Config: configFile, RepoTags: [image.reference], Layers: ["layer.tar"] }];
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    await run("tar", [
      ...REPRODUCIBLE,
      "-C",
      folder,
      "-cf",
      target,
      configFile,
      "layer.tar",
      "manifest.json",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
