# What a server costs before it has anything to do, for scripts/bench, which sources it: the time it takes to start, and
# the memory it has resident, alone and with connections that say nothing.

idle_connections=10000

# resident PID: its resident memory in kB.
resident() { sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$1/status"; }

# command_of SERVER PORT OPTIONS...: sets command to what starts it.
command_of() {
    local program=$1 port=$2 arguments=${1}_args
    shift 2
    as_user "${!program}"
    # shellcheck disable=SC2206 # options in one word are split on purpose
    command=("${!program}" -l 127.0.0.1 -p "$port" "$@" ${as_user[@]+"${as_user[@]}"} ${!arguments})
}

# note SERVER VERSION: remembers for the report what was measured.
note() {
    printf -v "version_$1" '%s' "${2%$'\r'}"
    printf -v "command_$1" '%s' "${command[*]}"
}

# first_reply SERVER: starts it and asks for its version until it answers; sets server_pid, reply, and the times before
# the process was made and when it had answered. The server may use all CPUs, as there is no load beside it; whoever asks
# makes no process and rests for a millisecond in between.
first_reply() {
    local port tries=0 silence
    port=$(free_port)
    [ -p "$work/silence" ] || mkfifo "$work/silence"
    exec {silence}<>"$work/silence"
    command_of "$1" "$port" -t "$threads" -m 64
    reply=''
    set -m # as at a prompt: a script has what it starts in the background ignore SIGINT, and resetting it takes a process
    began=$EPOCHREALTIME
    "${command[@]}" {silence}>&- >"$work/start.log" 2>&1 </dev/null &
    server_pid=$!
    set +m
    started+=("$server_pid")
    until [[ $reply == VERSION* ]]; do
        if { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; then
            printf 'version\r\n' >&3
            read -r -t 5 reply <&3 || true
            exec 3>&-
        else
            [ $((tries += 1)) -lt 60000 ] && alive "$server_pid" \
                || die "$1 does not start: $(tail -3 "$work/start.log")"
            read -r -t 0.001 -u "$silence" || true
        fi
    done
    answered=$EPOCHREALTIME
    exec {silence}>&-
}

# round_start ROUND SERVER: how long a start takes when the program's files are in the system's page cache. A start that
# does not count sees to that: a system that reclaims what is idle may forget them within the seconds between two rounds,
# and then it is the disk that is measured.
round_start() {
    local reply began answered pid
    first_reply "$2"
    stop_server "$server_pid"
    first_reply "$2"
    pid=$server_pid
    note "$2" "${reply#VERSION }"
    record start "$1" "$2" 'first reply ms' "$(awk -v a="$began" -v b="$answered" 'BEGIN { print (b - a) * 1e3 }')"
    sleep 3
    record start "$1" "$2" 'idle MB' "$(awk -v kb="$(resident "$pid")" 'BEGIN { print kb / 1024 }')"
    stop_server "$pid"
}

# round_idle ROUND SERVER: what its memory has grown by, when all are there and have been for some seconds.
round_idle() {
    local port before load tries=0
    port=$(free_port)
    command_of "$2" "$port" -t "$threads" -m 64 -c $((idle_connections + 100))
    start_server "$2" "$server_cpus" "$port" "${command[@]}"
    local pid=$server_pid
    note "$2" "$(ask "$port" version | sed 's/VERSION //')"
    sleep 2
    before=$(resident "$pid")
    load_generator "$load_cpus" --port "$port" --connections "$idle_connections" --rate 1 --ratio 1:0 --seconds 60 \
        >"$work/idle.out" 2>&1 &
    load=$!
    started+=("$load")
    until [ "$(stat_of "$port" curr_connections)" -ge "$idle_connections" ]; do
        alive "$load" && [ $((tries += 1)) -lt 300 ] || die "no $idle_connections connections: $(<"$work/idle.out")"
        sleep 0.1
    done
    sleep 3
    record idle "$1" "$2" 'KB per connection' "$(awk -v a="$before" -v b="$(resident "$pid")" -v n="$idle_connections" \
        'BEGIN { print (b - a) / n }')"
    stop_server "$load"
    stop_server "$pid"
}
