import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import {
  all,
  ComponentResource,
  interpolate,
  type ComponentResourceOptions,
  type Output,
} from "@pulumi/pulumi";
import { labelNames, type Entrance, type Health } from "../model";
import { configurationFolder as folder, renderNginx } from "../render/nginx";
import { renderReload } from "../render/reload";
import { containerArgs } from "./container.shape";
import { labels, type ContainerTransform, type DockerContext } from "./context";
import { fail, failureMessage } from "../failure";
import type { Service } from "./service";

export interface ProxyArgs {
  readonly entrance: Entrance;
  /** The services that routes lead to, with the port of each. */
  readonly services: Readonly<Record<string, { readonly service: Service; readonly port: number }>>;
  readonly logs: "json" | "console";
  readonly transform?: { readonly container?: ContainerTransform; readonly reload?: ContainerTransform };
}

const incoming = "/run/new";
const user = "101:101";
/** Unprivileged ports inside the container; the host's are mapped to the first. */
const listen = 8080;
const internal = 8081;
const reloadDeadline = 30;

/** Serves the configuration once there is one: the reload brings it, and every later one. */
const serve = `until [ -s ${folder}/nginx.conf ]; do sleep 0.1; done; exec nginx -e /dev/stderr -c ${folder}/nginx.conf`;

const health: Health = {
  probe: { http: "/healthz" },
  interval: "5s",
  timeout: "5s",
  retries: 3,
  startPeriod: "10m",
};

/** The nginx in front: the only part with public host ports, reloaded without dropping a connection. */
export class Proxy extends ComponentResource {
  readonly container: docker.Container;
  /** Brings each new configuration into the running proxy. */
  readonly reload: docker.Container;
  /** Where people open the system, once the configuration is in force. */
  readonly url: Output<string>;

  constructor(context: DockerContext, args: ProxyArgs, opts?: ComponentResourceOptions) {
    const { entrance, transform } = args;
    const name = `${context.prefix}-${entrance.name}`;
    super("trireme:docker:Proxy", name, {}, opts);
    const image = context.engineImage(`nginx:${entrance.version}-alpine`).reference;
    const volume = new docker.Volume(`${name}-configuration`, {}, { parent: this });
    const mount = { volumeName: volume.name, containerPath: folder };
    const address = entrance.http.address ?? "0.0.0.0";
    const shape = containerArgs({
      image,
      command: ["sh", "-c", serve],
      user,
      volumes: [mount],
      networks: [...context.networks(entrance.name), context.outside(entrance.name)],
      ports: [{ internal: listen, host: { port: entrance.http.port, address } }],
      health,
      containerPorts: { main: internal },
      resources: entrance.resources,
      labels: labels(context, entrance.name, "proxy"),
      stop: { signal: "SIGQUIT", grace: 30 },
    });
    this.container = new docker.Container(name, (transform?.container ?? ((same) => same))(shape), {
      parent: this,
      deleteBeforeReplace: true,
    });
    const files = this.configuration(args);
    const reloading = containerArgs({
      image,
      command: ["sh", "-c", renderReload({ folder, incoming, internal, deadline: reloadDeadline })],
      user,
      // The engine takes no uploads into a read-only root.
      readOnlyRoot: false,
      volumes: [mount],
      labels: { ...labels(context, entrance.name, "reload"), [labelNames.configuration]: digest(files) },
      resources: entrance.resources,
    });
    this.reload = new docker.Container(
      `${name}-reload`,
      (transform?.reload ?? ((same) => same))({
        ...reloading,
        networkMode: interpolate`container:${this.container.id}`,
        pidMode: interpolate`container:${this.container.id}`,
        uploads: files.apply((all) =>
          Object.entries(all).map(([path, content]) => ({
            file: `${incoming}/${path}`,
            content,
            permissions: "0444",
          })),
        ),
        mustRun: false,
        attach: true,
        logs: true,
        restart: "no",
      }),
      { parent: this, deleteBeforeReplace: true },
    );
    const url = `http://${entrance.hosts[0] ?? "localhost"}:${entrance.http.port}`;
    this.url = all([this.reload.exitCode, this.reload.containerLogs]).apply(async ([code, log]) => {
      if (code !== 0) await fail(failureMessage(`the reload of ${entrance.name}`, code, log), this.reload);
      return url;
    });
    this.registerOutputs({ url: this.url });
  }

  private configuration({ entrance, services, logs }: ProxyArgs): Output<Readonly<Record<string, string>>> {
    const names = Object.keys(services).sort();
    const instances = names.map((name) => services[name]?.service.instances ?? []);
    return all(instances).apply((servers) =>
      renderNginx(entrance, {
        upstreams: Object.fromEntries(
          names.map((name, index) => [
            name,
            { servers: servers[index] ?? [], port: services[name]?.port ?? 0 },
          ]),
        ),
        folder,
        listen,
        internal,
        logs,
      }),
    );
  }
}

/** By which `verify` sees whether the configuration in force is the one that was rolled out. */
function digest(files: Output<Readonly<Record<string, string>>>): Output<string> {
  return files.apply((all) =>
    createHash("sha256")
      .update(all["nginx.conf"] ?? "")
      .digest("hex"),
  );
}
