/** Names of response headers by which the check tells nginx what it found; no client sees them. */
export const found = { issuer: "X-Jwt-Issuer", refusal: "X-Jwt-Refusal" } as const;

/**
 * The check of a bearer token as JavaScript for njs (≥ 0.8.0). `jwt` is the preloaded file of the issuer and its key. A request with
 * two tokens is refused, because a service could read the other one.
 */
export const gatewayScript = `const encoded = /^[A-Za-z0-9_-]+$/;

function claims(part) {
  const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("not an object");
  return value;
}

function tokenOf(r) {
  const given = r.rawHeadersIn.filter((header) => header[0].toLowerCase() === "authorization");
  if (given.length === 0) return { refusal: "a bearer token is needed" };
  if (given.length > 1) return { refusal: "there is more than one Authorization header" };
  const words = given[0][1].split(" ");
  if (words.length !== 2 || words[0].toLowerCase() !== "bearer") return { refusal: "a bearer token is needed" };
  const parts = words[1].split(".");
  if (parts.length !== 3 || !parts.every((part) => encoded.test(part))) return { refusal: "the token is malformed" };
  return { parts };
}

function claimRefusal(payload) {
  const now = Date.now() / 1000;
  if (payload.iss !== jwt.issuer) return "the token has another issuer";
  if (typeof payload.exp !== "number") return "the token never expires";
  if (payload.exp <= now) return "the token has expired";
  if (payload.nbf !== undefined && typeof payload.nbf !== "number") return "the token is malformed";
  if (payload.nbf > now) return "the token is not valid yet";
  return undefined;
}

async function isSigned(parts) {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", Buffer.from(jwt.key, "base64"), algorithm, false, ["verify"]);
  const signed = Buffer.from(parts[0] + "." + parts[1]);
  return crypto.subtle.verify(algorithm, key, Buffer.from(parts[2], "base64url"), signed);
}

async function refusalOf(r) {
  const token = tokenOf(r);
  if (token.refusal !== undefined) return token.refusal;
  let header;
  let payload;
  try {
    header = claims(token.parts[0]);
    payload = claims(token.parts[1]);
  } catch (e) {
    return "the token is malformed";
  }
  // The token never chooses how it is checked.
  if (header.alg !== "RS256") return "the token is not signed with RS256";
  if (header.crit !== undefined) return "the token asks for extensions";
  let signed = false;
  try {
    signed = await isSigned(token.parts);
  } catch (e) {
    signed = false;
  }
  return signed ? claimRefusal(payload) : "the signature does not fit";
}

async function check(r) {
  const refusal = await refusalOf(r);
  if (refusal === undefined) r.headersOut["${found.issuer}"] = jwt.issuer;
  else r.headersOut["${found.refusal}"] = refusal;
  r.return(refusal === undefined ? 204 : 401);
}

export default { check };
`;
