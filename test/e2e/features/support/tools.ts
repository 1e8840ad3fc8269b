import { localSubstitutes } from "../../../../stacks/config/substitutes";
import { root } from "../../../support/sources";
import { engine } from "../../docker/engine";

/** Runs a script as root in an official image, with a folder of this machine to read; what it says, or how it failed. */
export async function withTool(reference: string, folder: string, script: string): Promise<string> {
  const container = await engine().createContainer({
    Image: localSubstitutes(root)[reference] ?? reference,
    Entrypoint: ["sh", "-c", script],
    User: "0:0",
    HostConfig: { NetworkMode: "none", Binds: [`${folder}:/given:ro`], Tmpfs: { "/tmp": "" } },
  });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    const log = (await container.logs({ stdout: true, stderr: true })).toString();
    return StatusCode === 0 ? log : `exit code ${StatusCode}: ${log}`;
  } finally {
    await container.remove({ force: true, v: true });
  }
}
