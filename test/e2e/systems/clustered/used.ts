import { run } from "../../../../setup/processes";
import { eventually } from "../../docker/engine";
import type { Row } from "../table";

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly status: { readonly phase: string; readonly containerStatuses?: readonly unknown[] };
  }[];
}

const lineOfTop = /^(\S+)\s+\S+\s+(\d+)Mi\s*$/;

/** What the running pods of a namespace use: containers, and MiB of memory as the cluster's metrics-server measured it last. */
export async function used(namespace: string): Promise<Pick<Row, "containers" | "memory">> {
  const own = ["--namespace", namespace];
  return await eventually(
    "the metrics-server has not measured every pod",
    async () => {
      const { stdout } = await run("kubectl", [...own, "get", "pods", "--output=json"]);
      const running = (JSON.parse(stdout) as Pods).items.filter(({ status }) => status.phase === "Running");
      const top = await run("kubectl", [...own, "top", "pods", "--no-headers"]);
      // Name, processors, memory: `api-0 3m 48Mi`.
      const measured = new Map(
        top.stdout
          .split("\n")
          .map((line) => lineOfTop.exec(line))
          .flatMap((found) => (found === null ? [] : [[found[1] ?? "", Number(found[2])] as const])),
      );
      const amounts = running.flatMap(({ metadata }) => measured.get(metadata.name) ?? []);
      if (amounts.length < running.length) return undefined;
      return {
        containers: running.reduce((sum, { status }) => sum + (status.containerStatuses?.length ?? 0), 0),
        memory: amounts.reduce((sum, amount) => sum + amount, 0),
      };
    },
    180_000,
  );
}
