import { X509Certificate } from "node:crypto";
import { isServer, refsOf, type Postgres, type Role, type System } from "../../components/model";
import { daysUntil } from "../../components/render/acme/certificates";
import { certificateFolder, certificateName, readQuestion } from "../../components/render/server-certificate";
import { ofComponent, type Container } from "./containers";
import type { Exec } from "./migrations";
import { fails, holds, type Verdict } from "./verdict";

/** Days before which one that any deployment renews half a year before its end has been forgotten. */
const fewestDays = 30;

/** A certificate by an authority within the system, and who shows it. */
export interface OwnCertificate {
  /** What `trireme renew` takes: the store, or the secret. */
  readonly name: string;
  /** What its resources are called after the stack's prefix and a hyphen. */
  readonly resource: string;
  /** Where it lies in which containers. */
  readonly shown: readonly { readonly component: string; readonly role: Role; readonly file: string }[];
  /** The database that has to read it again. @default none */
  readonly store?: Postgres;
}

/** The certificates of a system that are made with it, on a Docker engine: of its databases, and those that are secrets. */
export function ownCertificates({ stores, secrets, services }: System): readonly OwnCertificate[] {
  const encrypted = stores
    .filter(isServer)
    .filter((store): store is Postgres => store.engine === "postgres")
    .filter(({ tls, external }) => tls === true && external === undefined);
  return [
    ...encrypted.map((store) => ({
      name: store.name,
      resource: store.name,
      store,
      shown: [
        {
          component: store.name,
          role: "store" as const,
          file: `${certificateFolder}/${certificateName}`,
        },
      ],
    })),
    ...secrets
      .filter(({ source }) => source.type === "certificate")
      .map(({ name }) => ({
        name,
        resource: name,
        shown: services.flatMap((service) =>
          Object.entries(service.files ?? {})
            .filter(([, { content }]) =>
              refsOf(content).some(
                (ref) => ref.ref === "secret" && ref.name === name && ref.part === "publicKey",
              ),
            )
            .map(([file]) => ({ component: service.name, role: "service" as const, file })),
        ),
      })),
  ];
}

/** Prints the certificates of a file, without a key. */
function printed(file: string): readonly string[] {
  return ["sed", "-n", "/BEGIN CERT/,/END CERT/p", file];
}

/** For how long each certificate holds that is made with the system, and whether what shows it has read it. */
export async function checkOwnCertificates(
  system: System,
  containers: readonly Container[],
  exec: Exec,
  stack: string,
  now = new Date(),
): Promise<readonly Verdict[]> {
  return await Promise.all(
    ownCertificates(system).flatMap(({ name, shown, store }) =>
      shown.map(async ({ component, role, file }): Promise<Verdict> => {
        const of = store === undefined ? `${name} of ${component}` : `of ${component}`;
        const claim = `certificate ${of} is valid`;
        const [container] = ofComponent(containers, component, role);
        if (container === undefined) return fails(claim, "it does not run");
        const { code, output } = await exec(container, printed(file));
        if (code !== 0 || !output.includes("BEGIN CERT"))
          return fails(claim, code === 0 ? `${file} has none` : output.trim());
        const { validTo } = new X509Certificate(output);
        const days = daysUntil(new Date(validTo), now);
        if (days < fewestDays)
          return fails(
            claim,
            `it ${days < 0 ? `ended ${-days} days ago` : `ends in ${days} days`}, on ${validTo}. Renew it: npx trireme renew ${stack} ${name}`,
          );
        const unread =
          store === undefined ? undefined : await unreadBy(store, (argv) => exec(container, argv));
        if (unread !== undefined) return fails(claim, unread);
        return holds(`${claim} for ${days} more days`);
      }),
    ),
  );
}

/** Why a database does not show the certificate that it has; undefined where it does. */
async function unreadBy(
  { name, owner, databaseName }: Postgres,
  exec: (argv: readonly string[]) => ReturnType<Exec>,
): Promise<string | undefined> {
  const { code, output } = await exec([
    ...["psql", "-XAtqw", "-U", owner, "-d", databaseName],
    ...["-c", readQuestion],
  ]);
  if (code !== 0) return output.trim();
  return output.trim() === "t"
    ? undefined
    : `${name} has not read it since it was renewed. Let it: psql -c 'select pg_reload_conf()' in its container`;
}
