# Shared by the scripts that measure and check a server, which source it: starts servers and load, waits for
# them, ends them. Needs bash and Linux's /proc.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
program=${0##*/}
started=()      # pids of all that runs in the background
server_pid=''   # pid of the server that start_server started last

say() { printf '%s: %s\n' "$program" "$*" >&2; }
die() { say "$*"; exit 1; }
usage_error() { say "$*"; exit 64; }

cleanup() {
    local status=$? pid
    trap - EXIT INT TERM HUP
    for pid in ${started[@]+"${started[@]}"}; do end "$pid"; done
    for pid in ${started[@]+"${started[@]}"}; do
        for _ in $(seq 100); do alive "$pid" || break; sleep 0.1; done
        ! alive "$pid" || kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
    exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ -r /proc/self/stat ] || die "needs Linux: it reads /proc"

# ask PORT COMMAND: the server's reply to one command, without CRs; fails when nobody listens.
ask() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf '%s\r\nquit\r\n' "$2" >&3
        timeout 10 cat <&3 | tr -d '\r'
    ) 2>/dev/null
}

# stat_of PORT NAME: one value of the server's stats; nothing when it does not answer.
stat_of() { { ask "$1" stats || true; } | awk -v name="$2" '$1 == "STAT" && $2 == name { print $3 }'; }

free_port() {
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 12000))
        ask "$port" version >/dev/null || { echo "$port"; return; }
    done
    die "no free port"
}

# on CPUS COMMAND...: the shell becomes the command, on these CPUs only, on '' anywhere. For the background. What is on
# CPUs of its own gets a session of its own too: Linux may share out time by sessions, and a server that is in that of
# the load has little of it left when others want the CPU.
on() {
    local cpus=$1
    shift
    if [ -n "$cpus" ]; then exec setsid taskset -c "$cpus" "$@"; else exec "$@"; fi
}

# start_server NAME CPUS PORT COMMAND...: starts it and waits until it answers; sets server_pid.
start_server() {
    local name=$1 cpus=$2 port=$3 waited=0
    shift 3
    on "$cpus" "$@" >"$work/$name.log" 2>&1 &
    server_pid=$!
    started+=("$server_pid")
    until ask "$port" version | grep -q '^VERSION '; do
        alive "$server_pid" && [ $((waited += 1)) -lt 300 ] \
            || die "$name does not start ($*): $(tail -3 "$work/$name.log")"
        sleep 0.1
    done
}

# start_on_socket NAME CPUS PATH COMMAND...: the same for a server at a UNIX domain socket, once that is there.
start_on_socket() {
    local name=$1 cpus=$2 path=$3 waited=0
    shift 3
    rm -f "$path"
    on "$cpus" "$@" >"$work/$name.log" 2>&1 &
    server_pid=$!
    started+=("$server_pid")
    until [ -S "$path" ]; do
        alive "$server_pid" && [ $((waited += 1)) -lt 300 ] \
            || die "$name does not start ($*): $(tail -3 "$work/$name.log")"
        sleep 0.1
    done
}

# end PID: asks it to end, one that is stopped (SIGSTOP) too.
end() { ! kill "$1" 2>/dev/null || kill -CONT "$1" 2>/dev/null || true; }

# stop_server PID: ends one that was started.
stop_server() {
    local pid rest=()
    end "$1"
    wait "$1" 2>/dev/null || true
    for pid in "${started[@]}"; do [ "$pid" = "$1" ] || rest+=("$pid"); done
    started=(${rest[@]+"${rest[@]}"})
}

alive() { kill -0 "$1" 2>/dev/null; }

# as_user SERVER: sets as_user to the options that a memcached, but not mmem, needs to start as root.
as_user() {
    as_user=()
    case ${1##*/} in memcached*) [ "$(id -u)" != 0 ] || as_user=(-u root) ;; esac
}

# finish COMMAND...: runs it so that a signal to this script does not have to wait for its end.
finish() {
    local pid status=0
    "$@" &
    pid=$!
    started+=("$pid")
    wait "$pid" || status=$?
    unset 'started[-1]'
    return "$status"
}

# A Java for the load generator: 25 or newer.
find_java() {
    local java on_path
    on_path=$(command -v java || true)
    for java in "${JAVA_HOME:-/nowhere}/bin/java" "$on_path" /usr/lib/jvm/*/bin/java /opt/*/bin/java; do
        [ -x "$java" ] || continue
        case $("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') in
            2[5-9] | [3-9][0-9]) echo "$java"; return ;;
        esac
    done
    die "no Java 25 or newer found; install one or set JAVA_HOME"
}

# Builds mmem when that was not done, as its start script does, and sets java and jar.
prepare_mmem() {
    "$root/scripts/mmem" -V >"$work/version" || die "scripts/mmem -V fails"
    prepare_load_generator
}

prepare_load_generator() {
    jar=${MMEM_JAR:-$root/mmem-server/target/mmem.jar}
    [ -n "${MMEM_JAR:-}" ] || [ -r "$jar" ] || "$root/scripts/mmem" -V >/dev/null
    java=$(find_java)
}

# load_generator CPUS OPTIONS...: mmem's own load generator, in a JVM with $load_jvm. Replaces the shell: call it through
# finish.
load_jvm=''
load_generator() {
    local cpus=$1
    shift
    # shellcheck disable=SC2086 # options in one word are split on purpose
    on "$cpus" "$java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED $load_jvm -cp "$jar" \
        org.mainmemory.server.bench.LoadGenerator "$@"
}

# value NAME: from the load generator's line on stdin, the value of NAME.
value() { tr ' ' '\n' | sed -n "s/^$1=//p"; }
