import { parse, stringify } from "yaml";
import type { Checkout } from "../../docker/checkout";

const system = "stacks/systems/syfthub/index.ts";
const store = "components/docker/stores/store.ts";

/** A change that a reviewer may be shown: what it does to the files of a checkout. */
export type Diff = (files: Files) => void;

type Settings = Readonly<Record<string, unknown>> & { readonly rotations?: Readonly<Record<string, number>> };

export interface Files {
  /** Replaces one text by another; a text that is no longer there must be looked at. */
  readonly change: (file: "stack" | "system" | "store", from: string | RegExp, to: string) => void;
  /** Puts settings in place of the stack's own of the same names. */
  readonly set: (settings: (now: Settings) => Settings) => void;
}

const settings = (changed: Settings): Diff => {
  return ({ set }) => set(() => changed);
};

/** Ten changes of SyftHub's production stack, and two that it refuses. */
export const diffs = {
  nothing: () => undefined,
  tag: ({ change }) =>
    change(
      "stack",
      /(?: {2}trireme:imageTag: .*\n)?( {2}trireme:settings:)/,
      "  trireme:imageTag: v1.4.2\n$1",
    ),
  route: ({ change }) => {
    change(
      "system",
      'route("/docs", backend),',
      'route("/docs", backend),\n      route("/webhooks/", backend, { timeouts: { read: "120s" } }),',
    );
    change("system", 'route("/redoc", backend),', "");
  },
  variable: settings({
    services: { backend: { variables: { FEATURE_SEARCH: "semantic", LOG_LEVEL: "debug" } } },
  }),
  limit: settings({
    services: {
      backend: {
        resources: { cpu: { request: 0.5, limit: 2 }, memory: { request: "512Mi", limit: "2Gi" } },
      },
    },
  }),
  rotation: ({ set }) =>
    set(({ rotations }) => ({
      rotations: {
        ...rotations,
        db: (rotations?.db ?? 0) + 1,
        "secret-key": (rotations?.["secret-key"] ?? 0) + 1,
      },
    })),
  port: ({ set }) => set(({ ports }) => ({ ports: { ...(ports as object), metrics: 19_100 } })),
  version: ({ change }) => change("system", 'version: "16"', 'version: "17"'),
  volume: ({ change }) => change("store", "`${name}-data`", "`${name}-files`"),
  service: ({ change }) => {
    change("system", "services: [backend, aggregator, mcp,", "services: [backend, aggregator,");
    change("system", /^ +(?:exact|route)\(.*, mcp[,)].*\n/gm, "");
    change("system", ", mcp: 16", "");
    change("system", / +\{\n +title: "MCP OAuth discovery"[\s\S]*?\n {6}\},\n/, "");
  },
  error: settings({ services: { backnd: { replicas: 2 } } }),
} satisfies Readonly<Record<string, Diff>>;

/** What an operator might set without `--secret`. */
export const plainToken = "tR4x9QmZ2vLw8KpB5nYc7HsD";

/** A change that policies object to: a token in a variable that everybody can read. */
export const tokenInTheOpen = settings({ services: { mcp: { variables: { API_TOKEN: plainToken } } } });

/** Makes a change in a checkout, runs `body`, and takes it back. */
export async function within<T>(
  checkout: Checkout,
  stackFile: string,
  diff: Diff,
  body: () => Promise<T>,
): Promise<T> {
  const paths = { stack: stackFile, system, store };
  const originals = new Map(Object.values(paths).map((path) => [path, checkout.read(path)]));
  try {
    diff({
      change: (file, from, to) => {
        const before = checkout.read(paths[file]);
        const after = before.replace(from, to);
        if (after === before) throw new Error(`${paths[file]} has no ${String(from)} to change`);
        checkout.write(paths[file], after);
      },
      set: (changed) => {
        const stack = parse(checkout.read(stackFile)) as { config: { "trireme:settings": Settings } };
        const now = stack.config["trireme:settings"];
        stack.config["trireme:settings"] = { ...now, ...changed(now) };
        checkout.write(stackFile, stringify(stack));
      },
    });
    return await body();
  } finally {
    for (const [path, text] of originals) checkout.write(path, text);
  }
}

interface Recorded {
  readonly steps?: readonly {
    readonly op: string;
    readonly oldState?: Readonly<Record<string, unknown>>;
    readonly newState?: Readonly<Record<string, unknown>>;
  }[];
}

/** What a recording need not keep: what a provider said, and where in the program a resource stands. */
const unread = new Set(["outputs", "dependencies", "sourcePosition", "stackTrace", "created", "modified"]);

function reduced(
  state: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (state === undefined) return undefined;
  return Object.fromEntries(Object.entries(state).filter(([key]) => !unread.has(key)));
}

/** What the CLI printed, without the resources that stay as they are. */
export function recorded(stdout: string): string {
  const digest = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as Recorded;
  const steps = (digest.steps ?? [])
    .filter(({ op }) => op !== "refresh" && op !== "same")
    .map((step) => ({ ...step, oldState: reduced(step.oldState), newState: reduced(step.newState) }));
  return `${JSON.stringify({ ...digest, steps }, null, 1)}\n`;
}

/** The events of a log that a report is made of. */
export function recordedEvents(log: string): string {
  return log
    .split("\n")
    .filter((line) => /"(?:summaryEvent|policyEvent)"/.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
