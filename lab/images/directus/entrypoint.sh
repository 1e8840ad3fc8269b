#!/bin/sh
# As the official image starts it: tables, migrations and the first administrator, then the server under pm2.
set -e
node cli.js bootstrap
exec node node_modules/pm2/bin/pm2-runtime start ecosystem.config.cjs
