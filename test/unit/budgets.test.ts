import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Service } from "../../components/kubernetes/workload/service";
import { context } from "../support/kubernetes-context";
import { manifestsOf, variants, type Manifest } from "../support/manifests";
import { deploy } from "../support/mocks";
import { api } from "../support/valid";

interface Budget {
  readonly maxUnavailable?: number;
  readonly minAvailable?: unknown;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
}
interface Holder {
  readonly replicas?: number;
  readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
}

/** Pods that a budget lets go at once, while all are there. */
function allowed({ maxUnavailable = 0, minAvailable }: Budget, pods: number): number {
  // A least number of instances would forbid every eviction of a single one.
  return minAvailable === undefined ? Math.min(maxUnavailable, pods) : 0;
}

/** The pods that a budget is for. */
function selected(all: readonly Manifest[], { selector }: Budget): number {
  const wanted = Object.entries(selector.matchLabels);
  return all
    .map(({ spec }) => (spec ?? {}) as Holder)
    .filter(({ template }) => {
      const labels = template?.metadata?.labels;
      return labels !== undefined && wanted.every(([key, value]) => labels[key] === value);
    })
    .reduce((sum, { replicas = 1 }) => sum + replicas, 0);
}

const production = variants().filter(({ title }) => title.endsWith("production"));

describe("a drain of a node", () => {
  it.each(production.map((variant) => [variant.title, variant] as const))(
    "takes one instance of everything at a time, and is never held up: %s",
    async (_, variant) => {
      const all = await manifestsOf(variant);
      const budgets = all
        .filter(({ kind }) => kind === "PodDisruptionBudget")
        .map(({ spec }) => spec as Budget);
      expect(budgets.length).toBeGreaterThan(0);
      for (const budget of budgets) {
        const pods = selected(all, budget);
        expect([budget.selector, pods > 1, allowed(budget, pods)]).toEqual([budget.selector, true, 1]);
        // One that is not ready protects nothing.
        expect(budget.unhealthyPodEvictionPolicy).toBe("AlwaysAllow");
      }
    },
    20_000,
  );

  it("is never held up by a service, however many instances it has and whoever counts them", async () => {
    const counts = fc.record({
      replicas: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      autoscale: fc.option(
        fc
          .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
          .map(([min, more]) => ({ min, max: min + more, cpu: 70 })),
        { nil: undefined },
      ),
    });
    await fc.assert(
      fc.asyncProperty(counts, async (change) => {
        const service = { ...api, ...change, mounts: [] };
        const { resources } = await deploy(() => new Service(context, { service, claims: {}, after: [] }));
        const made = (type: string) =>
          resources.filter(({ inputs }) => inputs.kind === type).map(({ inputs }) => inputs.spec);
        const [budget] = made("PodDisruptionBudget") as Budget[];
        const least = change.autoscale?.min ?? change.replicas ?? 1;
        expect(budget === undefined).toBe(least < 2);
        if (budget !== undefined) expect(allowed(budget, least)).toBe(1);
        const [scaler] = made("HorizontalPodAutoscaler") as { minReplicas: number }[];
        const [deployment] = resources.filter(({ inputs }) => inputs.kind === "Deployment");
        // The autoscaler's number is nobody else's: an update never takes it back.
        expect(deployment?.ignoreChanges).toEqual(scaler === undefined ? [] : ["spec.replicas"]);
        if (scaler !== undefined) expect(scaler.minReplicas).toBe(least);
      }),
      { numRuns: 30 },
    );
  });
});
