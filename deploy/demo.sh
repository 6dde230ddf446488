#!/usr/bin/env bash
# The demo in one command: a PostgreSQL, a Flink and an Oracle stand-in on this machine, one migration between them.
# Needs a JDK and Maven. Builds what is missing, starts one Java process, and leaves nothing behind but its log.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/deploy/demo/target

usage() {
  cat <<'USAGE'
Usage: bash deploy/demo.sh [--rows N] [--seconds N] [--keep | --databases] [--no-color] [--help]

Migrates a PostgreSQL shop to the Oracle stand-in while it is being written to, on this
machine alone, and compares every row of both sides at the end.

  --rows N      rows in the shop when the migration begins, 100 to 20000000 (default 300000)
  --seconds N   seconds for which the load goes on after the copy is done (default 20)
  --keep        leave everything running after the comparison, until Ctrl-C; prints the URLs
  --databases   only both databases and the load (for 600 seconds), until Ctrl-C; for a
                migration on a Flink of yours, with deploy/demo/target/shop/migration.yaml
  --no-color    no colours; the variable NO_COLOR does the same
  --help        this help

Exit codes: 0 every row is equal, 1 not, or the demo failed, 2 wrong usage or a missing
tool, 130 interrupted.
USAGE
}

fail() {
  echo "demo.sh: $*" >&2
  exit 2
}

rows=300000 seconds= options=() colour=yes databases=no
while [ $# -gt 0 ]; do
  case $1 in
    --rows | --seconds)
      [[ ${2-} =~ ^[0-9]{1,9}$ ]] || fail "Invalid value for $1: '${2-}'. Give a whole number."
      if [ "$1" = --rows ]; then rows=$((10#$2)); else seconds=$((10#$2)); fi
      shift
      ;;
    --keep) options+=(--keep) ;;
    --databases) databases=yes options+=(--databases) ;;
    --no-color) colour=no ;;
    --help | -h) usage && exit 0 ;;
    *) fail "Unknown option '$1'. See: bash deploy/demo.sh --help" ;;
  esac
  shift
done
[ "$rows" -ge 100 ] && [ "$rows" -le 20000000 ] || fail "Invalid value for --rows: $rows. Give 100 to 20000000."

[ -n "$seconds" ] || { [ $databases = yes ] && seconds=600 || seconds=20; }

# Java and Maven -----------------------------------------------------------------------------------------------------
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
command -v "${bin}javac" > /dev/null ||
  fail "Cannot find a JDK: no ${bin}javac. Install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME."
version=$("${bin}java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = *//p')
[ "${version%%.*}" -ge 17 ] || fail "Cannot run on Java $version. Install a JDK 17 or newer, or set JAVA_HOME."

needs_build() {
  [ -f "$target/built" ] && [ -f "$root/job/target/sealane.jar" ] && [ -f "$target/classpath.txt" ] || return 0
  local jar
  while read -r jar; do [ -f "$jar" ] || return 0; done < <(tr ':' '\n' < "$target/classpath.txt")
  [ -n "$(cd "$root" && find pom.xml udfs job deploy/oracle-standin deploy/demo -name target -prune -o \
    -type f \( -name pom.xml -o -path '*/src/main/*' \) -newer "$target/built" -print -quit)" ]
}

if needs_build; then
  command -v mvn > /dev/null || fail "Cannot find Maven: no mvn on the PATH. Install Maven 3.8 or newer."
  echo "Building Sealane; the first time Maven also downloads what it needs ..."
  mkdir -p "$target"
  touch "$target/building"
  (cd "$root" && mvn -q -B -Dquick -Dmaven.test.skip=true -pl deploy/demo -am package) > "$target/build.log" 2>&1 || {
    tail -n 40 "$target/build.log" >&2
    fail "Cannot build Sealane: Maven failed, see above and $target/build.log."
  }
  # The time at which the build began: what was edited during it is newer.
  mv "$target/building" "$target/built"
fi

# Run ----------------------------------------------------------------------------------------------------------------
if [ $databases = yes ]; then
  # Where its reader finds it.
  work=$target/shop
  mkdir -p "$target"
  mkdir "$work" 2> /dev/null || fail "Another demo uses $work. Stop it, or remove that folder if none runs."
else
  work=$(mktemp -d "${TMPDIR:-/tmp}/sealane-demo.XXXXXX")
fi
java_pid=
cleanup() {
  trap '' INT TERM HUP
  if [ -n "$java_pid" ] && kill "$java_pid" 2> /dev/null; then
    wait "$java_pid" 2> /dev/null || true
  fi
  # A Java process that was killed outright leaves its PostgreSQL behind.
  if [ -s "$work/data/postmaster.pid" ]; then
    local postgres
    postgres=$(head -n 1 "$work/data/postmaster.pid")
    kill -QUIT "$postgres" 2> /dev/null || true
    for _ in {1..50}; do
      kill -0 "$postgres" 2> /dev/null || break
      sleep 0.1
    done
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

mkdir -p "$target/logs"
log=$target/logs/demo-$(date +%Y%m%d-%H%M%S)-$$.log
if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
  options+=(--terminal)
  [ "$colour" = no ] || [ -n "${NO_COLOR-}" ] || options+=(--color)
fi

# A process group of its own, so that Ctrl-C reaches this script alone and everything is stopped in order.
set -m
"${bin}java" -Xmx2g -XX:+UseParallelGC -Duser.timezone=UTC \
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
  --add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED \
  -Dlog4j2.configurationFile="$root/conf/log4j2-demo.properties" -Dsealane.log="$log" \
  -cp "$target/classes:$root/job/target/sealane.jar:$(cat "$target/classpath.txt")" io.sealane.demo.Demo \
  --rows "$rows" --seconds "$seconds" --root "$root" --work "$work" --log "$log" ${options[@]+"${options[@]}"} < /dev/null 2>> "$log" &
java_pid=$!
set +m
status=0
wait "$java_pid" 2> /dev/null || status=$?
java_pid=
[ "$status" -le 130 ] || echo "demo.sh: The demo's Java process was killed (status $status). Log: $log" >&2
exit "$status"
