import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually, kubectl, objectOf } from "./cluster";
import { Program } from "../../support/program";

// Stack, provider, and the program's seven objects.
const ALL = 9;
const good = { text: "one", path: "/", job: "curl --fail --silent http://web/" };

async function status(url: string): Promise<number> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).status;
  } catch {
    return 0;
  }
}

// In order: each test goes on where the one before it left the stack.
describe("the plugin for Kubernetes", () => {
  let program: Program;
  let namespace = "";
  let address = "";

  beforeAll(async () => {
    program = await Program.create("test/e2e/kubernetes/program", { ...good, image: inject("image") });
  });

  afterAll(async () => {
    const { code, output } = await program.attempt("destroy", "--yes", "--skip-preview");
    program.remove();
    if (code !== 0) throw new Error(`The program's stack was not destroyed:\n${output}`);
  });

  it("shows what it would make before there is anything", async () => {
    expect(await program.preview()).toEqual({ create: ALL });
    const { items } = await objectOf<{ items: { metadata: { name: string } }[] }>("namespaces");
    expect(items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith("space-"))).toEqual(
      [],
    );
  });

  it("makes objects under names of their own, and waits until each is what it was made to be", async () => {
    expect(await program.up()).toEqual({ create: ALL });
    const outputs = await program.outputs();
    namespace = outputs.namespace ?? "";
    address = outputs.address ?? "";
    expect(namespace).toMatch(/^space-[0-9a-f]{8}$/);
    expect(outputs.settings).toMatch(/^settings-[0-9a-f]{8}$/);
    expect(await status(`http://${address}/`)).toBe(200);
    const jobs = await objectOf<{ items: { status: { succeeded?: number } }[] }>(
      "jobs",
      "--namespace",
      namespace,
    );
    expect(jobs.items.map((job) => job.status.succeeded)).toEqual([1]);
  });

  it("keeps secrets as ciphertext", async () => {
    const { text, resources } = await program.state();
    expect(resources.some(({ type }) => type === "kubernetes:core/v1:Secret")).toBe(true);
    expect(text).not.toContain("not-to-be-seen");
    expect(text).not.toContain(Buffer.from("not-to-be-seen").toString("base64"));
  });

  it("finds nothing to change after that, by its state and by a look at the cluster", async () => {
    expect(await program.preview()).toEqual({ same: ALL });
    expect(await program.preview("--refresh")).toEqual({ same: ALL });
    expect(await program.up("--refresh")).toEqual({ same: ALL });
  });

  it("replaces a ConfigMap that changed, and rolls what uses it before the old one goes", async () => {
    const { settings: before } = await program.outputs();
    await program.set({ text: "two" });
    expect(await program.preview()).toMatchObject({ replace: 1, update: 1 });
    expect(await program.up()).toMatchObject({ replace: 1, update: 1 });
    const { settings: after } = await program.outputs();
    expect(after).not.toBe(before);
    const maps = await kubectl(["get", "configmaps", "--namespace", namespace, "--output=name"]);
    expect(maps.stdout).toContain(`configmap/${after ?? ""}`);
    expect(maps.stdout).not.toContain(`configmap/${before ?? ""}`);
    const env = await kubectl(["exec", "--namespace", namespace, "deployment/web", "--", "printenv", "TEXT"]);
    expect(env.stdout).toBe("two\n");
  });

  it("finds what someone changed on the cluster, and changes it back", async () => {
    await kubectl(["scale", "deployment/web", "--namespace", namespace, "--replicas=1"]);
    expect(await program.preview("--refresh")).toMatchObject({ update: 1 });
    expect(await program.up("--refresh")).toMatchObject({ update: 1 });
    const web = await objectOf<{ spec: { replicas: number } }>("deployment", "web", "--namespace", namespace);
    expect(web.spec.replicas).toBe(2);
  });

  it("makes again what someone deleted", async () => {
    await kubectl(["delete", "service", "web", "--namespace", namespace]);
    expect(await program.preview("--refresh")).toMatchObject({ create: 1 });
    expect(await program.up("--refresh")).toMatchObject({ create: 1 });
    address = (await program.outputs()).address ?? "";
    expect(
      await eventually(
        20,
        () => status(`http://${address}/`),
        (found) => found === 200,
      ),
    ).toBe(200);
  });

  it("fails an up whose pods never get ready, with the reason, while the old ones serve", async () => {
    await program.set({ path: "/absent" });
    const { code, output } = await program.attempt("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/space-\w+\/web.*timed out waiting to be Ready/);
    expect(output).toContain("containers with unready status: [web]");
    expect(await status(`http://${address}/`)).toBe(200);
  });

  it("puts a failed up right by the next", async () => {
    await program.set({ path: "/" });
    expect(await program.up()).toMatchObject({ update: 1 });
    expect(await program.preview()).toEqual({ same: ALL });
  });

  it("fails an up whose job fails, with the job's reason", async () => {
    await program.set({ job: "exit 3" });
    const { code, output } = await program.attempt("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/\[Pod space-\w+\/job-\w+-\w+\]: Container "job" completed with exit code 3/);
    expect(output).toContain("[BackoffLimitExceeded] Job has reached the specified backoff limit");
    await program.set({ job: good.job });
    await program.up();
    expect(await program.preview()).toEqual({ same: ALL });
  });

  it("refuses a property that no object has", async () => {
    const { code, output } = await program.attempt(
      "preview",
      "--config",
      "text=three",
      "--config",
      "path=no-path",
    );
    expect(code).toBe(0);
    expect(output).toContain("replace");
    const refused = await program.attempt("preview", "--config", "image=");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/image: Required value/);
  });

  it("leaves nothing when it destroys", async () => {
    await program.pulumi("destroy", "--yes", "--skip-preview");
    const { items } = await objectOf<{ items: { metadata: { name: string } }[] }>("namespaces");
    expect(items.map(({ metadata }) => metadata.name)).not.toContain(namespace);
    const volumes = () =>
      objectOf<{ items: { spec: { claimRef: { namespace: string } } }[] }>("persistentvolumes");
    const left = await eventually(20, volumes, (found) =>
      found.items.every(({ spec }) => spec.claimRef.namespace !== namespace),
    );
    expect(left.items.filter(({ spec }) => spec.claimRef.namespace === namespace)).toEqual([]);
  });
});

interface Kept {
  readonly metadata: {
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly managedFields: readonly { readonly manager: string }[];
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: { readonly replicas: number };
}

// In order, as above.
describe("objects that nothing waits for", () => {
  let program: Program;
  let namespace = "";
  const object = (kind: string, name: string): Promise<Kept> =>
    objectOf<Kept>(kind, name, "--namespace", namespace, "--show-managed-fields");

  beforeAll(async () => {
    program = await Program.create("test/e2e/kubernetes/objects", { text: "one" });
  });

  afterAll(async () => {
    const { code, output } = await program.attempt("destroy", "--yes", "--skip-preview");
    program.remove();
    if (code !== 0) throw new Error(`The program's stack was not destroyed:\n${output}`);
  });

  it("are made at once, though no pod of them ever starts, each under a field manager of its own", async () => {
    expect(await program.up()).toEqual({ create: 5 });
    namespace = (await program.outputs()).namespace ?? "";
    const [settings, web] = [await object("configmap", "settings"), await object("deployment", "web")];
    const managers = [settings, web].map(
      ({ metadata }) => metadata.managedFields.find(({ manager }) => /^pulumi-/.test(manager))?.manager,
    );
    expect(new Set(managers).size).toBe(2);
    expect(managers).not.toContain(undefined);
  });

  it("preview with a kind that the cluster has not", async () => {
    await program.set({ alien: "true" });
    expect(await program.preview()).toEqual({ same: 5, create: 1 });
    await program.set({ alien: "false" });
  });

  it("keep what others set, and what is ignored, while an immutable one is deleted and made again", async () => {
    const before = await object("configmap", "settings");
    await kubectl(["scale", "deployment/web", "--namespace", namespace, "--replicas=3"]);
    // The plugin takes over what kubectl set under its own name, and removes it with the next change.
    const other = ["--field-manager=someone", "example.com/note=kept"];
    await kubectl(["annotate", "deployment/web", "--namespace", namespace, ...other]);
    await program.set({ text: "two" });
    expect(await program.up("--refresh")).toMatchObject({ replace: 1, update: 1 });
    const [after, web] = [await object("configmap", "settings"), await object("deployment", "web")];
    expect(after.data).toEqual({ text: "two" });
    expect(after.metadata.uid).not.toBe(before.metadata.uid);
    expect(web.spec.replicas).toBe(3);
    expect(web.metadata.labels).toMatchObject({ text: "two" });
    expect(web.metadata.annotations).toMatchObject({ "example.com/note": "kept" });
  });

  it("are destroyed though someone deleted one before", async () => {
    await kubectl(["delete", "deployment/web", "--namespace", namespace]);
    expect((await program.attempt("destroy", "--yes", "--skip-preview")).code).toBe(0);
  });
});
