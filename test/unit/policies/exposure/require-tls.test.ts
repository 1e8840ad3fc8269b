import { describe, expect, it } from "vitest";
import { requireTls } from "../../../../policies/exposure/require-tls";
import { broken, containerOf, holds, messagesOf, subject } from "../../../support/policies";

const cited = "[AWS FSBP v1.0.0: ELB.1, CloudFront.3, CloudFront.15]";
const configuration = (protocols: string, listener = "listen 8443 ssl;") =>
  `http {\n  server {\n    ${listener}\n    ssl_protocols ${protocols};\n  }\n}\n`;
const reload = containerOf("reload", {
  uploads: [{ file: "/run/new/nginx.conf", content: configuration("TLSv1.2 TLSv1.3") }],
});
const listener = subject("aws:lb/listener:Listener", {
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
});

holds(requireTls, [
  {
    what: "the proxy's configuration on Docker",
    fine: reload,
    breaks: [
      [
        "uploads.0.content",
        configuration("TLSv1 TLSv1.1 TLSv1.2"),
        `docker:Container "web": uploads[0].content is ssl_protocols TLSv1 TLSv1.1 TLSv1.2; allowed: TLSv1.2 and newer. Leave out TLSv1, TLSv1.1. ${cited}`,
      ],
      [
        "uploads.0.content",
        configuration("TLSv1.3", "listen 8080;"),
        `docker:Container "web": uploads[0].content is without a listener that speaks TLS; allowed: HTTPS. Give the ingress tls and https. ${cited}`,
      ],
    ],
  },
  {
    what: "Traefik on Docker",
    fine: containerOf("proxy", {
      command: ["--entryPoints.web.address=:8080", "--entryPoints.websecure.address=:8443"],
    }),
    breaks: [
      [
        "command",
        ["--entryPoints.web.address=:8080"],
        `docker:Container "web": command is --entryPoints.web.address=:8080, without a listener that speaks TLS; allowed: HTTPS. Give the ingress tls and https. ${cited}`,
      ],
    ],
  },
  {
    what: "Kong on Docker",
    fine: containerOf("proxy", { envs: ["KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 http2 ssl"] }),
    breaks: [
      [
        "envs",
        ["KONG_PROXY_LISTEN=0.0.0.0:8000"],
        `docker:Container "web": envs is KONG_PROXY_LISTEN=0.0.0.0:8000, without a listener that speaks TLS; allowed: HTTPS. Give the ingress tls and https. ${cited}`,
      ],
    ],
  },
  {
    what: "a listener with a certificate",
    fine: listener,
    breaks: [
      [
        "sslPolicy",
        "ELBSecurityPolicy-TLS-1-1-2017-01",
        `aws:Listener "web": sslPolicy is "ELBSecurityPolicy-TLS-1-1-2017-01"; allowed: a policy from TLSv1.2 on. Set it to "ELBSecurityPolicy-TLS13-1-2-2021-06". ${cited}`,
      ],
      [
        "sslPolicy",
        undefined,
        `aws:Listener "web": sslPolicy is not set; allowed: a policy from TLSv1.2 on. Set it to "ELBSecurityPolicy-TLS13-1-2-2021-06". ${cited}`,
      ],
    ],
  },
  {
    what: "a listener that redirects",
    fine: subject("aws:lb/listener:Listener", {
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", statusCode: "HTTP_301" } }],
    }),
    breaks: [
      [
        "defaultActions",
        [{ type: "forward" }],
        `aws:Listener "web": protocol is "HTTP"; allowed: "HTTPS", or a redirect to it. Listen with a certificate; redirect port 80. ${cited}`,
      ],
    ],
  },
  {
    what: "a distribution",
    fine: subject("aws:cloudfront/distribution:Distribution", {
      defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
      viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    }),
    breaks: [
      [
        "defaultCacheBehavior.viewerProtocolPolicy",
        "allow-all",
        `aws:Distribution "web": defaultCacheBehavior.viewerProtocolPolicy is "allow-all"; allowed: "redirect-to-https" or "https-only". Set it. ${cited}`,
      ],
      [
        "viewerCertificate.minimumProtocolVersion",
        "TLSv1.1_2016",
        `aws:Distribution "web": viewerCertificate.minimumProtocolVersion is "TLSv1.1_2016"; allowed: TLSv1.2 and newer. Set it to "TLSv1.2_2021"; it needs a certificate of your own. ${cited}`,
      ],
    ],
  },
  {
    what: "an Ingress",
    fine: subject("kubernetes:networking.k8s.io/v1:Ingress", {
      spec: {
        tls: [{ hosts: ["shop.example.com"], secretName: "shop" }],
        rules: [{ host: "shop.example.com" }],
      },
    }),
    breaks: [
      [
        "spec.tls",
        undefined,
        `kubernetes:Ingress "web": spec.rules[0].host is "shop.example.com"; allowed: hosts that spec.tls names. Add the host and its secret to spec.tls. ${cited}`,
      ],
    ],
  },
  {
    what: "a Gateway",
    fine: subject("kubernetes:gateway.networking.k8s.io/v1:Gateway", {
      spec: {
        listeners: [
          { port: 80, protocol: "HTTP" },
          { port: 443, protocol: "HTTPS" },
        ],
      },
    }),
    breaks: [
      [
        "spec.listeners.1.protocol",
        "HTTP",
        `kubernetes:Gateway "web": spec.listeners[1].protocol is "HTTP"; allowed: "HTTPS" or "TLS". Listen with a certificate. ${cited}`,
      ],
    ],
  },
]);

describe(requireTls.name, () => {
  it("has its oldest protocol from the stack", () => {
    expect(messagesOf(requireTls, [reload], { minimum: "TLSv1.3" })).toEqual([
      `docker:Container "web": uploads[0].content is ssl_protocols TLSv1.2 TLSv1.3; allowed: TLSv1.3 and newer. Leave out TLSv1.2. ${cited}`,
    ]);
  });

  it("holds in production alone", () => {
    const open = broken(reload, "uploads.0.content", configuration("TLSv1.3", "listen 8080;"));
    expect(messagesOf(requireTls, [open], { environment: "staging" })).toEqual([]);
  });
});
