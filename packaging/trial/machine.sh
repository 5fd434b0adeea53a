# SPDX-License-Identifier: MIT
# For scripts/try-package: a bare Debian 12 in a folder, booted as a machine would be. Its processes, mounts, users and
# control groups are its own, its network is this machine's. Needs root.
# shellcheck shell=bash

# What an operator has anyway, and what the trial asks inside with.
bare_packages=systemd,sudo,ca-certificates,man-db,bash-completion,zsh,fish,curl,openssl,acl,faketime

machine=       # the process id of its systemd, seen from here
control_group= # a folder

# bare_folder FOLDER: as debootstrap makes one, which is done once.
bare_folder() {
    if [ ! -e "$top/bare.tar" ]; then
        rm -rf "$top/bare"
        debootstrap --variant=minbase --include="$bare_packages" bookworm "$top/bare" > "$top/debootstrap.log" ||
            fail "no bare Debian: $(tail -n 3 "$top/debootstrap.log")"
        rm -rf "$top/bare/var/cache/apt/archives/"*.deb
        tar -C "$top/bare" -cf "$top/bare.tar.partial" .
        mv "$top/bare.tar.partial" "$top/bare.tar"
        rm -rf "$top/bare"
    fi
    rm -rf "$1"
    mkdir -p "$1"
    tar -C "$1" -xf "$top/bare.tar"
    cp /etc/resolv.conf "$1/etc/"
    echo "127.0.0.1 localhost $(hostname) tix.example.org" > "$1/etc/hosts"
    # Pages and their translations are part of what is tried.
    rm -f "$1/etc/dpkg/dpkg.cfg.d/"*
}

# Runs in the new namespaces: mounts what systemd wants to find, and becomes it.
# shellcheck disable=SC2016
become_machine='
set -e
root=$1
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/pts"
mkdir -m 1777 "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/var/lib/tixdb"
mount -t tmpfs -o size=512m,mode=755 tmpfs "$root/var/lib/tixdb"
# As systemd has it on a machine: what it mounts for a service it has to see itself.
mount --make-rshared "$root"
cd "$root"
exec chroot . env -i container=trial PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=kmsg
'

# boot FOLDER: its database has a disk of its own, of 512 MiB.
boot() {
    mkdir -p "$top/control"
    mount -t cgroup2 cgroup2 "$top/control"
    control_group=$top/control/tixdb-trial-$$
    mkdir "$control_group"
    (
        echo "$BASHPID" > "$control_group/cgroup.procs"
        exec unshare --pid --fork --kill-child --mount --ipc --uts --cgroup bash -c "$become_machine" become "$1"
    ) > "$top/boot.log" 2>&1 &
    local unshare=$!
    for _ in $(seq 300); do
        machine=$(pgrep -P "$unshare" -x systemd || true)
        if [ -n "$machine" ]; then
            case "$(inside systemctl is-system-running 2> /dev/null)" in running | degraded) return ;; esac
        fi
        kill -0 "$unshare" 2> /dev/null || break
        sleep 0.2
    done
    fail "the machine in $1 does not boot: $(cat "$top/boot.log")"
}

# inside COMMAND...: as root, in the machine.
inside() {
    nsenter --target "$machine" --all --root --wd -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

# As pages of the documentation say it.
as_tixdb() { inside sudo -u tixdb "$@"; }

shut_down() {
    [ -z "$machine" ] || kill -KILL "$machine" 2> /dev/null || true
    machine=
    [ -n "$control_group" ] || return 0
    for _ in $(seq 50); do
        find "$control_group" -depth -type d -exec rmdir {} \; 2> /dev/null
        [ -e "$control_group" ] || break
        sleep 0.1
    done
    umount "$top/control" 2> /dev/null || true
    control_group=
}
