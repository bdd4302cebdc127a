# Makes the tables of scripts/bench from lines "scenario round server ticks requests rate p50 p99 p99.9" (us), which
# come in any order. Variables: hertz; descriptions, a line per scenario. With bounds ("p1=1.00 p50=0.65") it prints
# instead whether CPU per request keeps to them, and ends with 1 if not.

{
    if (!($1 in seen)) { seen[$1] = 1; scenarios[++scenario_count] = $1 }
    if ($2 > rounds[$1]) rounds[$1] = $2
    cpu = $4 * 1e6 / hertz / $5
    put($1, $3, $2, "CPU us per request", cpu)
    put($1, $3, $2, "requests/s", $6)
    put($1, $3, $2, "p50 us", $7)
    put($1, $3, $2, "p99 us", $8)
    put($1, $3, $2, "p99.9 us", $9)
    put($1, $3, $2, "busy %", cpu * $6 / 1e4)
}

END {
    metric_count = split("CPU us per request|requests/s|p50 us|p99 us|p99.9 us|busy %", metrics, "|")
    if (bounds != "") exit check()
    lines = split(descriptions, description, "\n")
    for (s = 1; s <= scenario_count; s++) {
        for (line = 1; line <= lines; line++) {
            if (index(description[line], scenarios[s] ":") == 1) print "**" description[line] "**\n"
        }
        table(scenarios[s])
    }
}

function put(scenario, server, round, metric, value) { figures[scenario, server, metric, round] = value }

function table(scenario,    m, metric) {
    row("", "mmem (min - median - max)", "memcached (same)", "ratio (over rounds)")
    print "| --- | --- | --- | --- |"
    for (m = 1; m <= metric_count; m++) {
        metric = metrics[m]
        row(metric, spread(scenario, "mmem", metric), spread(scenario, "memcached", metric), ratios(scenario, metric))
    }
    print ""
}

function row(name, first, second, third) {
    printf "| %-18s | %-28s | %-28s | %-24s |\n", name, first, second, third
}

function spread(scenario, server, metric,    r, sorted) {
    for (r = 1; r <= rounds[scenario]; r++) sorted[r] = figures[scenario, server, metric, r]
    sort(sorted, rounds[scenario])
    return short(sorted[1]) " - " short(median(sorted, rounds[scenario])) " - " short(sorted[rounds[scenario]])
}

function ratios(scenario, metric,    r, sorted, below) {
    for (r = 1; r <= rounds[scenario]; r++) {
        below = figures[scenario, "memcached", metric, r]
        sorted[r] = below > 0 ? figures[scenario, "mmem", metric, r] / below : 0
    }
    sort(sorted, rounds[scenario])
    return sprintf("%.3f (%.3f - %.3f)", ratio(scenario, metric), sorted[1], sorted[rounds[scenario]])
}

# Of the medians of all rounds.
function ratio(scenario, metric,    below) {
    below = middle(scenario, "memcached", metric)
    return below > 0 ? middle(scenario, "mmem", metric) / below : 0
}

function middle(scenario, server, metric,    r, sorted) {
    for (r = 1; r <= rounds[scenario]; r++) sorted[r] = figures[scenario, server, metric, r]
    sort(sorted, rounds[scenario])
    return median(sorted, rounds[scenario])
}

function median(sorted, count) {
    return count % 2 ? sorted[(count + 1) / 2] : (sorted[count / 2] + sorted[count / 2 + 1]) / 2
}

function sort(list, count,    i, j, moved) {
    for (i = 2; i <= count; i++) {
        moved = list[i]
        for (j = i - 1; j >= 1 && list[j] > moved; j--) list[j + 1] = list[j]
        list[j + 1] = moved
    }
}

function short(number) {
    return sprintf(number < 10 ? "%.3f" : number < 1000 ? "%.1f" : "%.0f", number)
}

function check(    count, parts, pair, i, found, failed, all) {
    count = split(bounds, all, " ")
    for (i = 1; i <= count; i++) {
        split(all[i], pair, "=")
        if (!(pair[1] in seen)) continue
        found = ratio(pair[1], "CPU us per request")
        printf "%s %s: CPU per request %.3f x memcached's, bound %.2f\n", found <= pair[2] ? "ok" : "NOT MET", \
            pair[1], found, pair[2]
        if (found > pair[2]) failed = 1
    }
    return failed
}
