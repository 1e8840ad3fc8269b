import { describe, expect, it } from "vitest";
import { checkContainers, type Container } from "../../../../cli/verify/containers";
import { checkProxy } from "../../../../cli/verify/proxy";
import { labelNames, site, siteRoute, type Role, type System } from "../../../../components/model";
import { image, proxy, shop } from "../../../support/valid";

const pages = site("pages", { image: image("pages"), folder: "/dist" });
const system: System = {
  ...shop,
  ...{ services: [], stores: [], jobs: [], backups: [], sites: [pages] },
  ingress: { ...proxy, engine: "traefik", version: "3.7", tls: undefined, routes: [siteRoute("/", pages)] },
};

const container = (component: string, role: Role, configuration = "", status = "running"): Container => ({
  Name: `/${component}-${role}`,
  State: { Status: status, ExitCode: 0 },
  Config: {
    Labels: {
      [labelNames.component]: component,
      [labelNames.role]: role,
      [labelNames.configuration]: configuration,
    },
  },
});
const all = [
  container("proxy", "proxy"),
  container("proxy-sites", "site-server"),
  container("proxy-sites", "reload", "abc"),
];
const places: Readonly<Record<string, string>> = {
  "/proxy-proxy": "/var/lib/traefik/routes.yml",
  "/proxy-sites-site-server": "/var/cache/nginx/nginx.conf",
};

function verdicts(sums: Readonly<Record<string, string>>, containers = all) {
  const exec = ({ Name }: Container, [, file = ""]: readonly string[]) =>
    Promise.resolve(
      file === places[Name]
        ? { code: 0, output: `${sums[Name] ?? ""}  ${file}\n` }
        : { code: 1, output: `no ${file}` },
    );
  return checkProxy(system, containers, exec, "dev", {
    ...{ kind: "proxy", configuration: "123", address: "127.0.0.1" },
  });
}

describe("the proxy with sites behind it", () => {
  it("serves what was rolled out where both have this release's configuration", async () => {
    const told = await verdicts({ "/proxy-proxy": "123", "/proxy-sites-site-server": "abc" });
    expect(told.map(({ claim }) => claim)).toEqual([
      "proxy serves the configuration that was rolled out",
      "proxy-sites serves the configuration that was rolled out",
    ]);
    expect(told.filter(({ reason }) => reason !== undefined)).toEqual([]);
  });

  it("does not where what serves the sites has another, or does not run", async () => {
    const [own, other] = await verdicts({ "/proxy-proxy": "123", "/proxy-sites-site-server": "old" });
    expect(own?.reason).toBeUndefined();
    expect(other?.reason).toContain("npx trireme up dev --rerun proxy-sites");
    const stopped = [container("proxy", "proxy"), container("proxy-sites", "site-server", "", "exited")];
    const [, gone] = await verdicts({ "/proxy-proxy": "123" }, stopped);
    expect(gone?.reason).toContain("proxy-sites does not run");
  });

  it("is expected to run with the server of its files", () => {
    const claims = (containers: readonly Container[]) =>
      checkContainers(system, containers, "dev").map(({ claim, reason }) => [claim, reason === undefined]);
    const claim = "the server of static sites proxy-sites is running and healthy";
    expect(claims(all)).toContainEqual([claim, true]);
    expect(claims(all.slice(0, 1))).toContainEqual([claim, false]);
  });
});
