import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { registryLogin, registryRegion } from "../../components/aws/runtime/registry";
import { run } from "../../setup/processes";
import type { Login } from "./registry";

interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** The key of Docker Hub's login in the client's configuration. */
const hub = "https://index.docker.io/v1/";

/** Asks a credential helper, as Docker's client does; undefined where it knows none. */
export type AskHelper = (helper: string, server: string) => Promise<Login | undefined>;

const askHelper: AskHelper = async (helper, server) => {
  const { code, stdout } = await run(
    "sh",
    ["-c", 'printf %s "$2" | "docker-credential-$1" get', "sh", helper, server],
    { allowFailure: true },
  );
  if (code !== 0) return undefined;
  const { Username: user, Secret: password } = JSON.parse(stdout) as { Username: string; Secret: string };
  return { user, password };
};

/** The login of Docker's client for a registry, from its configuration's text or the helper that this names. */
export async function loginIn(
  text: string | undefined,
  registry: string,
  ask: AskHelper = askHelper,
): Promise<Login | undefined> {
  if (text === undefined) return undefined;
  const { auths = {}, credHelpers = {}, credsStore } = JSON.parse(text) as DockerConfig;
  const keys = registry === "docker.io" ? [hub, "docker.io"] : [registry, `https://${registry}`];
  for (const key of keys) {
    const helper = credHelpers[key] ?? credsStore;
    const helped = helper === undefined ? undefined : await ask(helper, key);
    if (helped !== undefined) return helped;
    const auth = auths[key]?.auth;
    if (auth === undefined || auth === "") continue;
    const [user = "", ...password] = Buffer.from(auth, "base64").toString().split(":");
    return { user, password: password.join(":") };
  }
  return undefined;
}

/** The login that the credentials for AWS give for a registry of ECR; none for others, nor where there are no credentials. */
async function ecrLogin(registry: string): Promise<Login | undefined> {
  const region = registryRegion(registry);
  if (region === undefined) return undefined;
  try {
    return await registryLogin({ region });
  } catch {
    // The registry's own answer says that it wants a login.
    return undefined;
  }
}

/**
 * The login that `docker login`, or a credential helper, keeps on this machine for a registry; for one of ECR without any, that which the
 * credentials for AWS give.
 */
export async function loginOf(
  registry: string,
  env: NodeJS.ProcessEnv,
  askAws: typeof ecrLogin = ecrLogin,
): Promise<Login | undefined> {
  const file = join(env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  const kept = await loginIn(existsSync(file) ? readFileSync(file, "utf8") : undefined, registry);
  return kept ?? (await askAws(registry));
}
