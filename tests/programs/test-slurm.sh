#!/bin/bash
# SPDX-License-Identifier: MIT
# Test docs/scale/slurm-array.sh on a real Slurm of one node. This script starts Slurm with its own folder, ports and key,
# and stops and removes it at the end. Then test the recipe for GNU parallel with the same sessions.
# usage: test-slurm.sh BUILD_FOLDER      (root; make deps-slurm)
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
[ "$(id -u)" -eq 0 ] || { echo "This needs root: slurmd starts jobs for users." >&2; exit 1; }
for tool in slurmctld slurmd munged parallel; do
    command -v $tool >/dev/null || { echo "$tool is not installed: make deps-slurm" >&2; exit 1; }
done
scratch=$(mktemp -d)
chmod 755 "$scratch"
pids=
clean_up() {
    [ -z "$pids" ] || kill $pids 2>/dev/null
    wait 2>/dev/null
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
fail() {
    echo "FAILED: $*" >&2
    tail -n 15 "$scratch"/*.log "$scratch"/slurm-*.out >&2 2>/dev/null
    exit 1
}
# until SECONDS COMMAND...: wait until the command succeeds
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.2
    done
}
# Unused ports, chosen by the kernel.
read -r controller_port node_port < <(/usr/bin/perl -MSocket -e '
    for (1, 2) { socket(my $s, PF_INET, SOCK_STREAM, 0); bind($s, sockaddr_in(0, INADDR_LOOPBACK)); push @s, $s;
                 print +(sockaddr_in(getsockname $s))[0], " " }')

mkdir "$scratch/state" "$scratch/spool" "$scratch/sessions" "$scratch/reports"
head -c 1024 /dev/urandom >"$scratch/munge.key"
chmod 600 "$scratch/munge.key"
munged --force --foreground --socket="$scratch/munge.socket" --key-file="$scratch/munge.key" \
    --pid-file="$scratch/munge.pid" --seed-file="$scratch/munge.seed" --log-file="$scratch/munge.log" \
    >"$scratch/munged.log" 2>&1 &
pids="$pids $!"
host=$(hostname -s)
cat >"$scratch/slurm.conf" <<CONF
ClusterName=foamroller
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller_port
SlurmdPort=$node_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge.socket
CredType=cred/munge
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=0
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=YES
CONF
printf 'CgroupPlugin=cgroup/v1\n' >"$scratch/cgroup.conf"
export SLURM_CONF=$scratch/slurm.conf
until_true 30 test -S "$scratch/munge.socket" || fail "munged does not start"
slurmctld -D -f "$SLURM_CONF" >"$scratch/slurmctld.log" 2>&1 &
pids="$pids $!"
slurmd -D -f "$SLURM_CONF" -N "$host" >"$scratch/slurmd.log" 2>&1 &
pids="$pids $!"
node_idle() { sinfo -h -o %t | grep -q idle; }
until_true 60 node_idle || fail "Slurm does not come up"

echo "Slurm $(sinfo --version | cut -d' ' -f2) is up: 24 sessions, one of them none, in 4 tasks"
for i in $(seq 23); do
    "$build/virtual-roller" --session "$scratch/sessions/$i.csv" --strokes 12 --random-spots 1 --seed "$i" || fail sessions
done
echo "no session" >"$scratch/sessions/bad.csv"
find "$scratch/sessions" -name '*.csv' | sort >"$scratch/list.txt"
export PATH=$build:$PATH
cd "$scratch" || exit 1
submit() { sbatch --parsable --wait --array=0-3 "$here/../../docs/scale/slurm-array.sh" list.txt reports; }
submit >sbatch.log 2>&1
status=$?
[ $status -eq 3 ] || fail "sbatch ended with $status, not with 3 for the session that is none"
roller-analyzer report --json --files-from list.txt >direct.jsonl 2>direct.log
cat reports/part-{0,1,2,3}.jsonl >slurm.jsonl || fail "a share is missing"
cmp slurm.jsonl direct.jsonl || fail "the shares together are not what one run gives"
[ "$(wc -l <slurm.jsonl)" -eq 23 ] || fail "not 23 lines"
grep -l "bad.csv is not a session file" slurm-*.out >/dev/null || fail "no log names the session that is none"

echo "a share that was lost is made again, and only that"
rm reports/part-2.jsonl
touch -d '2020-01-01' reports/part-1.jsonl
submit >>sbatch.log 2>&1
cat reports/part-{0,1,2,3}.jsonl | cmp - direct.jsonl || fail "not the same after the second run"
[ "$(date -r reports/part-1.jsonl +%Y)" -eq 2020 ] || fail "a share that was there was made again"

echo "GNU parallel"
parallel --will-cite -j2 -k -X -n 6 roller-analyzer report --json {} <list.txt >parallel.jsonl 2>parallel.log
cmp parallel.jsonl direct.jsonl || fail "GNU parallel's lines are not what one run gives"
echo "The same 23 lines from one run, from Slurm and from GNU parallel."
