import { z } from "zod";
import { bytes, headerBounds, isBytes, type Bytes } from "../model";

/** An amount of memory or storage. */
export const size = z
  .string()
  .refine(
    (text): text is Bytes => isBytes(text) && bytes(text) >= 2 ** 20 && bytes(text) <= 2 ** 50,
    'expected a size such as "256Mi" or "1Gi", from 1Mi to 1024Ti',
  )
  // What `isBytes` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti)$" });

/** Room for the headers of a request or of a response. */
export const headerSize = z
  .string()
  .refine(
    (text): text is Bytes =>
      isBytes(text) && bytes(text) >= bytes(headerBounds.least) && bytes(text) <= bytes(headerBounds.most),
    `expected a size such as "32Ki", from ${headerBounds.least} to ${headerBounds.most}`,
  )
  // What `isBytes` takes, for editors.
  .meta({ pattern: "^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti)$" });

/** Addresses of a network, in clear or as IPv6. */
export const cidr = z
  .string()
  .refine(
    (text) => z.union([z.cidrv4(), z.cidrv6()]).safeParse(text).success,
    "expected a range of addresses such as 10.20.0.0/16",
  );

/** Name of an object of a cluster: labels of 63 characters at most, 253 in all (RFC 1123). */
export const objectName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "expected lower-case letters, digits, inner hyphens and dots; at most 63 between dots, 253 in all",
  );

/** Where a server answers; other schemes than these are for no client of ours. */
export const httpUrl = z
  .url({ protocol: /^https?$/, hostname: /^\[?[A-Za-z0-9.:-]+\]?$/ })
  .max(2048)
  // What the protocol says, for editors.
  .meta({ pattern: "^https?://" });

/** The same where a secret stands in it, or is sent along. */
export const httpsUrl = z.url({ protocol: /^https$/, hostname: /^\[?[A-Za-z0-9.:-]+\]?$/ }).max(2048);
