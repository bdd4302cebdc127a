# Makes the tables of scripts/bench from lines "scenario|round|server|metric|value", which come in any order; a metric
# is called after its unit. Variables: descriptions, a line per scenario. With bounds, lines of
# "scenario|metric|what|limit", it prints instead whether they are kept to, and ends with 1 if not; what is
# "ratio<=", "ratio>=" (of medians, mmem to memcached) or "mmem<=" (mmem's median).

BEGIN { FS = "|" }

{
    if (!($1 in seen)) { seen[$1] = 1; scenarios[++scenario_count] = $1 }
    if (!(($1, $4) in has)) { has[$1, $4] = 1; metrics[$1, ++metric_count[$1]] = $4 }
    if ($2 > rounds[$1]) rounds[$1] = $2
    figures[$1, $3, $4, $2] = $5
}

END {
    if (bounds != "") exit check()
    lines = split(descriptions, description, "\n")
    for (s = 1; s <= scenario_count; s++) {
        for (line = 1; line <= lines; line++) {
            if (index(description[line], scenarios[s] ":") == 1) print "**" description[line] "**\n"
        }
        table(scenarios[s])
    }
}

function table(scenario,    m, metric) {
    row("", "mmem (min - median - max)", "memcached (same)", "ratio (over rounds)")
    print "| --- | --- | --- | --- |"
    for (m = 1; m <= metric_count[scenario]; m++) {
        metric = metrics[scenario, m]
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
    for (i = 1; i <= count; i++) list[i] += 0
    for (i = 2; i <= count; i++) {
        moved = list[i]
        for (j = i - 1; j >= 1 && list[j] > moved; j--) list[j + 1] = list[j]
        list[j + 1] = moved
    }
}

function short(number) {
    return sprintf(number < 10 ? "%.3f" : number < 1000 ? "%.1f" : "%.0f", number)
}

function check(    count, all, bound, i, found, kept, failed) {
    count = split(bounds, all, "\n")
    for (i = 1; i <= count; i++) {
        split(all[i], bound, "|")
        if (!((bound[1], bound[2]) in has)) continue
        found = bound[3] == "mmem<=" ? middle(bound[1], "mmem", bound[2]) : ratio(bound[1], bound[2])
        kept = bound[3] == "ratio>=" ? found >= bound[4] : found <= bound[4]
        printf "%s %s: %s %s %s, bound %s\n", kept ? "ok" : "NOT MET", bound[1], bound[2], short(found), \
            bound[3] == "mmem<=" ? "" : "x memcached's", bound[4]
        if (!kept) failed = 1
    }
    return failed
}
