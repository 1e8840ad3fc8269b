import { passwordPath } from "./redis";

/**
 * How the buckets of an account are saved: by the role of the task, these alone, and tried out without a bucket to put them in: each
 * object of the archive is compared with what was read. In addition to the scripts of object stores, whose functions these take the
 * place of.
 */
export const accountScript = `
store() {
  # They are there, and are made by nobody else.
  [ "$1" != mkdir ] || return 0
  RCLONE_CONFIG_STORE_TYPE=s3 RCLONE_CONFIG_STORE_PROVIDER=AWS RCLONE_CONFIG_STORE_ENV_AUTH=true RCLONE_CONFIG_STORE_REGION=$REGION \\
    RCLONE_CONFIG_STORE_NO_CHECK_BUCKET=true \\
    rclone --config '' --cache-dir /tmp/cache --log-level ERROR --retries 3 --transfers 4 "$@"
}
buckets() { printf '%s\\n' $BUCKETS; }
engine_clean() { rm -rf /scratch/restored /scratch/lists; }
engine_drill() { # folder of the backup
  unpack "$1"
  engine_clean
  age=$(age_of "\${1##*/}")
  put marker_age "$age"
  judge_age "$age" "$GAP" data
}
`;

/**
 * How a MariaDB is asked that a provider runs: at the address that the environment has, and encrypted. Its certificate is of an
 * authority of the provider's that no image knows; the network is the system's own. In addition to the scripts of MariaDB.
 */
export const encryptedScript = `
HOST=$STORE_HOST
remote() { # program, options
  program=$1
  shift
  MYSQL_PWD=$(cat ${passwordPath}) "$program" --no-defaults --ssl --skip-ssl-verify-server-cert --default-character-set=utf8mb4 --protocol=tcp -h "$HOST" -P "$PORT" -u "$OWNER" "$@"
}
`;

/** Where the snapshot lies that a provider's service has written. */
export const exportedSnapshot = "/backup/.exported.rdb";

/**
 * How a Redis is saved that gives nobody its data over the network: its service has written a snapshot to a file. In addition to the
 * scripts of Redis.
 */
export const exportedScript = `
remote() {
  case $1 in
    ping) echo PONG ;;
    --rdb) cp ${exportedSnapshot} "$2" ;;
    *) die "the service answers no $1" ;;
  esac
}
`;
