#!/usr/bin/env bash
# A Flink cluster on this machine: a JobManager and TaskManagers as processes of their own, from the jars that Maven has
# brought, or from an installed Flink when FLINK_HOME is set. Everything it makes lies in one directory.
set -euo pipefail
# The store of high availability holds jobs with all they need, passwords too.
umask 077

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sealane_jar=$root/job/target/sealane.jar

usage() {
  cat <<'USAGE'
Usage: bash deploy/cluster/cluster.sh COMMAND [options]

A Flink 1.20 cluster on this machine: a JobManager with its web UI and TaskManagers, each a
process of its own, all bound to the loopback interface.

Commands:
  start                  starts the cluster, and returns when it takes jobs
  status                 processes, slots, jobs and the web UI's address
  run OPTIONS            submits sealane.jar with `sealane run OPTIONS`, and returns when its
                         tasks run. -s PATH (go on from a savepoint or checkpoint) and
                         -p N (parallelism) are Flink's; all others are Sealane's
  flink ARGUMENTS        Flink's own client against this cluster: list, stop, cancel, run ...
  start-jobmanager       starts the JobManager again after it died
  start-taskmanager [N]  starts TaskManager N, by default the first that does not run
  stop                   stops every process; checkpoints, savepoints and logs stay

Options of start:
  --taskmanagers N       TaskManagers (default 2)
  --slots N              task slots of each (default 2)
  --port N               port of web UI and REST; 0 takes any that is free (default 8081)
  --high-availability    a ZooKeeper too: jobs go on by themselves after the JobManager died
  --until PID            stop by itself when the process PID has ended
Options of start, start-jobmanager and start-taskmanager:
  -Dkey=value            a setting of Flink, above those of config.yaml
  --class-path PATH      more jars or folders for the processes, such as metric reporters
Option of every command:
  --dir DIR              the cluster's directory: pids, conf, log, checkpoints, savepoints, ha
                         (default deploy/cluster/target)
  --help                 this help

Flink's configuration is config.yaml in conf/, or in FLINK_CONF_DIR when that is set; the one
that is in force is written to DIR/conf. With FLINK_HOME set, the jars of that Flink are used.
JVM_ARGS holds further options of the JVM, as with Flink's own scripts.

Examples:
  bash deploy/cluster/cluster.sh start
  bash deploy/cluster/cluster.sh run --config shop.yaml
  bash deploy/cluster/cluster.sh flink stop JOB-ID
  bash deploy/cluster/cluster.sh run -s SAVEPOINT --config shop.yaml
  bash deploy/cluster/cluster.sh stop
  bash deploy/cluster/cluster.sh start --taskmanagers 3 --slots 4 -Dtaskmanager.memory.process.size=4g

Exit codes: 0 ok, 1 a process does not run or did not start, 2 wrong usage or a missing tool;
of run and flink those of Sealane and of Flink's client.
USAGE
}

fail() {
  echo "cluster.sh: $*" >&2
  exit 1
}

misuse() {
  echo "cluster.sh: $* See: bash deploy/cluster/cluster.sh --help" >&2
  exit 2
}

# Processes ----------------------------------------------------------------------------------------------------------
# Each has a file with its process id in $dir/pids, and carries this mark on its command line, so that an id that the
# system has given to another process since is never taken for ours.
mark() { echo "-Dsealane.cluster=$dir/$1"; }

# Prints the process id of $1 if it runs.
pid_of() {
  local pid
  pid=$(cat "$dir/pids/$1" 2> /dev/null) && ps -ww -o args= -p "$pid" 2> /dev/null | grep -qF -e "$(mark "$1") " || return 1
  echo "$pid"
}

# launch NAME COMMAND...: in a session of its own, so that neither Ctrl-C nor the terminal's end reaches it.
launch() {
  local name=$1 session=()
  shift
  command -v setsid > /dev/null && session=(setsid)
  ${session[@]+"${session[@]}"} nohup "$@" >> "$dir/log/$name.out" 2>&1 < /dev/null \
    3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  echo $! > "$dir/pids/$name"
  # Until the mark is on its command line.
  for _ in {1..50}; do
    ! pid_of "$name" > /dev/null && kill -0 $! 2> /dev/null || break
    sleep 0.1
  done
}

# launch_java NAME MAIN-CLASS JVM-OPTIONS-FILE PROGRAM-ARGUMENTS...
launch_java() {
  local name=$1 main=$2 options=$3
  shift 3
  FLINK_CONF_DIR=$dir/conf FLINK_PLUGINS_DIR=$plugins launch "$name" "$java" "$(mark "$name")" \
    "@$options" ${JVM_ARGS-} "-Djava.io.tmpdir=$dir/tmp" "-Dlog.file=$dir/log/$name.log" "$log4j" \
    -cp "$class_path" "$main" "$@"
}

# A process that ends while it is waited for shall say why.
expect_alive() {
  pid_of "$1" > /dev/null && return
  tail -n 15 "$dir/log/$1.out" "$dir/log/$1.log" >&2 2> /dev/null || true
  fail "The $1 has ended. See $dir/log/$1.log."
}

# rest PATH: an answer of the JobManager, on one line.
rest() {
  (
    exec 3<> "/dev/tcp/127.0.0.1/$(setting rest.port)" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
    line='' status=''
    IFS= read -r -t 5 -u 3 status
    [[ $status == *' 200 '* ]] || exit 1
    while IFS= read -r -t 5 -u 3 line || [ -n "$line" ]; do printf '%s' "${line%$'\r'}"; done
  ) 2> /dev/null
}

# await SECONDS NAME COMMAND...: until the command succeeds.
await() {
  local until=$((SECONDS + $1)) name=$2
  shift 2
  until "$@"; do
    expect_alive "$name"
    [ "$SECONDS" -lt "$until" ] || fail "The $name is not ready after a minute. See $dir/log/$name.log."
    sleep 0.2
  done
}

answers() { rest /overview > /dev/null; }
# With its slots, which it tells a little later than itself.
is_registered() { rest /taskmanagers | grep -qE "\"id\":\"$1\"[^}]*\"slotsNumber\":[1-9]"; }
listens() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Below the range from which the system takes the ports of outgoing connections.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    listens "$port" || break
  done
  echo "$port"
}

# Configuration ------------------------------------------------------------------------------------------------------
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" > /dev/null ||
    misuse "Cannot find Java: no $java. Install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME."
}

find_flink() {
  find_java
  log4j=-Dlog4j.configurationFile=$root/conf/log4j2-cluster.properties
  plugins=${FLINK_PLUGINS_DIR:-$dir/plugins}
  local jars=$root/job/target
  if [ -n "${FLINK_HOME-}" ]; then
    [ -d "$FLINK_HOME/lib" ] || misuse "Cannot use FLINK_HOME=$FLINK_HOME: it has no folder lib. Correct or unset it."
    class_path="$FLINK_HOME/lib/*"
    plugins=${FLINK_PLUGINS_DIR:-$FLINK_HOME/plugins}
  else
    class_path="$jars/flink/*:$jars/flink-logging/*"
  fi
  class_path+=":$jars/drivers/*"
  [ -f "$sealane_jar" ] && [ -d "$jars/flink" ] && [ -d "$jars/flink-logging" ] && [ -d "$jars/drivers" ] || build
  local more
  more=$(cat "$dir/conf/class-path" 2> /dev/null || true)
  class_path+=${more:+:$more}${added_class_path:+:$added_class_path}
}

# The demo with it, so that its databases need no second build.
build() {
  command -v mvn > /dev/null || misuse "Cannot find Maven: no mvn on the PATH. Install Maven 3.8 or newer."
  echo "Building sealane.jar; the first time Maven also downloads what it needs ..."
  local demo=$root/deploy/demo/target
  mkdir -p "$demo"
  touch "$demo/building"
  (cd "$root" && mvn -q -B -Dstyle.color=never -Dquick -Dmaven.test.skip=true -pl deploy/demo -am package) >&2 ||
    fail "Cannot build Sealane: Maven failed, see above."
  mv "$demo/building" "$demo/built"
}

# What Flink's own scripts call to read and write its configuration, and to divide a process's memory.
flink_configuration() {
  local answer
  answer=$("$java" -cp "$class_path" -Dlog4j.configurationFile= org.apache.flink.runtime.util.bash.BashJavaUtils "$@" 2>&1) ||
    fail "Cannot read Flink's configuration: $(grep -v ' main ERROR ' <<< "$answer" | grep -m 1 -i exception || tail -n 1 <<< "$answer")"
  sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<< "$answer"
}

# setting KEY [DEFAULT]: from the configuration in force, which is flat: one "key: value" a line.
setting() {
  local value
  value=$(sed -n "s/^${1//./\\.}: //p" "$dir/conf/config.yaml")
  value=${value#[\'\"]}
  echo "${value:-${2-}}" | sed "s/['\"]\$//"
}

# What config.yaml and -D leave open, and what this script decides.
write_configuration() {
  local conf=${FLINK_CONF_DIR:-$root/conf} chosen=() line
  [ "$conf" != "$dir/conf" ] || conf=$root/conf
  [ -f "$conf/config.yaml" ] || misuse "Cannot find Flink's configuration: no $conf/config.yaml. Correct FLINK_CONF_DIR."
  chosen=("-Drest.port=$port" "-Drest.bind-port=$port" "-Djobmanager.rpc.port=$(free_port)")
  chosen+=("-Dtaskmanager.numberOfTaskSlots=$slots" "-Dio.tmp.dirs=$dir/tmp" "-Dweb.tmpdir=$dir/tmp")
  if [ "$high_availability" = yes ]; then
    local zookeeper
    zookeeper=$(free_port)
    chosen+=("-Dhigh-availability.type=zookeeper" "-Dhigh-availability.zookeeper.quorum=127.0.0.1:$zookeeper")
    chosen+=("-Dhigh-availability.storageDir=file://$dir/ha")
    printf '%s\n' tickTime=1000 "dataDir=$dir/zookeeper" "clientPort=$zookeeper" clientPortAddress=127.0.0.1 \
      admin.enableServer=false server.1=127.0.0.1:2888:3888 > "$dir/conf/zoo.cfg"
  fi
  local flat
  flat=$(flink_configuration UPDATE_AND_GET_FLINK_CONFIGURATION --configDir "$conf" -flatten \
    "${chosen[@]}" ${dynamic[@]+"${dynamic[@]}"})
  printf '%s\n' "$flat" > "$dir/conf/config.yaml"
  for line in "execution.checkpointing.dir: file://$dir/checkpoints" \
    "execution.checkpointing.savepoint-dir: file://$dir/savepoints" \
    "high-availability.zookeeper.client.session-timeout: 10 s"; do
    grep -qF "${line%%: *}:" "$dir/conf/config.yaml" || printf '%s\n' "$line" >> "$dir/conf/config.yaml"
  done
  write_jvm_options jobmanager GET_JM_RESOURCE_PARAMS
  write_jvm_options taskmanager GET_TM_RESOURCE_PARAMS
  printf '%s' "$added_class_path" > "$dir/conf/class-path"
}

# Memory, and what env.java.opts.* asks for: the JVM's in NAME.jvm, the program's arguments in NAME.args.
write_jvm_options() {
  local sizes
  sizes=$(flink_configuration "$2" --configDir "$dir/conf")
  {
    sed -n 1p <<< "$sizes"
    setting env.java.opts.all
    setting "env.java.opts.$1"
  } > "$dir/conf/$1.jvm"
  sed -n 2p <<< "$sizes" > "$dir/conf/$1.args"
}

# Commands -----------------------------------------------------------------------------------------------------------
need_cluster() { [ -f "$dir/conf/config.yaml" ] || fail "There is no cluster in $dir. Start one: cluster.sh start."; }

start() {
  local name
  for name in jobmanager zookeeper $(names 'taskmanager-*'); do
    ! pid_of "$name" > /dev/null || fail "A cluster runs in $dir already. See cluster.sh status, or cluster.sh stop."
  done
  [ "$port" != 0 ] || port=$(free_port)
  ! listens "$port" || fail "Port $port is in use. Give another with --port, or 0 for any that is free."
  mkdir -p "$dir"/{pids,conf,log,tmp,checkpoints,savepoints,ha,zookeeper}
  rm -f "$dir"/pids/* "$dir/conf/class-path"
  find_flink
  write_configuration
  dynamic=()
  # From here on a cluster that does not come up is taken down again.
  trap 'stop > /dev/null' EXIT
  if [ "$until" != none ]; then
    launch watch bash -c 'while kill -0 "$1" 2> /dev/null; do sleep 0.5; done; exec bash "$2" stop --dir "$3"' \
      "$(mark watch) " "$until" "${BASH_SOURCE[0]}" "$dir"
  fi
  if [ "$high_availability" = yes ]; then
    echo -Xmx64m > "$dir/conf/zookeeper.jvm"
    launch_java zookeeper org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer "$dir/conf/zookeeper.jvm" \
      --zkConfigFile "$dir/conf/zoo.cfg" --peerId 1
    await 60 zookeeper listens "$(sed -n 's/^clientPort=//p' "$dir/conf/zoo.cfg")"
  fi
  launch_jobmanager
  local n
  for ((n = 1; n <= taskmanagers; n++)); do launch_taskmanager "$n"; done
  await 60 jobmanager answers
  for ((n = 1; n <= taskmanagers; n++)); do
    await 60 "taskmanager-$n" is_registered "$(cat "$dir/conf/taskmanager-$n.id")"
  done
  trap - EXIT
  echo "A JobManager and $taskmanagers TaskManagers with $slots slots each run. Web UI: http://localhost:$port"
}

launch_jobmanager() {
  launch_java jobmanager org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint \
    "$dir/conf/jobmanager.jvm" --configDir "$dir/conf" $(cat "$dir/conf/jobmanager.args") ${dynamic[@]+"${dynamic[@]}"}
}

# Its name in the web UI says which one it is; each start has another, as on any cluster.
launch_taskmanager() {
  local id=taskmanager-$1-$(date +%H%M%S)
  echo "$id" > "$dir/conf/taskmanager-$1.id"
  launch_java "taskmanager-$1" org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
    "$dir/conf/taskmanager.jvm" --configDir "$dir/conf" $(cat "$dir/conf/taskmanager.args") \
    "-Dtaskmanager.resource-id=$id" ${dynamic[@]+"${dynamic[@]}"}
}

start_jobmanager() {
  need_cluster
  ! pid_of jobmanager > /dev/null || fail "The JobManager runs already."
  find_flink
  launch_jobmanager
  await 60 jobmanager answers
  echo "The JobManager runs. Web UI: http://localhost:$(setting rest.port)"
}

start_taskmanager() {
  need_cluster
  local n=${1-}
  if [ -z "$n" ]; then
    n=1
    while pid_of "taskmanager-$n" > /dev/null; do n=$((n + 1)); done
  fi
  [[ $n =~ ^[1-9][0-9]{0,3}$ ]] || misuse "Invalid number of a TaskManager: '$n'. Give a whole number from 1 on."
  ! pid_of "taskmanager-$n" > /dev/null || fail "TaskManager $n runs already."
  find_flink
  launch_taskmanager "$n"
  await 60 "taskmanager-$n" is_registered "$(cat "$dir/conf/taskmanager-$n.id")"
  echo "TaskManager $n runs, in the web UI as $(cat "$dir/conf/taskmanager-$n.id")."
}

# The processes that were started, by a pattern of their names.
names() { (cd "$dir/pids" 2> /dev/null && ls -d $1 2> /dev/null | sort -t - -k 2 -n) || true; }

status() {
  need_cluster
  local name pid state all=0
  for name in $(names 'zookeeper') $(names 'jobmanager') $(names 'taskmanager-*'); do
    state=runs
    pid=$(pid_of "$name") || state='does not run' all=1
    [ -z "$pid" ] || [[ $(ps -o stat= -p "$pid") != T* ]] || state='is frozen (SIGSTOP)' all=1
    printf '%-16s %-20s %s\n' "$name" "$state" "${pid:+process $pid}"
  done
  [ -n "$(names '*')" ] || { echo "No process of $dir runs." && exit 1; }
  local overview
  if overview=$(rest /overview); then
    number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" <<< "$overview"; }
    echo "web UI           http://localhost:$(setting rest.port)"
    echo "slots            $(number slots-available) of $(number slots-total) free"
    echo "jobs             $(number jobs-running) running, $(number jobs-finished) finished," \
      "$(number jobs-cancelled) cancelled, $(number jobs-failed) failed"
  fi
  return "$all"
}

# A frozen process hears SIGTERM only when it goes on.
terminate() {
  local pid
  ! pid=$(pid_of "$1") || { kill -TERM "$pid" && kill -CONT "$pid"; } 2> /dev/null || true
}

running() {
  local name
  for name in $(names '*'); do ! pid_of "$name" > /dev/null || echo "$name"; done
}

stop() {
  local name left
  left=$(running)
  if [ -z "$left" ]; then
    echo "No process of $dir runs."
  else
    # ZooKeeper goes last: the others sign off there.
    for name in $left; do [ "$name" = zookeeper ] || terminate "$name"; done
    for _ in {1..100}; do
      left=$(running)
      [ "$left" != zookeeper ] || terminate zookeeper
      [ -n "$left" ] || break
      sleep 0.2
    done
    for name in $left; do
      echo "The $name did not stop within 20 seconds and is killed."
      kill -KILL "$(pid_of "$name")" 2> /dev/null || true
    done
    echo "The cluster has stopped. Its checkpoints, savepoints and logs are in $dir."
  fi
  rm -rf "${dir:?}"/pids/* "${dir:?}"/tmp/*
}

client() {
  need_cluster
  find_flink
  # Without a terminal Flink's client prints what it logs; its log has it.
  FLINK_CONF_DIR=$dir/conf FLINK_PLUGINS_DIR=$plugins FLINK_LOG_DIR=$dir/log \
    "$java" "-Djava.io.tmpdir=$dir/tmp" "-Dlog.file=$dir/log/client.log" "$log4j" $(setting env.java.opts.all) ${JVM_ARGS-} \
    -cp "$class_path" org.apache.flink.client.cli.CliFrontend "$@"
}

run() {
  local flink=(run --detached) job=(run) answer status=0 id
  while [ $# -gt 0 ]; do
    case $1 in
      -s | --fromSavepoint | -p | --parallelism) [ $# -gt 1 ] || misuse "$1 needs a value." && flink+=("$1" "$2") && shift ;;
      *) job+=("$1") ;;
    esac
    shift
  done
  exec 4>&1
  answer=$(client "${flink[@]}" "$sealane_jar" "${job[@]}" |
    while IFS= read -r line; do echo "$line" && echo "$line" >&4; done) || status=$?
  [ "$status" = 0 ] || exit "$status"
  id=$(sed -n 's/.*JobID \([0-9a-f]\{32\}\).*/\1/p' <<< "$answer" | tail -n 1)
  [ -n "$id" ] || return 0
  await 60 jobmanager all_tasks_run "$id"
  echo "All tasks run: http://localhost:$(setting rest.port)/#/job/running/$id"
}

# Succeeds too when the job has ended: a copy of little takes no time.
all_tasks_run() {
  local job
  job=$(rest "/jobs/$1") || return 1
  [[ $job == *'"state":"FAILED"'* ]] && fail "Job $1 has failed. Its exceptions: http://localhost:$(setting rest.port)/#/job/completed/$1/exceptions"
  [[ $job == *'"state":"FINISHED"'* || $job == *'"state":"CANCELED"'* ]] && return 0
  [[ $job == *'"state":"RUNNING"'* && $job != *'"status":"'@(CREATED|SCHEDULED|DEPLOYING|INITIALIZING)'"'* ]]
}

# Arguments ----------------------------------------------------------------------------------------------------------
[ $# -gt 0 ] || { usage && exit 2; }
command=$1
shift
dir=$root/deploy/cluster/target taskmanagers=2 slots=2 port=8081 until=none high_availability=no added_class_path=
dynamic=() rest_of_line=()
while [ $# -gt 0 ]; do
  case $1 in
    --dir)
      [ -n "${2-}" ] || misuse "--dir needs a directory."
      dir=$2
      shift
      ;;
    --help | -h)
      [ "$command" != run ] && [ "$command" != flink ] && usage && exit 0
      rest_of_line+=("$1")
      ;;
    *) rest_of_line+=("$1") ;;
  esac
  shift
done
set -- ${rest_of_line[@]+"${rest_of_line[@]}"}
[ ! -d "$dir" ] || dir=$(cd "$dir" && pwd)
[[ $dir == /* ]] || dir=$PWD/$dir
case $command in
  run) run "$@" && exit ;;
  flink) client "$@" && exit ;;
esac
plain=()
while [ $# -gt 0 ]; do
  case $command:$1 in
    start:--taskmanagers | start:--slots | start:--port | start:--until)
      [[ ${2-} =~ ^[0-9]{1,9}$ ]] || misuse "Invalid value for $1: '${2-}'. Give a whole number."
      printf -v "${1#--}" %d "$((10#$2))"
      shift
      ;;
    start:--high-availability) high_availability=yes ;;
    start*:--class-path)
      [ -n "${2-}" ] || misuse "--class-path needs a path."
      added_class_path=$2
      shift
      ;;
    start*:-D?*) dynamic+=("$1") ;;
    start-taskmanager:[0-9]*) plain+=("$1") ;;
    *) misuse "Unknown option '$1' of $command." ;;
  esac
  shift
done
case $command in
  start) start ;;
  stop) stop ;;
  status) status ;;
  start-jobmanager) start_jobmanager ;;
  start-taskmanager) start_taskmanager ${plain[@]+"${plain[@]}"} ;;
  --help | -h | help) usage ;;
  *) misuse "Unknown command '$command'." ;;
esac
