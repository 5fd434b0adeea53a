# SPDX-License-Identifier: MIT
# For scripts/try-package: what may go wrong in a year, done on purpose. Each has to show in `tixdb check`, as a Nagios plugin
# too, and as an alert of contrib/prometheus on the metrics that a run left, or that `status` writes.
# shellcheck shell=bash

later=+0s # by how much the machine's clock is ahead while somebody looks

look() { as_tixdb faketime -f "$later" tixdb "$@"; }
# As often as is wanted: by itself systemd starts a unit five times in ten seconds, and then not at all.
run_service() {
    inside systemctl reset-failed tixdb.service 2> /dev/null || true
    inside systemctl start tixdb.service 2> /dev/null || true
}

# The alerts that fire on what the metrics say now.
alerts() {
    look status --format prometheus > "$top/metrics.prom"
    firing_on_metrics
}
firing_on_metrics() {
    packaging/trial/firing_alerts "$PWD/contrib/prometheus/tixdb-alerts.yaml" "$top/metrics.prom" \
        "$(date -d "now ${later/s/ seconds}" +%s)"
}
no_alert() {
    promtool check metrics < "$root/var/lib/prometheus/node-exporter/tixdb.prom" || fail "promtool does not take the metrics"
    [ -z "$(alerts)" ] || fail "an alert fires where all is well: $(alerts)"
}

# broken WHAT TEXT ALERT [OPTION OF CHECK...]: a row of the table, if check says TEXT and ALERT fires ("-": none is meant to).
broken() {
    local what=$1 text=$2 alert=$3 said status=0 nagios=0 firing
    shift 3
    said=$(look check "$@" 2>&1) || status=$?
    look check --nagios "$@" > "$top/nagios" 2>&1 || nagios=$?
    firing=$(alerts | tr '\n' ' ')
    printf '| %-30s | %d | %d | %s | %s |\n' "$what" "$status" "$nagios" "${said#not well: }" "${firing% }"
    [ "$status" -eq 4 ] || fail "check ended with $status"
    [[ $said == *"$text"* ]] || fail "check does not say \"$text\""
    case "$nagios" in 1 | 2) ;; *) fail "the plugin ended with $nagios: $(cat "$top/nagios")" ;; esac
    [ "$alert" = - ] || [[ $firing == *"$alert"* ]] || fail "$alert does not fire"
}
configured() { sed -i "s,^$1 = .*,$1 = $2," "$root/etc/tixdb/tixdb.conf"; }
# More reports, whose results are not sent yet.
arrive() {
    simulated "/srv/more-$1" "$1" 2
    cp -a "$root/srv/more-$1/reports/." "$root/srv/tix/reports/"
}
well_again() {
    run_service
    expect 0 "ok: " as_tixdb tixdb check
}

break_the_way_to_tix_api() {
    arrive 1000
    start_api expired
    run_service
    broken "an expired certificate" "the certificate is refused" TixdbRunFailed
    expect 0 "the certificate is refused" inside journalctl --unit tixdb.service --priority err
    start_api good
    echo wrong | inside install -m 600 /dev/stdin /etc/tixdb/password
    run_service
    broken "a wrong password" "credentials refused" TixdbRunFailed
    echo secret | inside install -m 600 /dev/stdin /etc/tixdb/password
    configured api-host '"tix.exmaple.invalid"'
    run_service
    broken "a name that is not known" "tix.exmaple.invalid is not known" TixdbRunFailed
    configured api-host '"tix.example.org"'
    stop_api
    run_service
    later=+10800s
    broken "tix-api is away for 3 hours" "results wait since 3h" TixdbResultsWait --max-age 1d --silent-installations 100%
    later=+0s
    start_api good --trouble 422 --trouble-percent 30
    run_service
    broken "results that tix-api refuses" "dead (limit 0)" TixdbDeadResults
    start_api
    expect 0 "released" as_tixdb tixdb outbox retry --state dead
    well_again
}

break_what_comes_in() {
    chmod 700 "$root/srv/tix/reports/5"
    run_service
    broken "permissions of a folder" "1 folder cannot be read" TixdbFoldersUnreadable
    chmod 755 "$root/srv/tix/reports/5"
    well_again
    echo '{}' > "$root/srv/tix/reports/5/5/wrong.json"
    touch -d '10 minutes ago' "$root/srv/tix/reports/5/5/wrong.json"
    run_service
    broken "a file that is no report" "1 file refused within a day" - --max-rejected 0
    later=+7200s
    broken "clients that are silent" "202 of 202 installations silent" TixdbInstallationsSilent --max-age 1d --max-waiting 1d
    later=+0s
}

break_the_machine() {
    inside systemctl stop tixdb.timer
    later=+3000s
    broken "a stopped timer" "ingest ended well 50min ago" TixdbNotRunning --silent-installations 100%
    later=+0s
    inside systemctl start tixdb.timer
    arrive 2000
    inside dd if=/dev/zero of=/var/lib/tixdb/filler bs=64k 2> /dev/null || true
    run_service
    broken "a full disk" "of the disk is free" TixdbDiskFull
    inside rm /var/lib/tixdb/filler
    well_again
    configured reports '"/srv/tix/report"'
    run_service
    broken "a wrong folder of reports" "the last ingest ended with 78" TixdbRunFailed
    configured reports '"/srv/tix/reports"'
    well_again
}

# There is nothing to ask any more.
lose_the_database() {
    local said status=0
    inside systemctl stop tixdb.timer
    inside mv /var/lib/tixdb/tixdb.sqlite /var/lib/tixdb/elsewhere
    said=$(as_tixdb tixdb check 2>&1) || status=$?
    : > "$top/metrics.prom"
    printf '| %-30s | %d | 3 | %s | %s |\n' "no database" "$status" "$said" "$(firing_on_metrics)"
    [ "$status" -eq 1 ] || fail "check ended with $status"
    expect 3 "TIXDB UNKNOWN" as_tixdb tixdb check --nagios
    [[ $(firing_on_metrics) == *TixdbMetricsMissing* ]] || fail "TixdbMetricsMissing does not fire"
    inside mv /var/lib/tixdb/elsewhere /var/lib/tixdb/tixdb.sqlite
    inside systemctl start tixdb.timer
}

break_it() {
    say "break it: what was broken, exit status of check and of check --nagios, what check says, which alerts fire"
    break_the_way_to_tix_api
    break_what_comes_in
    break_the_machine
    lose_the_database
    well_again
    no_alert
}
