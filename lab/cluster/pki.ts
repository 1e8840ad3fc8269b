import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../setup/processes";
import { API_SERVICE_IP, type Layout } from "./layout";

const DAYS = "30";

/** Who a certificate is for. */
interface Subject {
  readonly name: string;
  readonly commonName: string;
  readonly organization?: string;
  /** Subject alternative names: `DNS:…` and `IP:…`. */
  readonly names?: readonly string[];
}

const apiNames = ["", ".default", ".default.svc", ".default.svc.cluster.local"].map(
  (suffix) => `DNS:kubernetes${suffix}`,
);

/** Every certificate of a cluster but the authority's own. */
function subjects({ nodes }: Layout): readonly Subject[] {
  return [
    {
      name: "apiserver",
      commonName: "kube-apiserver",
      names: [...apiNames, "DNS:localhost", "IP:127.0.0.1", `IP:${API_SERVICE_IP}`, `IP:${nodes[0].address}`],
    },
    { name: "kubelet-client", commonName: "apiserver-kubelet-client", organization: "system:masters" },
    // Requests for the API that the aggregator passes on to another server, such as the one for metrics.
    { name: "aggregator", commonName: "aggregator" },
    { name: "admin", commonName: "admin", organization: "system:masters" },
    { name: "controller-manager", commonName: "system:kube-controller-manager" },
    { name: "scheduler", commonName: "system:kube-scheduler" },
    { name: "proxy", commonName: "system:kube-proxy" },
    ...nodes.map(({ name, address }) => ({
      name,
      commonName: `system:node:${name}`,
      organization: "system:nodes",
      names: [`DNS:${name}`, `IP:${address}`],
    })),
  ];
}

const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

async function openssl(cwd: string, ...args: readonly string[]): Promise<void> {
  await run("openssl", args, { cwd });
}

async function certificate(folder: string, subject: Subject, serial: number): Promise<void> {
  const { name, commonName, organization, names = [] } = subject;
  const extensions = [
    "basicConstraints=CA:FALSE",
    "keyUsage=digitalSignature,keyEncipherment",
    "extendedKeyUsage=serverAuth,clientAuth",
    ...(names.length === 0 ? [] : [`subjectAltName=${names.join(",")}`]),
  ];
  writeFileSync(join(folder, `${name}.ext`), extensions.join("\n") + "\n");
  const distinguished = `${organization === undefined ? "" : `/O=${organization}`}/CN=${commonName}`;
  const request = ["-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", distinguished];
  await openssl(folder, "req", "-new", ...curve, ...request);
  const authority = ["-CA", "ca.crt", "-CAkey", "ca.key", "-set_serial", String(serial), "-days", DAYS];
  const files = ["-in", `${name}.csr`, "-out", `${name}.crt`, "-extfile", `${name}.ext`];
  await openssl(folder, "x509", "-req", ...authority, ...files);
}

function encoded(folder: string, file: string): string {
  return readFileSync(join(folder, file)).toString("base64");
}

/** A kubeconfig that holds its certificates itself. */
function kubeconfig(layout: Layout, user: string): string {
  const cluster = {
    server: layout.server,
    "certificate-authority-data": encoded(layout.pki, "ca.crt"),
  };
  const credentials = {
    "client-certificate-data": encoded(layout.pki, `${user}.crt`),
    "client-key-data": encoded(layout.pki, `${user}.key`),
  };
  const name = `trireme-${layout.id}`;
  // JSON is YAML.
  return (
    JSON.stringify(
      {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name, cluster }],
        users: [{ name: user, user: credentials }],
        contexts: [{ name, context: { cluster: name, user } }],
        "current-context": name,
      },
      null,
      2,
    ) + "\n"
  );
}

/** Makes an authority, all certificates, the key of service accounts' tokens, and a kubeconfig for each user. */
export async function makePki(layout: Layout): Promise<void> {
  const folder = layout.pki;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const uses = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
  await Promise.all([
    openssl(
      folder,
      ...["req", "-x509", ...curve, "-days", DAYS, "-keyout", "ca.key", "-out", "ca.crt"],
      ...["-subj", `/CN=trireme-cluster-${layout.id}`, ...uses.flatMap((use) => ["-addext", use])],
    ),
    openssl(folder, "genrsa", "-out", "accounts.key", "2048").then(() =>
      openssl(folder, "rsa", "-in", "accounts.key", "-pubout", "-out", "accounts.pub"),
    ),
  ]);
  await Promise.all(subjects(layout).map((subject, index) => certificate(folder, subject, index + 2)));
  for (const { name } of subjects(layout))
    writeFileSync(join(folder, `${name}.kubeconfig`), kubeconfig(layout, name), { mode: 0o600 });
  writeFileSync(layout.kubeconfig, kubeconfig(layout, "admin"), { mode: 0o600 });
}
