import type { Question, System } from "../../components/model";
import { get, reasonOf } from "./request";
import { fails, holds, type Verdict } from "./verdict";

function mismatch(question: Question, status: number, body: string): string | undefined {
  const wanted = question.status ?? 200;
  if (status !== wanted) return `the answer is ${status}, not ${wanted}: ${body.trim().slice(0, 200)}`;
  if (question.contains !== undefined && !body.includes(question.contains))
    return `the answer does not contain "${question.contains}"`;
  if (question.json === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return "the answer is not JSON";
  }
  const members = Object(parsed) as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(question.json).find(([key, value]) => members[key] !== value);
  return wrong === undefined
    ? undefined
    : `${wrong[0]} is ${JSON.stringify(members[wrong[0]])}, not "${wrong[1]}"`;
}

async function ask(base: string, question: Question, at: string): Promise<Verdict> {
  const url = new URL(question.path, base);
  const claim = `${question.title} answers (${url.toString()})`;
  try {
    const { status, body } = await get(url, at);
    const reason = mismatch(question, status, body);
    return reason === undefined ? holds(claim) : fails(claim, reason);
  } catch (error) {
    return fails(claim, reasonOf(error));
  }
}

/**
 * Asks the running system from outside, at its ingress; its certificate is checked apart.
 *
 * @param at where names below `localhost` are
 */
export async function checkChecklist(system: System, base: string, at: string): Promise<readonly Verdict[]> {
  return Promise.all(system.checklist.map((question) => ask(base, question, at)));
}
