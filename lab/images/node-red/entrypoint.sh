#!/bin/sh
# As the official image starts it: the user's folder is /data, and FLOWS names the file of the flows there.
exec node node_modules/node-red/red.js --userDir /data "$@" ${FLOWS:+"$FLOWS"}
