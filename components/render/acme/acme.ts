import { createHash } from "node:crypto";

/** Where the proxy and the client of the certificate authority meet: challenges, and the certificate with its key. */
export const acmeFolder = "/var/lib/acme";
/**
 * The client's own state: accounts, keys and every certificate. No folder of its image: the engine gives a new volume
 * the owner of the folder that it covers.
 */
export const acmeState = "/var/lib/acme-state";

const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

export interface AcmeOptions {
  readonly hosts: readonly string[];
  readonly email: string;
  /** URL of the authority's directory. @default Let's Encrypt */
  readonly server?: string;
  /** Path of the certificate by which the authority's server is trusted. @default the image's own */
  readonly trust?: string;
  /** Folder for the metric; absent: none is written. */
  readonly metrics?: string;
  /** What tells this stack from others, so that not all of them ask at the same minute. */
  readonly seed: string;
  /** Days before its end at which the certificate counts as forgotten. */
  readonly warning: number;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Twice a day. */
const round = 43_200;

/** Seconds after midnight and noon, UTC, at which a stack looks whether its certificate is due. */
export function renewalOffset(seed: string): number {
  return Number.parseInt(hash(seed).slice(0, 8), 16) % round;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const describeCertificate = `
import datetime, sys, warnings
warnings.simplefilter("ignore")
from cryptography import x509
certificate = x509.load_pem_x509_certificate(open(sys.argv[1], "rb").read())
def seconds(name):
    aware = getattr(certificate, name + "_utc", None)
    return int((aware or getattr(certificate, name).replace(tzinfo=datetime.timezone.utc)).timestamp())
begin, end = seconds("not_valid_before"), seconds("not_valid_after")
# A private authority may issue for a day: then its last quarter is the time to worry.
print(end, end - min(int(sys.argv[2]) * 86400, (end - begin) // 4))
`.trim();

/**
 * A POSIX shell script around certbot, with one argument:
 *
 * - `issue` gets a certificate where there is none that holds, and ends
 * - `keep` does so at once and then twice a day, for good
 * - `force` gets a new one whether it is due or not, and ends
 * - `healthy` succeeds while the certificate is not about to end
 *
 * A certificate and its key appear whole in `pair.pem`, by one rename. One that cannot be renewed leaves the
 * older one in force.
 */
export function renderAcme(options: AcmeOptions): string {
  const { hosts, email, trust, metrics, warning } = options;
  const server = options.server ?? letsEncrypt;
  // Another authority's certificates are another line of them.
  const line = `trireme-${hash(server).slice(0, 8)}`;
  const domains = hosts.map((host) => `-d ${quoted(host)}`).join(" ");
  const gauges = [...hosts]
    .sort()
    .map((host) => `    echo 'certificate_expiry_timestamp_seconds{host="${host}"} '"$1"`);
  return `set -eu
state=${acmeState}
shared=${acmeFolder}
live=$state/live/${line}
${trust === undefined ? "" : `export REQUESTS_CA_BUNDLE=${quoted(trust)}\n`}
say() { echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"; }

describe() { python3 -c ${quoted(describeCertificate)} "$1" ${warning}; }

report() { # end of the certificate, whether the last attempt succeeded
${
  metrics === undefined
    ? "  :"
    : `  {
    echo '# HELP certificate_expiry_timestamp_seconds When the certificate of a host ends.'
    echo '# TYPE certificate_expiry_timestamp_seconds gauge'
${gauges.join("\n")}
    echo '# HELP certificate_renewal_success Whether the last look at the authority went well.'
    echo '# TYPE certificate_renewal_success gauge'
    echo "certificate_renewal_success $2"
  } > ${metrics}/.certificate.prom
  chmod 644 ${metrics}/.certificate.prom
  mv -f ${metrics}/.certificate.prom ${metrics}/certificate.prom`
}
}

publish() { # hands the newest certificate over, whole
  [ -s "$live/fullchain.pem" ] || return 0
  times=$(describe "$live/fullchain.pem") || return 1
  (umask 077; cat "$live/fullchain.pem" "$live/privkey.pem" > "$shared/.pair.pem")
  if cmp -s "$shared/.pair.pem" "$shared/pair.pem"; then rm "$shared/.pair.pem"; else
    mv -f "$shared/.pair.pem" "$shared/pair.pem"
    say "handed over a certificate"
  fi
  echo "$times" > "$shared/.times" && mv -f "$shared/.times" "$shared/times"
}

obtain() { # extra arguments
  mkdir -p "$shared/challenges"
  set -- "$@" --config-dir "$state" --work-dir /tmp/work --logs-dir /tmp/logs
  result=0
  certbot certonly --non-interactive --agree-tos --email ${quoted(email)} --no-eff-email \\
    --server ${quoted(server)} --cert-name ${line} --renew-with-new-domains --key-type ecdsa \\
    --webroot --webroot-path "$shared/challenges" ${domains} "$@" 2>&1 || result=$?
  publish || result=1
  end=0; [ ! -s "$shared/times" ] || read -r end _ < "$shared/times"
  if [ "$result" = 0 ]; then report "$end" 1; else report "$end" 0; fi
  return "$result"
}

case $1 in
issue) obtain --keep-until-expiring ;;
force) obtain --force-renewal ;;
healthy)
  read -r end worry < "$shared/times"
  [ "$(date +%s)" -lt "$worry" ] || { echo "the certificate ends at $(date -u -d "@$end")"; exit 1; }
  ;;
keep)
  trap 'exit 0' TERM INT
  turn=-1
  while :; do
    now=$((($(date +%s) + ${round - renewalOffset(options.seed)}) / ${round}))
    if [ "$now" != "$turn" ]; then
      turn=$now
      obtain --keep-until-expiring || say "no certificate was had; the next attempt is in 12 hours"
    fi
    sleep 20 & wait $!
  done
  ;;
*) echo "no such command: $1" >&2; exit 2 ;;
esac
`;
}
