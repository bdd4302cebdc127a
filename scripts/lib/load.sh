# The load of scripts/bench, which sources it: scenarios, the two load tools, CPUs, and how it all was measured.
# Reads the script's settings: tool, rate, threads, keys, warm_up, rounds, seconds.

value_bytes=100 large_bytes=102400 large_keys=500

# shape SCENARIO: connections, pipeline, sets, gets, keys of a get, dialect, wire (tcp, unix or tls), requests/s (0: as
# fast as replies come).
shape() {
    case $1 in
        p1) echo 50 1 1 10 1 text tcp "$rate" ;;
        p50 | p50-t*) echo 20 50 1 10 1 text tcp "$rate" ;;
        set) echo 20 50 1 0 1 text tcp "$rate" ;;
        mget) echo 20 1 0 1 100 text tcp "$rate" ;;
        large) echo 20 1 0 1 1 text tcp "$rate" ;;
        conns) echo 2000 1 1 10 1 text tcp "$rate" ;;
        meta | binary) echo 20 50 1 10 1 "$1" tcp "$rate" ;;
        rate) echo 50 1 1 10 1 text tcp "$([ "$rate" = 0 ] && echo 40000 || echo "$rate")" ;;
        rate-*) echo 50 1 1 10 1 text tcp "${1#rate-}" ;;
        unix | tls) echo 20 50 1 10 1 text "$1" "$rate" ;;
    esac
}

# read_shape SCENARIO: the same in variables, and bytes of values, their keys, what keys begin with.
read_shape() {
    read -r connections pipeline sets gets keys_each dialect wire per_second <<<"$(shape "$1")"
    if [ "$1" = large ]; then
        bytes=$large_bytes key_count=$large_keys prefix=large-
    else
        bytes=$value_bytes key_count=$keys prefix=memtier-
    fi
}

# describe SCENARIO: one line, the name first.
describe() {
    local connections pipeline sets gets keys_each dialect wire per_second bytes key_count prefix
    case $1 in
        start) echo "start: to the first reply on all CPUs, AOT cache in place, files in the page cache: a start before does" \
            "not count; resident memory then, idle, at -m 64" ;;
        idle) echo "idle: $idle_connections connections that say nothing, but for one request a second" ;;
        *)
            read_shape "$1"
            echo "$1: $connections connections, pipeline $pipeline, get:set $gets:$sets, $keys_each keys a get, $dialect" \
                "over $wire, $bytes-byte values, $key_count keys$([ "$per_second" = 0 ] || echo ", $per_second requests/s")"
            ;;
    esac
}

choose_tool() {
    if [ -z "$tool" ]; then
        tool=own
        ! command -v memtier_benchmark >/dev/null || [ "$rate" != 0 ] || tool=memtier
    fi
    case $tool in
        memtier)
            [ "$rate" = 0 ] || usage_error "--rate needs --load own"
            command -v memtier_benchmark >/dev/null || die "memtier_benchmark is not on PATH" ;;
        own) ;;
        *) usage_error "no such load tool: $tool (memtier, own)" ;;
    esac
    prepare_load_generator
}

# tool_for SCENARIO: memtier for what it can do.
tool_for() {
    case $1 in
        p1 | p50 | p50-t* | set | large | conns) echo "$tool" ;;
        *) echo own ;;
    esac
}

# The server gets the first CPUs, one for each of its threads, the load the next ones, as many as there are.
choose_cpus() {
    local cpus=() range
    server_cpus='' load_cpus='' load_threads=1
    for range in $(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status | tr ',' ' '); do
        mapfile -t -O "${#cpus[@]}" cpus < <(seq "${range%-*}" "${range#*-}")
    done
    cpu_count=${#cpus[@]}
    if ! command -v taskset >/dev/null || ! command -v setsid >/dev/null; then
        pinning="not pinned (no taskset, setsid): server and load share ${#cpus[@]} CPUs"
    elif [ "${#cpus[@]}" -le "$threads" ]; then
        pinning="not pinned: ${#cpus[@]} CPUs for $threads server threads and the load"
        load_threads=${#cpus[@]}
    else
        local for_load=("${cpus[@]:threads:threads}")
        server_cpus=$(IFS=,; echo "${cpus[*]:0:threads}")
        load_cpus=$(IFS=,; echo "${for_load[*]}")
        load_threads=${#for_load[@]}
        pinning="servers on CPU $server_cpus, load on CPU $load_cpus (taskset), in sessions of their own (setsid)"
    fi
}

# cpu_ticks PID: CPU time of the process in clock ticks, user and system, all its threads, those that ended too.
cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# fill SCENARIO SERVER: sets each of its keys once.
fill() {
    local connections pipeline sets gets keys_each dialect wire per_second bytes key_count prefix
    read_shape "$1"
    if [ "$(tool_for "$1")" = own ]; then
        own_load "$2" --fill --keys "$key_count" --value-size "$bytes" --key-prefix "$prefix" --connections 4 \
            --pipeline 20
    else
        memtier "$2" --clients 1 --threads 1 --pipeline 20 --ratio 1:0 --key-pattern S:S --requests "$key_count"
    fi
}

# load SCENARIO SERVER SECONDS: makes the load; $work/figures has then: requests, requests/s, p50, p99, p99.9 (us).
load() {
    local connections pipeline sets gets keys_each dialect wire per_second bytes key_count prefix
    local load_jvm=$load_jvm load_warm_up=1
    read_shape "$1"
    # On time is what counts at a fixed rate: the second compiler, for seconds of each round, would take the load's CPU
    # from it, 4 ms at a time, and requests would wait for their own sender. The first one is done sooner.
    [ "$per_second" = 0 ] || load_jvm=-XX:TieredStopAtLevel=1 load_warm_up=2
    if [ "$(tool_for "$1")" = own ]; then
        own_load "$2" --connections "$connections" --threads "$load_threads" --pipeline "$pipeline" \
            --ratio "$sets:$gets" --keys "$key_count" --keys-per-get "$keys_each" --key-prefix "$prefix" \
            --value-size "$bytes" --protocol "$dialect" --warm-up "$load_warm_up" --seconds "$3" --rate "$per_second"
        own_figures
    else
        memtier "$2" --clients $((connections / load_threads)) --threads "$load_threads" --pipeline "$pipeline" \
            --ratio "$sets:$gets" --key-pattern R:R --test-time "$3"
        memtier_figures "$3"
    fi
}

own_load() {
    local address=address_$1
    shift
    # shellcheck disable=SC2086 # some options in one word
    finish load_generator "$load_cpus" ${!address} "$@" >"$work/load.out" || die "load failed: $(cat "$work/load.out")"
}

own_figures() {
    [ "$(value misses <"$work/load.out")" = 0 ] || die "keys were missed: $(cat "$work/load.out")"
    local name
    for name in requests rate p50_us p99_us p999_us; do value "$name" <"$work/load.out"; done | tr '\n' ' ' \
        >"$work/figures"
}

# memtier ends with 0 whatever happens: errors are what its stderr says beside the progress. Without a seed of its own
# every connection asks for the same keys in the same order, and the server finds them all in the CPU's caches.
memtier() {
    local port=port_$1
    shift
    finish timeout 600 $([ -z "$load_cpus" ] || echo setsid taskset -c "$load_cpus") memtier_benchmark \
        -P memcache_text -s 127.0.0.1 -p "${!port}" --data-size "$bytes" --key-minimum 1 --key-maximum "$key_count" \
        --key-prefix "$prefix" --hide-histogram --distinct-client-seed --print-percentiles 50,99,99.9 \
        --json-out-file "$work/load.json" "$@" >"$work/load.out" 2>"$work/load.err" \
        || die "memtier_benchmark failed: $(tr '\r' '\n' <"$work/load.err" | tail -3)"
    ! tr '\r' '\n' <"$work/load.err" | grep -iE 'error|fail|restart|drop|exceeded' \
        || die "memtier_benchmark reports errors"
}

# memtier_figures SECONDS: its own requests/s is of no use, it takes up to a second too many or too few for the time.
memtier_figures() {
    local requests
    requests=$(awk '/"Totals"/ { totals = 1 }
        totals && /"Count"/ { gsub(/[^0-9]/, ""); print; exit }' "$work/load.json")
    [ "${requests:-0}" -gt 0 ] || die "memtier_benchmark counted no requests"
    awk -v requests="$requests" -v seconds="$1" '$1 == "Totals" && NF == 9 && $4 == 0 {
            printf "%d %.0f %.1f %.1f %.1f\n", requests, requests / seconds, $6 * 1000, $7 * 1000, $8 * 1000
            found = 1
        }
        END { exit !found }' "$work/load.out" >"$work/figures" \
        || die "keys were missed, or memtier_benchmark prints another table: $(grep Totals "$work/load.out")"
}

# how_measured: the last part of the report.
how_measured() {
    local model
    model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -1)
    cat <<TEXT
| how it was measured | |
| --- | --- |
| machine | $(nproc --all) x ${model:-$(uname -m)}, $(uname -sr) |
| load average before and after | $load_before and $(cut -d' ' -f1-3 /proc/loadavg) |
| mmem | ${version_mmem:-}, ${command_mmem:-} |
| memcached | ${version_memcached:-}, ${command_memcached:-} |
| load | $(describe_tool) |
| CPUs | $pinning |
| CPU time | utime + stime of the server process with all its threads, /proc/PID/stat, ticks of $((1000 / hertz)) ms, \
from before the load tool starts until it has ended |
| rounds | $rounds of $seconds s per scenario and server, the order changes every round; before them rounds of \
$warm_up s in all on each server, so that the JVM has compiled what it runs; the server that has no load is stopped \
(SIGSTOP)$([ "$starts" = 0 ] \
    || echo "; both servers are started $starts times in each scenario"); start and idle: a start for each round |
| latency | as the load tool sees it, with as much load as it and the server can do; at a fixed rate from the time each \
request was due |
| busy | CPU time of the server per second of load: below 100 % of its CPUs, the load tool bounds requests/s, or \
whatever else runs on the machine |
TEXT
}

describe_tool() {
    [ "$tool" = own ] || printf '%s for p1, p50, set, large and conns; else ' "$(memtier_benchmark --version | head -1)"
    printf "mmem's own load generator, 1 s of load before latencies count in each round"
    [ "$load_threads" = 1 ] || printf ', %s threads' "$load_threads"
    printf '; at a fixed rate 2 s, and with the first compiler only, for the second one would take CPU from it'
}
