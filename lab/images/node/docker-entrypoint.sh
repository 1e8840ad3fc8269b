#!/bin/sh
set -e
# Arguments that are not a command are the interpreter's: options, or a script's name.
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ] || { [ -f "$1" ] && ! [ -x "$1" ]; }; then
  set -- node "$@"
fi
exec "$@"
