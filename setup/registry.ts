import { answers } from "./network";

/** Docker Hub's API. */
export const REGISTRY = "https://registry-1.docker.io/v2/";

/** True if official images can be pulled. */
export async function registryAnswers(): Promise<boolean> {
  return await answers(REGISTRY);
}
