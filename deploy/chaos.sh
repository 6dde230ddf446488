#!/usr/bin/env bash
# Rounds of random history, faults and comparison against a PostgreSQL, a Flink and an Oracle stand-in, in one process or
# on processes of their own. Needs a JDK and Maven. Builds the job and its tests, and leaves nothing behind but its log.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/job/target

usage() {
  cat <<'USAGE'
Usage: bash deploy/chaos.sh [--cluster] [--minutes N] [--seed S] [--postgres 14|15|16|17|18]
                            [--writers N] [--mutant NAME | --mutants | --controls] [--help]

Migrates a database while many writers change it and one fault after another is done to the
job, its connections and its checkpoints; then compares every row of both sides, and holds
every change that took effect at the target against what the source committed. One round
takes about 90 seconds, with --cluster up to 5 minutes, and has a seed of its own.

  --cluster      sealane.jar on a Flink cluster of processes: kills and freezes these, the
                 source and the target, leaves connections half open, fills the disk under
                 the checkpoints (as root only), and waits for the recovery from each
  --minutes N    begin rounds for this long, at least one (default 1)
  --seed S       seed of the first round, the next has S + 1, and so on (default 1)
  --postgres V   major version of the server, 14 to 18 (default 16)
  --writers N    writers at the source, 1 to 32 (default 8, with --mutant 4)
  --mutant NAME  switches a protection of the product off, in this process alone, and does the
                 faults that need it, in shorter rounds: they must fail. Several are joined
                 by a plus. The names are in job/docs/chaos/mutants.md
  --mutants      every protection in turn, and those that stand behind another together with
                 it; 15 to 20 minutes
  --controls     what is done for these, with every protection on: nothing may fail; about
                 12 minutes
  --help         this help

Examples:
  bash deploy/chaos.sh --minutes 10 --seed 1
  bash deploy/chaos.sh --minutes 10 --seed 1 --postgres 18
  bash deploy/chaos.sh --seed 4711                 replays the round of seed 4711
  bash deploy/chaos.sh --cluster --minutes 10      faults to processes
  bash deploy/chaos.sh --mutant FENCE --seed 1     must find rows that were applied twice

Exit codes: 0 every round right, 1 a difference, a migration that stopped, or, in a run of
10 minutes or more, a protection that never fired; 2 wrong usage or a missing tool, 70 the
run itself failed. With --mutant: 1 it was caught, 0 it was not. With --mutants: 0 each came
out as it is written in mutants.md, 1 one did not; with --controls: 0 none failed.
USAGE
}

fail() {
  echo "chaos.sh: $*" >&2
  exit 2
}

cluster=no minutes=1 seed=1 postgres=16 writers='' main=Chaos mutant='' controls=no
while [ $# -gt 0 ]; do
  case $1 in
    --cluster) cluster=yes ;;
    --mutants) main=MutantChaos ;;
    --controls) main=MutantChaos controls=yes ;;
    --mutant)
      [[ ${2-} =~ ^[A-Za-z_+]+$ ]] || fail "Invalid value for --mutant: '${2-}'. See job/docs/chaos/mutants.md."
      main=MutantChaos mutant=$2
      shift
      ;;
    --minutes | --seed | --writers)
      [[ ${2-} =~ ^[0-9]{1,9}$ ]] || fail "Invalid value for $1: '${2-}'. Give a whole number."
      printf -v "${1#--}" %d "$((10#$2))"
      shift
      ;;
    --postgres)
      postgres=${2-}
      shift
      ;;
    --help | -h) usage && exit 0 ;;
    *) fail "Unknown option '$1'. See: bash deploy/chaos.sh --help" ;;
  esac
  shift
done
if [ $main = Chaos ]; then writers=${writers:-8}; else writers=${writers:-4}; fi
[ "$writers" -ge 1 ] && [ "$writers" -le 32 ] || fail "Invalid value for --writers: $writers. Give 1 to 32."
[ $main = Chaos ] || [ $cluster = no ] || fail "A protection is switched off in this process only: not with --cluster."
case $postgres in
  14 | 15 | 16 | 17 | 18) ;;
  *) fail "Invalid value for --postgres: '$postgres'. Give 14, 15, 16, 17 or 18." ;;
esac

# Java and Maven -----------------------------------------------------------------------------------------------------
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
command -v "${bin}javac" > /dev/null ||
  fail "Cannot find a JDK: no ${bin}javac. Install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME."
command -v mvn > /dev/null || fail "Cannot find Maven: no mvn on the PATH. Install Maven 3.8 or newer."

# The parent names the newest binaries of each major version that the tests run on.
version=$(sed -n "s:.*<postgres$postgres.version>\(.*\)</postgres$postgres.version>.*:\1:p" "$root/pom.xml")
classpath=$target/chaos-$postgres.classpath
goals=(test-compile)
[ $cluster = no ] || goals=(-DskipTests package)
(cd "$root" && mvn -q -B -Dstyle.color=never -Dquick -pl job -am -Dpostgres.version="$version" \
  "${goals[@]}" dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classpath") ||
  fail "Cannot build Sealane: Maven failed, see above."

# Run ----------------------------------------------------------------------------------------------------------------
mkdir -p "$target/logs"
log=$target/logs/chaos-$(date +%Y%m%d-%H%M%S)-$$.log
echo "Log: $log"
options=(--minutes "$minutes" --seed "$seed" --postgres "$postgres" --writers "$writers")
[ -z "$mutant" ] || options+=(--mutant "$mutant")
[ $controls = no ] || options+=(--controls)
directory='' run=''

# Whatever ended the run, also what it could not end itself. The logs of a run that failed stay.
clean_up() {
  trap - EXIT INT TERM
  [ -z "$run" ] || { kill "$run" 2> /dev/null && wait "$run"; } || true
  [ ! -d "$directory/cluster" ] || bash "$root/deploy/cluster/cluster.sh" stop --dir "$directory/cluster" > /dev/null || true
  umount -l "$directory/disk" 2> /dev/null || true
  [ "$1" = 0 ] || [ ! -d "$directory/cluster/log" ] || mv "$directory/cluster/log" "${log%.log}-cluster"
  rm -rf "$directory"
  exit "$1"
}
if [ $cluster = yes ]; then
  directory=$(mktemp -d "${TMPDIR:-/tmp}/sealane-chaos.XXXXXX")
  options+=(--cluster --directory "$directory")
  trap 'clean_up $?' EXIT
  trap 'clean_up 130' INT
  trap 'clean_up 143' TERM
fi

"${bin}java" -Xmx2g -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError -Duser.timezone=UTC \
  --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
  --add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.time=ALL-UNNAMED \
  -Dlog4j2.configurationFile="$root/job/src/test/resources/log4j2-chaos.properties" -Dsealane.log="$log" \
  -cp "$target/test-classes:$target/classes:$(cat "$classpath")" "io.sealane.chaos.$main" "${options[@]}" &
run=$!
result=0
wait "$run" || result=$?
run=''
exit "$result"
