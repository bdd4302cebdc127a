# Draws latency against rate, as SVG, from the lines of scripts/bench that say "rate-N|round|server|p50 us|value" and
# the same with p99.9: a line for each server and percentile through the medians of all rounds. Both axes begin at 0;
# that of latency is logarithmic from 10 us on.

BEGIN { FS = "|"; width = 800; height = 480; left = 70; top = 40; right = 150; bottom = 60 }

$1 ~ /^rate-[0-9]+$/ && ($4 == "p50 us" || $4 == "p99.9 us") {
    rate = substr($1, 6) + 0
    if (!(rate in known)) { known[rate] = 1; rates[++rate_count] = rate }
    if (rate > most_rate) most_rate = rate
    if ($5 > most_us) most_us = $5
    values[$3, $4, rate, ++count[$3, $4, rate]] = $5 + 0
}

END {
    if (rate_count == 0) exit 1
    order()
    decades = 2
    while (10 ^ decades < most_us) decades++
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\"" \
        " font-size=\"13\">\n", width, height
    print "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    text(left, 22, "start", "Latency by rate of requests" (title == "" ? "" : ", " title))
    axes()
    curve("mmem", "p50 us", "#0b6", "", 1)
    curve("mmem", "p99.9 us", "#0b6", "6 4", 2)
    curve("memcached", "p50 us", "#b33", "", 3)
    curve("memcached", "p99.9 us", "#b33", "6 4", 4)
    print "</svg>"
}

function order(    i, j, moved) {
    for (i = 2; i <= rate_count; i++) {
        moved = rates[i]
        for (j = i - 1; j >= 1 && rates[j] > moved; j--) rates[j + 1] = rates[j]
        rates[j + 1] = moved
    }
}

function x(rate) { return left + (width - left - right) * rate / most_rate }

function y(us) {
    us = us < 10 ? 10 : us
    return height - bottom - (height - top - bottom) * (log(us) / log(10) - 1) / (decades - 1)
}

function axes(    decade, i) {
    for (decade = 1; decade <= decades; decade++) {
        line(left, y(10 ^ decade), width - right, y(10 ^ decade), "#ccc")
        text(left - 8, y(10 ^ decade) + 4, "end", 10 ^ decade)
    }
    for (i = 1; i <= rate_count; i++) {
        line(x(rates[i]), height - bottom, x(rates[i]), height - bottom + 5, "#888")
        text(x(rates[i]), height - bottom + 20, "middle", rates[i] / 1000)
    }
    text(left - 8, top - 8, "end", "us")
    text((left + width - right) / 2, height - 15, "middle", "thousand requests/s")
}

function curve(server, metric, colour, dashes, place,    i, points, at) {
    for (i = 1; i <= rate_count; i++) {
        if (!count[server, metric, rates[i]]) continue
        points = points sprintf(" %.1f,%.1f", x(rates[i]), y(middle(server, metric, rates[i])))
    }
    printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\" points=\"%s\"/>\n", \
        colour, dashes == "" ? "none" : dashes, substr(points, 2)
    at = top + 20 * place
    printf "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n", \
        width - right + 12, at, width - right + 42, at, colour, dashes == "" ? "none" : dashes
    sub(/ us$/, "", metric)
    text(width - right + 48, at + 4, "start", server " " metric)
}

function middle(server, metric, rate,    n, i, j, moved, sorted) {
    n = count[server, metric, rate]
    for (i = 1; i <= n; i++) {
        moved = values[server, metric, rate, i]
        for (j = i - 1; j >= 1 && sorted[j] > moved; j--) sorted[j + 1] = sorted[j]
        sorted[j + 1] = moved
    }
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function line(x1, y1, x2, y2, colour) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1, x2, y2, colour
}

function text(at_x, at_y, anchor, words) {
    printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", at_x, at_y, anchor, words
}
