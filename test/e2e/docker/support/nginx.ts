import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type Docker from "dockerode";
import { containerOf, engine } from "../engine";

/** The image of a part of the suite's stack. */
export async function imageOf(part: string, role: string): Promise<string> {
  return (await (await containerOf(process.env.TRIREME_E2E_STACK ?? "e2e", part, role)).inspect()).Image;
}

/** The proxy's nginx, which starts once it has a configuration in a folder. */
export async function waitingNginx(folder: string): Promise<Docker.ContainerCreateOptions> {
  const file = `${folder}/nginx.conf`;
  return {
    Image: await imageOf("proxy", "proxy"),
    Cmd: ["sh", "-c", `until [ -s ${file} ]; do sleep 0.1; done; exec nginx -e /dev/stderr -c ${file}`],
    User: "101:101",
  };
}

/** Puts files into a container, each by its path below a folder that is there. */
export async function bring(
  container: Docker.Container,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "trireme-nginx-"));
  try {
    mkdirSync(join(work, "files"));
    for (const [path, text] of Object.entries(files)) {
      const file = join(work, "files", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const archive = join(work, "files.tar");
    // nginx runs as its own user, and writes beside what it reads.
    execFileSync("tar", [
      "--owner=101",
      "--group=101",
      "--mode=u+rwX,go+rX",
      "-cf",
      archive,
      "-C",
      join(work, "files"),
      ".",
    ]);
    await container.putArchive(archive, { path: folder });
  } finally {
    rmSync(work, { recursive: true });
  }
}

const label = { "dev.trireme.test": "nginx" };

/** A container that lives as long as the test. */
export async function start(options: Docker.ContainerCreateOptions): Promise<Docker.Container> {
  const container = await engine().createContainer({ ...options, Labels: label });
  await container.start();
  return container;
}

/** What a configuration of the proxy needs beside itself, as the reload puts it there. */
export function beside(
  files: Readonly<Record<string, string>>,
  pair: string,
): Readonly<Record<string, string>> {
  const coming = Object.entries(files)
    .filter(([path]) => path.startsWith("servers/"))
    .map(([path, text]) => [path.replace("servers/", "next/"), text] as const);
  return { ...files, ...Object.fromEntries(coming), generation: "return 200 test;\n", "tls/pair.pem": pair };
}
