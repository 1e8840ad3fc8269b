/**
 * A shell script that asks its own container over HTTP or TCP with what the image has. What it asks are arguments, never text
 * of the script: `http <port> <path> <seconds>` or `tcp <port> <seconds>`.
 */
export const askScript = `has() { command -v "$1" >/dev/null 2>&1; }
case $1 in
http)
  url=http://127.0.0.1:$2$3
  if has curl; then exec curl -gfsS -m "$4" -o /dev/null "$url"; fi
  if has wget; then exec wget -q -T "$4" -O /dev/null "$url"; fi
  if has python3; then exec python3 -c 'import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=float(sys.argv[2]))' "$url" "$4"; fi
  if has node; then exec node -e 'fetch(process.argv[1], { signal: AbortSignal.timeout(1000 * process.argv[2]) }).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))' "$url" "$4"; fi
  ;;
tcp)
  if has nc; then exec nc -z -w "$3" 127.0.0.1 "$2"; fi
  if has bash; then exec bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1"' bash "$2"; fi
  if has python3; then exec python3 -c 'import sys, socket; socket.create_connection(("127.0.0.1", int(sys.argv[1])), float(sys.argv[2]))' "$2" "$3"; fi
  if has node; then exec node -e 'require("net").connect(+process.argv[1], "127.0.0.1", () => process.exit(0)).on("error", () => process.exit(1))' "$2"; fi
  ;;
esac
echo "the image has none of curl, wget, nc, bash, python3 and node that could ask; add one, or give the service a health command of its own" >&2
exit 1
`;
