#!/bin/sh
# The official image is compiled with protected mode off: a container is reached from its network, never from loopback.
case " $* " in
  *" --protected-mode "* | *" --version "* | *" -v "* | *" --help "* | *" -h "*) exec /usr/bin/redis-server "$@" ;;
esac
exec /usr/bin/redis-server "$@" --protected-mode no
