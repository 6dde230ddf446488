#!/usr/bin/env bash
# Measures the table snapshot in one run on one machine: PostgreSQL's COPY alone as the limit, the source alone, and the
# whole job into the Oracle stand-in. Ratios are what counts; the stand-in says nothing about Oracle's speed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/job/target

usage() {
  cat <<'USAGE'
Usage: bash deploy/bench.sh [--rows N] [--heap MB] [--parallelism N] [--store] [--help]

Copies one table of about 125 bytes a row three times: by COPY alone, by the source into
nothing, by the whole job through Oracle's driver into the stand-in, and prints rows a
second with the ratio to COPY alone. Flink and the stand-in share one heap.

  --rows N          rows of the table (default 2000000)
  --heap MB         limit of the heap (default 512)
  --parallelism N   readers and writers (default 2)
  --store           the stand-in keeps the rows; by default it decodes and counts them
  --help            this help

Examples:
  bash deploy/bench.sh
  bash deploy/bench.sh --rows 20000000      ten times the rows in the same heap
USAGE
}

fail() {
  echo "bench.sh: $*" >&2
  exit 2
}

rows=2000000 heap=512 parallelism=2 store=()
while [ $# -gt 0 ]; do
  case $1 in
    --rows | --heap | --parallelism)
      [[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || fail "Invalid value for $1: '${2-}'. Give a whole number from 1 on."
      printf -v "${1#--}" %d "$2"
      shift
      ;;
    --store) store=(--store) ;;
    --help | -h) usage && exit 0 ;;
    *) fail "Unknown option '$1'. See: bash deploy/bench.sh --help" ;;
  esac
  shift
done

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
command -v "${bin}javac" > /dev/null ||
  fail "Cannot find a JDK: no ${bin}javac. Install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME."
command -v mvn > /dev/null || fail "Cannot find Maven: no mvn on the PATH. Install Maven 3.8 or newer."

classpath=$target/bench.classpath
(cd "$root" && mvn -q -B -Dstyle.color=never -Dquick -pl job -am \
  test-compile dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath") ||
  fail "Cannot build Sealane: Maven failed, see above."

exec "${bin}java" "-Xmx${heap}m" -XX:+ExitOnOutOfMemoryError -Duser.timezone=UTC \
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
  --add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED \
  -Dlog4j2.configurationFile="$root/job/src/test/resources/log4j2-chaos.properties" \
  -Dsealane.log="$target/bench.log" \
  -cp "$target/test-classes:$target/classes:$(cat "$classpath")" io.sealane.bench.Bench \
  --rows "$rows" --parallelism "$parallelism" "${store[@]}"
