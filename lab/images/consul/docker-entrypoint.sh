#!/bin/sh
# As far as systems use it, the official image's start: an agent with the image's folders.
set -eu
if [ "${1:-}" = agent ]; then
  shift
  set -- consul agent -data-dir=/consul/data -config-dir=/consul/config "$@"
fi
exec "$@"
