/**
 * How a backup goes from the container that has it to one that saves the same store elsewhere, whatever runs either: as one stream of plain
 * files, the same from and to everywhere. Checksums are asked at both ends.
 */
export const carryScript = `carry_out() { # name of a backup; the stream goes to stdout
  folder=$(folder_of "$1")
  check "$folder"
  { echo "$1"; engine_shared "$folder"; } > /tmp/sent.$$
  tar -C "\${folder%/*}" -c -f - -T /tmp/sent.$$
  rm -f /tmp/sent.$$
}
carry_in() { # name of a backup; the stream comes from stdin
  coming=$fetched/.coming
  rm -rf "$coming"
  mkdir -p "$coming"
  # Who the files belonged to elsewhere says nothing here.
  tar -C "$coming" -x -o -f - || { rm -rf "$coming"; die "$1 did not come whole, or there is no room for it"; }
  check "$coming/$1" || { rm -rf "$coming"; exit 1; }
  if [ -d "$root/$1" ] && ! cmp -s "$root/$1/SHA256SUMS" "$coming/$1/SHA256SUMS"; then
    rm -rf "$coming"
    die "there is another backup of the name $1 here; take one more where it comes from, which gets another name"
  fi
  if [ -d "$coming/.pool" ]; then mkdir -p "$fetched/.pool" && cp -R "$coming/.pool/." "$fetched/.pool/"; fi
  rm -rf "\${fetched:?}/$1"
  mv "$coming/$1" "$fetched/$1"
  rm -rf "$coming"
}
# What came from elsewhere is restored and no longer needed here.
let_go() { # name of a backup
  rm -rf "\${fetched:?}/$1"
  if [ -z "$(names "$fetched")" ]; then rm -rf "\${fetched:?}/.pool"; fi
}
`;
