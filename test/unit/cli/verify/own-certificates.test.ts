import { describe, expect, it } from "vitest";
import type { Container } from "../../../../cli/verify/containers";
import { checkOwnCertificates } from "../../../../cli/verify/own-certificates";
import { postgres, serverCertificate, service } from "../../../../components/model";
import { certificateFor } from "../../../e2e/production/support/certificate";
import { dbProps, shop } from "../../../support/valid";

const identity = serverCertificate("broker-tls", { hosts: ["broker"] });
const system = {
  ...shop,
  stores: [postgres("db", { ...dbProps, tls: true })],
  secrets: [identity],
  services: [
    service("broker", {
      image: { name: "broker", reference: "broker:1" },
      env: {},
      files: { "/run/tls/broker.crt": { content: identity.publicKey } },
    }),
  ],
};
const container = (component: string, role: string): Container => ({
  Name: `/${component}-1`,
  State: { Status: "running", ExitCode: 0 },
  Config: { Labels: { "dev.trireme.part": component, "dev.trireme.role": role } },
});
const containers = [container("db", "store"), container("broker", "service")];
const pem = certificateFor(["DNS:db"], 90).certificate;

/** What `verify` says where files have this certificate, and the database answers so. */
const checked = (answer: string, days = 0, certificate = pem) => {
  const asked: (readonly string[])[] = [];
  const exec = (_: Container, argv: readonly string[]) => {
    asked.push(argv);
    return Promise.resolve({ code: 0, output: argv[0] === "sed" ? certificate : answer });
  };
  const now = new Date(Date.now() + days * 86_400_000);
  return checkOwnCertificates(system, containers, exec, "prod", now).then((verdicts) => ({
    verdicts,
    asked,
  }));
};

describe("what verify says of certificates within a system", () => {
  it("is the days that each holds, in the file that shows it", async () => {
    const { verdicts, asked } = await checked("t\n");
    expect(verdicts).toEqual([
      { claim: expect.stringMatching(/^certificate of db is valid for (89|90) more days$/) as string },
      {
        claim: expect.stringMatching(
          /^certificate broker-tls of broker is valid for (89|90) more days$/,
        ) as string,
      },
    ]);
    expect(asked.map((argv) => argv.at(-1))).toEqual(
      expect.arrayContaining(["/run/tls/server.crt", "/run/tls/broker.crt"]),
    );
  });

  it("is an error from a month before its end, which says how to renew it", async () => {
    const { verdicts } = await checked("t\n", 62);
    expect(verdicts.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^it ends in 2[78] days, on .* Renew it: npx trireme renew prod db$/),
      expect.stringMatching(/^it ends in 2[78] days, on .* Renew it: npx trireme renew prod broker-tls$/),
    ]);
  });

  it("is an error where the database has not read it, or the file has none", async () => {
    expect((await checked("f\n")).verdicts[0]?.reason).toContain("has not read it since it was renewed");
    expect((await checked("t\n", 0, "")).verdicts[1]?.reason).toBe("/run/tls/broker.crt has none");
  });

  it("is an error where it does not run", async () => {
    const none = () => Promise.resolve({ code: 0, output: "" });
    const verdicts = await checkOwnCertificates(system, [], none, "prod");
    expect(verdicts.map(({ reason }) => reason)).toEqual(["it does not run", "it does not run"]);
  });
});
