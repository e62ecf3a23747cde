#!/usr/bin/env bash
# Starts PostgreSQL as the published image does: the first start makes the
# cluster from POSTGRES_USER, POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE),
# POSTGRES_DB, POSTGRES_INITDB_ARGS and POSTGRES_HOST_AUTH_METHOD; arguments go
# to the server. Left out: scripts in /docker-entrypoint-initdb.d, which are
# refused rather than passed over.
set -euo pipefail

fail() {
	printf 'docker-entrypoint.sh: %s\n' "$*" >&2
	exit 1
}

make_cluster() {
	local user=${POSTGRES_USER:-postgres} password=${POSTGRES_PASSWORD:-}
	local database=${POSTGRES_DB:-$user} auth=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
	if [[ -n ${POSTGRES_PASSWORD_FILE:-} ]]; then
		password=$(<"$POSTGRES_PASSWORD_FILE")
	fi
	if [[ -z $password && $auth != trust ]]; then
		fail 'set POSTGRES_PASSWORD: a new database needs a password for its superuser'
	fi
	if compgen -G '/docker-entrypoint-initdb.d/*' >/dev/null; then
		fail 'this image runs no scripts from /docker-entrypoint-initdb.d: use the published one'
	fi
	local -a args
	read -ra args <<<"${POSTGRES_INITDB_ARGS:-}"
	if [[ -n $password ]]; then
		args+=(--pwfile=/dev/fd/3)
	fi
	initdb --username="$user" "${args[@]}" 3< <(printf '%s\n' "$password")
	printf '\nhost all all all %s\n' "$auth" >>"$PGDATA/pg_hba.conf"
	if [[ $database != postgres ]]; then
		# The server without a socket: nobody can reach a half-made cluster.
		postgres --single postgres <<<"CREATE DATABASE \"${database//\"/\"\"}\"" >/dev/null
	fi
}

if [[ $# -eq 0 || $1 == -* ]]; then
	set -- postgres "$@"
fi
if [[ $1 != postgres ]]; then
	exec "$@"
fi
if [[ $(id -u) == 0 ]]; then
	install -d -o postgres -g postgres -m 0700 "$PGDATA"
	install -d -o postgres -g postgres -m 3775 /var/run/postgresql
	exec setpriv --reuid=postgres --regid=postgres --init-groups "${BASH_SOURCE[0]}" "$@"
fi
umask 077
if [[ ! -s $PGDATA/PG_VERSION ]]; then
	make_cluster
fi
exec "$@"
