import { inject } from "vitest";

/** What tells the server which service is meant; it checks no signature. */
function headers(service: string, region: string): Record<string, string> {
  const scope = `20260101/${region}/${service}/aws4_request`;
  return {
    Authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host, Signature=none`,
  };
}

/** Makes the server forget everything. */
export async function resetEndpoint(): Promise<void> {
  const { ok, status } = await fetch(`${inject("endpoint")}/moto-api/reset`, { method: "POST" });
  if (!ok) throw new Error(`the server did not forget what it holds: ${status}`);
}

/**
 * Makes a public zone, as an operator has one before the first deployment; returns its id.
 *
 * @param url of the server. @default the suite's
 */
export async function createZone(domain: string, url: string = inject("endpoint")): Promise<string> {
  const answer = await fetch(`${url}/2013-04-01/hostedzone`, {
    method: "POST",
    headers: { ...headers("route53", "us-east-1"), "Content-Type": "text/xml" },
    body: `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${domain}</Name><CallerReference>${domain}</CallerReference></CreateHostedZoneRequest>`,
  });
  const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(await answer.text())?.[1];
  if (id === undefined) throw new Error(`the server made no zone: ${answer.status}`);
  return id;
}
