#!/bin/sh
# Gives this job the key to a Docker host: SSH_KEY and SSH_KNOWN_HOSTS in the environment, both secrets of the
# pipeline. Without a key it does nothing: the engine is then reached otherwise.
set -eu

[ -n "${SSH_KEY:-}" ] || exit 0
[ -n "${SSH_KNOWN_HOSTS:-}" ] || {
  echo "SSH_KNOWN_HOSTS is not set: without the host's key anybody could stand in for it. Get it: ssh-keyscan HOST" >&2
  exit 1
}
umask 077
mkdir -p "$HOME/.ssh"
printf '%s\n' "$SSH_KEY" > "$HOME/.ssh/id_trireme"
printf '%s\n' "$SSH_KNOWN_HOSTS" >> "$HOME/.ssh/known_hosts"
printf 'IdentityFile ~/.ssh/id_trireme\nStrictHostKeyChecking yes\n' >> "$HOME/.ssh/config"
