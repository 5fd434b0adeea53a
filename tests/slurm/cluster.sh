# SPDX-License-Identifier: MIT
# For scripts/slurm-test: a Slurm with a controller and two nodes of one processor each, all of them on this machine's loopback,
# with all that they keep in $top. It needs no root, no systemd and no control groups, and leaves alone what Slurm there is here.
# shellcheck shell=bash

PATH=$PATH:/usr/sbin:/sbin
export SLURM_CONF=$top/slurm.conf
nodes=(node1 node2)

# Two times are shorter than Slurm's defaults, since somebody waits for the test: a node that does not answer is given up after
# 3 s (SlurmdTimeout, 300), and a task that is requeued starts again after 5 s (cred_expire, 120).
write_slurm_conf() {
    local host ports
    host=$(hostname -s)
    mapfile -t ports < <(free_ports 3)
    cat > "$SLURM_CONF" << END
ClusterName=tixdb
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$top/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$top/state
SlurmdSpoolDir=$top/spool-%n
SlurmctldPidFile=$top/slurmctld.pid
SlurmdPidFile=$top/slurmd-%n.pid
SlurmctldLogFile=$top/slurmctld.log
SlurmdLogFile=$top/slurmd-%n.log
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SlurmdTimeout=3
ReturnToService=2
SchedulerParameters=bf_interval=1
RequeueExit=75
NodeName=${nodes[0]} NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=1 RealMemory=2000
NodeName=${nodes[1]} NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=1 RealMemory=2000
PartitionName=all Nodes=${nodes[0]},${nodes[1]} Default=YES
END
}

free_ports() {
    python3 -c 'import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(one.getsockname()[1] for one in held), sep="\n")' "$1"
}

# within SECONDS COMMAND...: repeats it until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.2
    done
}

nodes_are_idle() { [ "$(sinfo -h -N -o %t | sort -u)" = idle ]; }
node_is_down() { [[ $(sinfo -h -n "$1" -o %t) == down* ]]; }
no_job_is_left() { [ -z "$(squeue -h)" ]; }
is_gone() { ! kill -0 "$1" 2> /dev/null; }

start_cluster() {
    mkdir "$top/state"
    write_slurm_conf
    mungekey --create --keyfile="$top/munge.key"
    munged --force --key-file="$top/munge.key" --seed-file="$top/munge.seed" --socket="$top/munge.socket" \
        --pid-file="$top/munged.pid" --log-file="$top/munged.log"
    slurmctld -c
    local node
    for node in "${nodes[@]}"; do start_node "$node"; done
    within 60 nodes_are_idle || fail "the nodes do not come up: $(tail -n 5 "$top/slurmctld.log")"
}

start_node() {
    mkdir -p "$top/spool-$1"
    slurmd -N "$1"
}

# The daemon alone: its tasks go on, and nobody can stop them while Slurm starts them again elsewhere.
kill_slurmd() { kill -KILL "$(cat "$top/slurmd-$1.pid")"; }

# The daemon and its tasks, as when the power fails.
kill_node() {
    kill_slurmd "$1"
    local task
    for task in $(pgrep -f "$top/spool-$1/job[0-9]+/slurm_script"); do
        kill_with_children "$(ps -o ppid= -p "$task" | xargs)"
    done
}

kill_with_children() {
    local child
    kill -STOP "$1" 2> /dev/null || return 0
    for child in $(pgrep -P "$1"); do kill_with_children "$child"; done
    kill -KILL "$1"
}

stop_cluster() {
    if [ -e "$top/slurmctld.pid" ]; then
        scancel --user "$(id -un)" || true
        within 20 no_job_is_left || true
    fi
    local daemon
    for daemon in slurmctld "${nodes[@]/#/slurmd-}" munged; do stop_daemon "$daemon"; done
}

stop_daemon() {
    local pid
    pid=$(cat "$top/$1.pid" 2> /dev/null) || return 0
    kill "$pid" 2> /dev/null || return 0
    within 20 is_gone "$pid" || kill -KILL "$pid"
}
