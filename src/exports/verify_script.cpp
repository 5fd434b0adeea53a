// SPDX-License-Identifier: MIT

#include "exports/verify_script.hpp"

namespace tixdb::exports {

std::string_view verify_script() {
    return R"SCRIPT(#!/bin/sh
# Checks this folder. It needs a shell, openssl and coreutils (Debian's packages of these names), nothing else:
#   sh verify.sh
# 1. that all files are those that were packed (SHA256SUMS);
# 2. that each message was signed by the key in keys/, and is the one that messages.tsv lists;
# 3. that observations.csv says what the signed messages say, number by number.
# Its last line says what came out; it ends with 0 if all is right, else with 1.
set -u
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
wrong=0
wrong() {
    echo "WRONG: $*"
    wrong=$((wrong + 1))
}

echo "1. files"
sha256sum --check --quiet SHA256SUMS || wrong "files are not those that were packed (named above)"

# Sets $value to the text of a field of the report in $json.
field() {
    rest=${json#*\"$1\":\"}
    value=${rest%%\"*}
}
# Sets $number to the integer of eight bytes in hexadecimal, in two halves: not every shell reads large ones.
number() {
    number=$((((0x$1$2$3$4 ^ 0x80000000) - 0x80000000) * 4294967296 + 0x$5$6$7$8))
}
# Prints the observations of the message $1 as observations.csv has them: 45 bytes each, the highest byte first.
decode() {
    ordinal=0
    od -An -v -tx1 -w45 "$work/message" | while read -r line; do
        set -- "$1" $line
        message=$1
        shift
        number "$@"
        day=$number
        case $9 in 53) type=S ;; 4c) type=L ;; *) type="?" ;; esac
        shift 9
        size=$((0x$1$2$3$4))
        shift 4
        number "$@"
        t1=$number
        shift 8
        number "$@"
        t2=$number
        shift 8
        number "$@"
        t3=$number
        shift 8
        number "$@"
        printf '%s,%s,%s,%s,%s,%s,%s,%s,%s\r\n' "$message" $ordinal "$day" $type $size "$t1" "$t2" "$t3" "$number"
        ordinal=$((ordinal + 1))
        set -- "$message"
    done
}

echo "2. signatures"
tab=$(printf '\t')
messages=0
printf 'message,ordinal,day_timestamp,type,packet_size,initial_ns,reception_ns,sent_ns,final_ns\r\n' > "$work/observations"
{
    read -r heading
    while IFS=$tab read -r message file first_time observations digest key; do
        json=$(cat "$file")
        field message
        printf %s "$value" | base64 -d > "$work/message" || wrong "$file holds no message"
        field signature
        printf %s "$value" | base64 -d > "$work/signature" || wrong "$file holds no signature"
        found=$(sha256sum < "$work/message")
        [ "${found%% *}" = "$digest" ] || wrong "the message in $file is not the one that messages.tsv lists"
        openssl dgst -sha1 -verify "keys/$key.pem" -signature "$work/signature" "$work/message" > "$work/said" 2>&1 ||
            wrong "the message in $file was not signed by keys/$key.pem: $(cat "$work/said")"
        decode "$message" >> "$work/observations"
        messages=$((messages + 1))
    done
} < messages.tsv
for pem in keys/*.pem; do
    openssl pkey -pubin -in "$pem" -outform DER -out "$work/key" || wrong "$pem holds no public key"
    digest=$(sha256sum < "$work/key")
    [ "keys/${digest%% *}.pem" = "$pem" ] || wrong "$pem is not the key that its name says"
    echo "   key ${digest%% *}"
done

echo "3. observations"
expected=$(sha256sum < "$work/observations")
found=$(sha256sum < observations.csv)
[ "$expected" = "$found" ] || wrong "observations.csv does not say what the messages say"

if [ "$wrong" -gt 0 ]; then
    echo "NOT VERIFIED: $wrong checks failed"
    exit 1
fi
echo "VERIFIED: $messages messages are signed by the keys above, and observations.csv says what they say"
)SCRIPT";
}

}  // namespace tixdb::exports
