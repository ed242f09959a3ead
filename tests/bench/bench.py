#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The analyzer compared with similar programs, on this machine, in one run: see docs/BENCHMARKS.md.

Times are processor seconds of whole processes (user and system), so other programs affect them little; the programs of a
row run in turn, and the fastest of TURNS counts for each. Only `--jobs` is measured in wall-clock time, with --realtime at
real-time priority, for a busy machine (other programs stop; needs root).
usage: bench.py BUILD_FOLDER [--sessions N] [--realtime]
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

TURNS = 7
HOUR_ROWS = 360_000
MINUTES = (1, 3, 10, 30, 60, 180, 600)
SECOND_ROWS = 100
HERE = Path(__file__).parent


def run(command, output=subprocess.DEVNULL, data=None):
    """Run a process; return its processor seconds, wall-clock seconds and peak memory in bytes, with its children."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=subprocess.DEVNULL, stdin=data or subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * 1024


def take_turns(commands, turns=TURNS):
    """Run the commands in turn; return the minimum of processor seconds of each."""
    rounds = [[run(command)[0] for command in commands] for _ in range(turns)]
    return [min(times) for times in zip(*rounds)]


def slope(xs, ys):
    """Return the least-squares slope of log y over log x."""
    lx, ly = [log(x) for x in xs], [log(y) for y in ys]
    mx, my = sum(lx) / len(lx), sum(ly) / len(ly)
    return sum((a - mx) * (b - my) for a, b in zip(lx, ly)) / sum((a - mx) ** 2 for a in lx)


def print_row(what, measured, ratio, target=""):
    print(f"| {what} | {measured} | {ratio} | {target} |", flush=True)


def make_sessions(build, folder):
    """Simulate one long session, and cut its beginning to a second and to each length."""
    longest = folder / "longest.csv"
    run([build / "virtual-roller", "--session", longest, "--strokes", 6600, "--spots", "120,200", "--seed", 7])
    files = {minutes: folder / f"{minutes}-minutes.csv" for minutes in MINUTES}
    second = folder / "1-second.csv"
    # Row by row, to keep this process small: its memory counts in the peak of the programs that it starts.
    with longest.open() as lines:
        header = []
        for line in lines:
            header.append(line)
            if not line.startswith("#"):
                break
        parts = [(SECOND_ROWS, second.open("w"))]
        parts += [(minutes * HOUR_ROWS // 60, file.open("w")) for minutes, file in files.items()]
        for _, part in parts:
            part.writelines(header)
        rows = 0
        for rows, line in enumerate(lines, 1):
            for row_count, part in parts:
                if rows <= row_count:
                    part.write(line)
        for _, part in parts:
            part.close()
    if rows < MINUTES[-1] * HOUR_ROWS // 60:
        sys.exit(f"the long session has only {rows} rows")
    longest.unlink()
    return second, files


def speed(build, hour):
    analyzer = [build / "roller-analyzer", "report", "--json", hour]
    names = hour.open().read(4096).split("time_s,", 1)[1].split("\n", 1)[0].split(",")[:-1]
    peers = {"bare libcsv finding the fields": [build / "tests/bare_libcsv", hour],
             "a pandas and numpy script of the analysis": ["/usr/bin/python3", HERE / "pandas_analysis.py", hour],
             "the same script, its fits from a sample of the rows":
                 ["/usr/bin/python3", HERE / "pandas_analysis.py", "--sampled", hour],
             "awk (mawk) summing the columns":
                 ["mawk", "-F,", "!/^#/ {for (i = 1; i < NF; i++) sum[i] += $i} END {print sum[1]}", hour],
             "Miller summing the columns":
                 ["mlr", "--icsv", "--ojson", "--skip-comments", "stats1", "-a", "sum", "-f", "time_s," + ",".join(names), hour]}
    times = take_turns([analyzer, *peers.values()])
    mine = times[0]
    targets = ["at most 2.2", "at least 20"]
    for index, (name, peer) in enumerate(zip(peers, times[1:])):
        if index == 0:
            print_row(f"an hour to JSON, against {name}", f"{mine:.3f} s, {peer:.3f} s", f"{mine / peer:.2f}", targets[index])
        else:
            print_row(f"{name}, against the analyzer", f"{peer:.3f} s, {mine:.3f} s", f"{peer / mine:.1f}",
                targets[index] if index < len(targets) else "")
    script = peers["a pandas and numpy script of the analysis"]
    check_agreement(analyzer, script)
    return script, analyzer


def check_agreement(*commands):
    """Exit unless the compared programs find the same spots."""
    reports = [json.loads(subprocess.check_output([str(word) for word in command])) for command in commands]
    found = [sorted(round(spot["center_mm"]) for spot in report["tender_spots"]) for report in reports]
    if len({len(centres) for centres in found}) > 1 or any(max(same) - min(same) > 5 for same in zip(*found)):
        sys.exit(f"the programs find different spots: {found}")


def growth(build, second, files):
    """Measure time and memory for each length; the lengths run in turn.

    Start-up does not count: the program, its libraries and the text of a report, as a session of one second takes them."""
    analyzer = build / "roller-analyzer"
    commands = {m: [analyzer, "report", "--json", file] for m, file in {0: second, **files}.items()}
    results = {minutes: [] for minutes in commands}
    for _ in range(TURNS):
        for minutes, command in commands.items():
            for _ in range(20 if minutes <= 10 else 1):
                results[minutes].append(run(command))
    startup = min(time for time, _, _ in results[0])
    times = {minutes: min(time for time, _, _ in results[minutes]) - startup for minutes in files}
    memory = {minutes: min(peak for _, _, peak in results[minutes]) for minutes in files}
    print(f"\nstart-up: {startup:.4f} s", file=sys.stderr)
    for minutes in files:
        print(f"{minutes:5d} minutes: {times[minutes]:8.4f} s, {memory[minutes] / 1e6:7.1f} MB", file=sys.stderr)
    print_row("growth of the time, 1 minute to 10 hours", f"{times[MINUTES[0]] * 1000:.1f} ms to {times[MINUTES[-1]]:.2f} s",
        f"slope {slope(list(files), [times[m] for m in files]):.3f}", "0.95 to 1.05")
    rows = (600 - 60) * HOUR_ROWS // 60
    per_row = (memory[600] - memory[60]) / rows
    print_row("memory per row (1 hour to 10 hours)", f"{memory[60] / 1e6:.0f} MB to {memory[600] / 1e6:.0f} MB",
        f"{per_row:.0f} bytes", "at most 130")
    return memory


def script_memory(script, files):
    memory = [run([*script[:-1], files[m]])[2] for m in (60, 180)]
    print_row("the same for the pandas script (1 hour to 3 hours)", f"{memory[0] / 1e6:.0f} MB to {memory[1] / 1e6:.0f} MB",
        f"{(memory[1] - memory[0]) / (2 * HOUR_ROWS):.0f} bytes")


def many(build, folder, sessions, realtime):
    """Measure --jobs on `sessions` names for 20 different sessions of about four minutes."""
    for seed in range(20):
        run([build / "virtual-roller", "--session", folder / f"seed{seed}.csv", "--strokes", 20, "--random-spots", 2,
             "--seed", 100 + seed])
    rows = [sum(1 for _ in (folder / f"seed{seed}.csv").open()) for seed in range(20)]
    for i in range(sessions):
        (folder / f"s{i:04d}.csv").symlink_to(f"seed{i % 20}.csv")
    names = folder / "names"
    names.write_text("".join(f"{folder}/s{i:04d}.csv\n" for i in range(sessions)))

    def run_jobs(jobs):
        with (folder / f"jobs{jobs}").open("w") as output:
            return run([*(["chrt", "-f", "1"] if realtime else []), build / "roller-analyzer", "report", "--json",
                        "--jobs", jobs, "--files-from", names], output)

    rounds = [(run_jobs(1), run_jobs(2)) for _ in range(2)]
    one, two = (min(result[k][1] for result in rounds) for k in (0, 1))
    same = (folder / "jobs1").read_bytes() == (folder / "jobs2").read_bytes()
    lines = (folder / "jobs2").read_bytes().count(b"\n")
    print_row(f"{sessions} sessions of {sum(rows) / 20 / 6009.6:.1f} minutes, --jobs 1 against --jobs 2 (wall clock)",
        f"{one:.2f} s, {two:.2f} s; {lines} lines, {'the same' if same else 'DIFFERENT'}", f"{one / two:.2f}",
        "at least 1.8 on two idle processors")
    used = min(first[0] for first, _ in rounds) / sessions
    print_row("one such session, processor time", f"{used * 1000:.1f} ms", f"{1 / used:.0f} per second and processor")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=Path)
    options.add_argument("--sessions", type=int, default=1000)
    options.add_argument("--realtime", action="store_true")
    arguments = options.parse_args()
    for program in ("mawk", "mlr"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed: make deps-bench")
    build = arguments.build.resolve()
    print(f"system load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", file=sys.stderr)
    print("| what | measured | ratio | target |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=build) as scratch:
        folder = Path(scratch)
        second, files = make_sessions(build, folder)
        script, _ = speed(build, files[60])
        growth(build, second, files)
        script_memory(script, files)
        for file in files.values():
            file.unlink()
        many(build, folder, arguments.sessions, arguments.realtime)
    print(f"system load after: {os.getloadavg()[0]:.1f}", file=sys.stderr)


if __name__ == "__main__":
    main()
