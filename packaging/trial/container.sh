# SPDX-License-Identifier: MIT
# For scripts/try-package: what the Dockerfile does and how its image is run, without Docker.
# shellcheck shell=bash

image=$top/image
image_mounts=()

leave_image() {
    local folder
    for folder in "${image_mounts[@]}"; do umount -l "$folder" 2> /dev/null || true; done
    image_mounts=()
}

in_folder() {
    local folder=$1
    shift
    chroot "$folder" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# As compose.yaml says: nothing can be written but the database's folder and /run, user 950, no shell; time, level and
# command in each line.
in_image=(chroot --userspec=950:950 "$image" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin
    TIX_REPORTS_BASE_PATH=/tmp/reports TIXDB_LOG_FORMAT=json)

packages_of_dependencies() {
    tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g' | grep -v -e '^systemd' -e '^default-' -e '^adduser$' -e '^init-system' -e '^$' | sort
}

# The image has what the package depends on, no more and no less.
compare_packages() {
    local depends steps
    depends=$(dpkg-deb -f "$top/tixdb_${version}_$architecture.deb" Depends | packages_of_dependencies)
    steps=$(tr '\n' ' ' < packaging/container/steps | sed 's/.* runtime_packages="\([^"]*\)".*/\1/' | tr -s ' ' '\n' |
        grep -v -e '^ca-certificates$' -e '^$' | sort)
    diff <(echo "$depends") <(echo "$steps") || fail "the image's packages are not the package's"
}

make_image() {
    bare_folder "$image"
    cp packaging/container/steps "$image/tmp/steps"
    in_folder "$image" /tmp/steps runtime > "$top/image.log" 2>&1 || fail "steps runtime: $(tail -n 5 "$top/image.log")"
    if [ "$made" = no ]; then
        bare_folder "$top/image-build"
        mkdir "$top/image-build/source"
        git ls-files -z | tar --null --files-from=- --create | tar --extract --directory "$top/image-build/source"
        in_folder "$top/image-build" /source/packaging/container/steps build /source > "$top/image-build.log" 2>&1 ||
            fail "steps build: $(tail -n 5 "$top/image-build.log")"
        cp "$top/image-build/install/usr/bin/tixdb" "$image/usr/bin/tixdb"
    else
        dpkg-deb --fsys-tarfile "$top/tixdb_${version}_$architecture.deb" | tar -C "$image" -x ./usr/bin/tixdb
    fi
}

try_container() {
    say "the steps of the Dockerfile, and its image as compose.yaml runs it"
    compare_packages
    make_image
    mkdir -p "$image/tmp/reports" "$top/image-data"
    rm -rf "${top:?}/image-data"
    install -d -o 950 -g 950 -m 2750 "$top/image-data"
    mount --bind "$image" "$image"
    mount -t proc proc "$image/proc"
    image_mounts=("$image/proc" "$image")
    mount -o remount,bind,ro "$image"
    mount --bind "$top/image-data" "$image/var/lib/tixdb"
    mount --bind "$root/srv/tix/reports" "$image/tmp/reports"
    image_mounts=("$image/var/lib/tixdb" "$image/tmp/reports" "$image/proc" "$image")
    expect 0 "tixdb $version" "${in_image[@]}" tixdb --version
    local log=$top/image-run.log run
    "${in_image[@]}" PROCESSOR_TYPE=STANDALONE TIX_RABBITMQ_HOST=rabbit tixdb run --every 10min > "$log" 2>&1 &
    run=$!
    for _ in $(seq 600); do
        ! grep -q '"publish' "$log" || break
        sleep 0.2
    done
    expect 0 "ok: " "${in_image[@]}" tixdb check
    kill -TERM "$run"
    wait "$run" || fail "run --every ended with $? after SIGTERM: $(tail -n 3 "$log")"
    ! grep -v '^{"time":"[^"]*","pid":[0-9]*,"command":"run","level":"[a-z]*","message"' "$log" || fail "a line without its time"
    grep -q "no need for TIX_RABBITMQ_HOST" "$log" || fail "nobody says that there is no broker"
    local type
    for type in WORKER BEAT; do
        expect 78 "there is no scheduler and no worker any more" "${in_image[@]}" PROCESSOR_TYPE=$type tixdb run
    done
    leave_image
    if command -v npx > /dev/null; then
        npx --yes dockerfilelint packaging/container/Dockerfile || fail "dockerfilelint finds something"
    else
        echo "skipped: dockerfilelint, since there is no npx here"
    fi
}
