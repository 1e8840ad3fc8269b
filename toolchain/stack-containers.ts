import { labelNames } from "../components/model/naming";
import { run } from "./processes";

/** A container of a stack, by what it is for. */
export interface StackContainer {
  readonly id: string;
  readonly name: string;
  /** The service, store, job or proxy it runs. */
  readonly part: string;
  readonly role: string;
}

/** The stack's containers, running or not, ordered by part and name. */
export async function stackContainers(stack: string, env: NodeJS.ProcessEnv): Promise<StackContainer[]> {
  const fields = [
    "{{.ID}}",
    "{{.Names}}",
    `{{.Label "${labelNames.part}"}}`,
    `{{.Label "${labelNames.role}"}}`,
  ];
  const { stdout } = await run(
    "docker",
    ["ps", "--all", "--filter", `label=${labelNames.stack}=${stack}`, "--format", fields.join("\t")],
    { env },
  );
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [id = "", name = "", part = "", role = ""] = line.split("\t");
      return { id, name, part, role };
    })
    .sort((a, b) => a.part.localeCompare(b.part) || a.name.localeCompare(b.name));
}
