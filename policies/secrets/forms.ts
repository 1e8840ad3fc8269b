/** A private key, to its end or to that of the text. */
export const privateKey =
  /-----BEGIN (?:[A-Z0-9 ]* )?PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9 ]* )?PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Words that are secrets by their form: policies refuse them where all may read, and previews do not show them. */
export const secretForms: readonly RegExp[] = [
  // Keys of clouds, forges, registries and services.
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bgl(?:pat|rt|dt|ptt|soat|cbt|ft|imt|agent)-[\w-]{16,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\bxapp-\d-[\w-]{10,}/g,
  /\b[rs]k_(?:live|test)_\w{10,}/g,
  /\bwhsec_[\w+/=]{16,}/g,
  /\bsk-(?=[\w-]*\d)[\w-]{16,}/g,
  /\bpul-[0-9a-f]{40}\b/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bpypi-[\w-]{16,}/g,
  /\bdckr_(?:pat|oat)_[\w-]{16,}/g,
  /\bd(?:op|oo|or)_v1_[0-9a-f]{32,}/g,
  /\bdp\.(?:pt|st|ct|sa)\.[\w.-]{16,}/g,
  /\bhv[sbr]\.[\w-]{16,}/g,
  /\bAIza[\w-]{35}/g,
  /\bya29\.[\w-]{16,}/g,
  /\bGOCSPX-[\w-]{16,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bkey-[0-9a-f]{32}\b/g,
  /\b(?:SK|AC)[0-9a-f]{32}\b/g,
  /\bshp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}\b/g,
  /\b(?:lin_api|figd|glsa|glc|sbp|ntn|hf|r8|sntrys|tfp|rnd|fly|nfp|phc|phx)_[\w+/=.-]{16,}/g,
  /\bdapi[0-9a-f]{32}\b/g,
  /\bxkeysib-[\w-]{16,}/g,
  /\btskey-[\w-]{10,}/g,
  /\bATATT3x[\w=-]{16,}/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
  /\bS[AUCON][A-Z2-7]{56}\b/g,
  /\b\d{8,10}:AA[\w-]{33}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // Hashes of passwords, which are tried out at home.
  /\$(?:2[abxy]?|5|6|7|y|1|apr1|argon2(?:id?|d)|scrypt|pbkdf2[\w-]*)\$(?:[\w./$=+-]|,(?=[a-z]=)){16,}/g,
  /\bSCRAM-SHA-(?:1|256|512)\$[\w:+/=$]+/g,
  /\{(?:S?SHA(?:256|512)?|CRYPT|MD5)\}[\w+/=$.]{12,}/g,
  /(?<=")md5[0-9a-f]{32}(?=")/g,
];
