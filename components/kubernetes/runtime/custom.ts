import type { Outcome } from "../../shared/failure";
import type { Asking, ObjectName, Waiting } from "./asking";
import type { Custom } from "./objects";

/**
 * Waits until an operator's object has the condition `Ready`.
 *
 * @param path of its kind: `/apis/postgresql.cnpg.io/v1/namespaces/shop/clusters`
 */
export async function customOutcome(
  asking: Asking,
  path: string,
  { name }: ObjectName,
  { deadline }: Waiting,
): Promise<Outcome> {
  const end = asking.now() + deadline * 1000;
  for (;;) {
    const { status } = await asking.api.get<Custom>(`${path}/${name}`);
    const ready = status?.conditions?.find(({ type }) => type === "Ready");
    if (ready?.status === "True") return { ok: true };
    if (asking.now() > end) {
      const told = [status?.phase, status?.phaseReason, ready?.message].filter((text) => (text ?? "") !== "");
      const why =
        told.length === 0
          ? "its operator has reported no status; check that it is installed"
          : told.join(": ");
      return { ok: false, container: name, reason: `is not ready after ${deadline} s (${why})`, log: "" };
    }
    await asking.pause();
  }
}
