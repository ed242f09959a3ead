#!/bin/bash
# SPDX-License-Identifier: MIT
# Reports of many sessions on a cluster: each task of a Slurm array processes one part of the list.
#
#   find /data/sessions -name '*.csv' > list.txt
#   mkdir -p reports
#   sbatch --array=0-99 slurm-array.sh list.txt reports
#   cat reports/part-*.jsonl > reports.jsonl
#
# A part is written under a temporary name and renamed when it is complete, and existing parts are skipped: if a node
# failed, run the same sbatch again to make the missing parts. A session that cannot be read is named in the task's log
# (slurm-JOB_TASK.out) and has no line; the task's exit status is then 3, but its part is complete.
#SBATCH --job-name=foam-roller
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
set -u
list=$1 folder=$2
share=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
part=$folder/part-$SLURM_ARRAY_TASK_ID.jsonl
[ ! -e "$part" ] || exit 0
names=$(split -n "l/$share/$SLURM_ARRAY_TASK_COUNT" "$list") || exit 1
[ -n "$names" ] || exit 0 # more tasks than sessions
roller-analyzer report --json --jobs "${SLURM_CPUS_PER_TASK:-1}" --files-from - <<<"$names" >"$part.new"
status=$?
case $status in
0 | 3) mv "$part.new" "$part" ;;
esac
exit $status
