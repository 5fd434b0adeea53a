# SPDX-License-Identifier: MIT
# For scripts/try-package: the stand-in for tix-api, which speaks https as tix.example.org, and its certificates.
# shellcheck shell=bash

api=                   # its process id
api_port=              # the same each time
certificates=          # a folder of the machine, seen from here

# make_certificates ROOT: an authority, a certificate for tix.example.org, and one that has expired.
make_certificates() {
    certificates=$1/root/certificates
    mkdir -p "$certificates"
    inside sh -ec '
        cd /root/certificates
        echo subjectAltName=DNS:tix.example.org > name
        openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 3650 -subj /CN=trial
        openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=tix.example.org
        sign="openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -extfile name -days 30"
        $sign -out good.pem
        faketime -f -60d $sign -out expired.pem' > "$top/certificates.log" 2>&1 ||
        fail "no certificates: $(tail -n 5 "$top/certificates.log")"
}

# start_api [CERTIFICATE [OPTION...]]: in the place of the one that runs.
start_api() {
    local certificate=${1:-good}
    shift || true
    stop_api
    rm -f "$top/port"
    "$build/fake_tix_api" --port "${api_port:-0}" --port-file "$top/port" --rows-file "$top/rows" --user admin --password secret \
        --seconds 3600 --certificate "$certificates/$certificate.pem" --key "$certificates/server.key" "$@" > "$top/api.log" 2>&1 &
    api=$!
    for _ in $(seq 100); do
        [ ! -s "$top/port" ] || break
        sleep 0.1
    done
    api_port=$(cat "$top/port") || fail "no stand-in for tix-api: $(cat "$top/api.log")"
}

stop_api() {
    [ -n "$api" ] || return 0
    kill "$api" 2> /dev/null || true
    wait "$api" 2> /dev/null || true
    api=
}
