import type { Question, System } from "../../components/model";
import { fails, holds, type Verdict } from "./verdict";

const patience = 10_000;

function mismatch(question: Question, status: number, body: string): string | undefined {
  const wanted = question.status ?? 200;
  if (status !== wanted) return `the answer is ${status}, not ${wanted}: ${body.trim().slice(0, 200)}`;
  if (question.contains !== undefined && !body.includes(question.contains))
    return `the answer does not hold "${question.contains}"`;
  if (question.json === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return "the answer is no JSON";
  }
  const members = Object(parsed) as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(question.json).find(([key, value]) => members[key] !== value);
  return wrong === undefined
    ? undefined
    : `${wrong[0]} is ${JSON.stringify(members[wrong[0]])}, not "${wrong[1]}"`;
}

async function ask(base: string, question: Question): Promise<Verdict> {
  const url = new URL(question.path, base).toString();
  const claim = `${question.title} answers (${url})`;
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(patience) });
    const reason = mismatch(question, response.status, await response.text());
    return reason === undefined ? holds(claim) : fails(claim, reason);
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return fails(claim, cause?.code ?? (error instanceof Error ? error.message : String(error)));
  }
}

/** Asks the running system from outside, at its entrance. */
export async function judgeChecklist(system: System, base: string): Promise<readonly Verdict[]> {
  return Promise.all(system.checklist.map((question) => ask(base, question)));
}
