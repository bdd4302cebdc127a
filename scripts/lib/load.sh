# The load of scripts/bench, which sources it: scenarios, the two load tools, CPUs, and how it all was measured.
# Reads the script's settings: tool, rate, threads, keys, value_bytes, warm_up, rounds, seconds.

# shape SCENARIO: connections, pipeline, sets, gets.
shape() {
    case $1 in
        p1) echo 50 1 1 10 ;;
        p50) echo 20 50 1 10 ;;
        set) echo 20 50 1 0 ;;
    esac
}

# describe SCENARIO: one line, the name first.
describe() {
    local connections pipeline sets gets
    read -r connections pipeline sets gets <<<"$(shape "$1")"
    echo "$1: $connections connections, pipeline $pipeline, get:set $gets:$sets, $value_bytes-byte values, $keys keys"
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
        own) prepare_load_generator ;;
        *) usage_error "no such load tool: $tool (memtier, own)" ;;
    esac
}

# The server gets the first CPUs, one for each of its threads, the load the next ones, as many as there are.
choose_cpus() {
    local cpus=() range
    server_cpus='' load_cpus='' load_threads=1
    for range in $(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status | tr ',' ' '); do
        mapfile -t -O "${#cpus[@]}" cpus < <(seq "${range%-*}" "${range#*-}")
    done
    if ! command -v taskset >/dev/null; then
        pinning="not pinned (no taskset): server and load share ${#cpus[@]} CPUs"
    elif [ "${#cpus[@]}" -le "$threads" ]; then
        pinning="not pinned: ${#cpus[@]} CPUs for $threads server threads and the load"
        load_threads=${#cpus[@]}
    else
        local for_load=("${cpus[@]:threads:threads}")
        server_cpus=$(IFS=,; echo "${cpus[*]:0:threads}")
        load_cpus=$(IFS=,; echo "${for_load[*]}")
        load_threads=${#for_load[@]}
        pinning="servers on CPU $server_cpus, load on CPU $load_cpus (taskset)"
    fi
}

# cpu_ticks PID: CPU time of the process in clock ticks, user and system, all its threads, those that ended too.
cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

# fill PORT: sets every key once.
fill() {
    if [ "$tool" = own ]; then
        finish load_generator "$load_cpus" --port "$1" --fill --keys "$keys" --value-size "$value_bytes" \
            --connections 4 --pipeline 20 >"$work/fill.out" || die "filling in failed"
    else
        memtier "$1" --clients 1 --threads 1 --pipeline 20 --ratio 1:0 --key-pattern S:S --requests "$keys"
    fi
}

# load SCENARIO PORT SECONDS: makes the load; $work/figures has then: requests, requests/s, p50, p99, p99.9 (us).
load() {
    local connections pipeline sets gets
    read -r connections pipeline sets gets <<<"$(shape "$1")"
    if [ "$tool" = own ]; then
        own "$2" --connections "$connections" --threads "$load_threads" --pipeline "$pipeline" --ratio "$sets:$gets" \
            --keys "$keys" --value-size "$value_bytes" --warm-up 1 --seconds "$3" --rate "$rate"
    else
        memtier "$2" --clients $((connections / load_threads)) --threads "$load_threads" --pipeline "$pipeline" \
            --ratio "$sets:$gets" --key-pattern R:R --test-time "$3"
        memtier_figures "$3"
    fi
}

own() {
    finish load_generator "$load_cpus" --port "$@" >"$work/load.out" || die "load failed: $(cat "$work/load.out")"
    [ "$(value misses <"$work/load.out")" = 0 ] || die "keys were missed: $(cat "$work/load.out")"
    local name
    for name in requests rate p50_us p99_us p999_us; do value "$name" <"$work/load.out"; done | tr '\n' ' ' \
        >"$work/figures"
}

# memtier ends with 0 whatever happens: errors are what its stderr says beside the progress. Without a seed of its own
# every connection asks for the same keys in the same order, and the server finds them all in the CPU's caches.
memtier() {
    local port=$1
    shift
    finish timeout 600 $([ -z "$load_cpus" ] || echo taskset -c "$load_cpus") memtier_benchmark -P memcache_text \
        -s 127.0.0.1 -p "$port" --data-size "$value_bytes" --key-minimum 1 --key-maximum "$keys" --hide-histogram \
        --distinct-client-seed --print-percentiles 50,99,99.9 --json-out-file "$work/load.json" "$@" \
        >"$work/load.out" 2>"$work/load.err" \
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
| mmem | $(ask "$port_mmem" version | sed 's/VERSION //'), $(tr '\0' ' ' <"/proc/$pid_mmem/cmdline" | cut -c1-300) |
| memcached | $(ask "$port_memcached" version | sed 's/VERSION //'), $(tr '\0' ' ' <"/proc/$pid_memcached/cmdline") |
| load | $(describe_tool) |
| CPUs | $pinning |
| CPU time | utime + stime of the server process with all its threads, /proc/PID/stat, ticks of $((1000 / hertz)) ms, \
from before the load tool starts until it has ended |
| rounds | $rounds of $seconds s per scenario and server, the order changes every round; before them $warm_up s of the \
same load on each server, so that the JVM has compiled what it runs |
| latency | as the load tool sees it, $([ "$rate" = 0 ] && echo "with as much load as it and the server can do" \
|| echo "from the time each request was due, at $rate requests/s") |
| busy | CPU time of the server per second of load: below 100 % of its CPUs, the load tool bounds requests/s, or \
whatever else runs on the machine |
TEXT
}

describe_tool() {
    if [ "$tool" = memtier ]; then
        memtier_benchmark --version | head -1
    else
        echo "mmem's own load generator, 1 s of load before latencies count in each round"
    fi
    [ "$load_threads" = 1 ] || echo ", $load_threads threads"
}
