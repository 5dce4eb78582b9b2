#!/usr/bin/env python3
"""Runs workloads with infc and with the peers that are found, each several times, and prints CPU seconds
(user and system) and peak memory of the best run, with the ratio to infc, as a Markdown table.

usage: compare.py INFC [--cue CUE] [--fleet fleet.py] [--stress stress.py] [--apps apps.py] [--runs N] [--limit SECONDS]
       [--only WORD]

`fleet.py` and `apps.py` make the inputs, `stress.py` holds functions that do. Peers are looked for on PATH: jrsonnet,
nickel, pkl, and cue unless it is named. A peer without a form of the input has no column there.
"""
import argparse
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STRESS = [
    ("nestedCross", 5), ("boolproductlate", 14), ("discunion", 80), ("embeds", 180), ("patterns", 3000),
    ("sortcmp", 4000), ("listcomp", 100_000), ("strcat", 50_000),
]
# Name of the tool, ending of its input, its arguments before the input.
PEERS = [
    ("jrsonnet", ".jsonnet", []),
    ("nickel", ".ncl", ["export"]),
    ("pkl", ".pkl", ["eval", "-f", "json"]),
]


def once(command, directory, limit):
    """CPU seconds, MiB and exit code of one run; the code is None where it took too long."""
    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    with subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          preexec_fn=bound) as process:
        end = time.monotonic() + limit
        code = None
        while True:
            found, status, usage = os.wait4(process.pid, os.WNOHANG)
            if found:
                code = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() > end:
                process.kill()
                _, _, usage = os.wait4(process.pid, 0)
                break
            time.sleep(0.001)
        process.returncode = code if code is not None else -9
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code


def best(command, directory, options):
    runs = []
    for _ in range(options.runs):
        runs.append(once(command, directory, options.limit))
        if runs[-1][2] is None:
            break
    return min(runs, key=lambda run: run[0])


def module(path):
    """The functions of a program that reads its arguments when it is run: none are given, and it may end."""
    spec = importlib.util.spec_from_file_location("workload", path)
    loaded = importlib.util.module_from_spec(spec)
    kept, sys.argv = sys.argv, [str(path), "/bin/true", "--only", "nothing of that name"]
    try:
        spec.loader.exec_module(loaded)
    finally:
        sys.argv = kept
    return loaded


def workloads(options, room):
    """Name, directory and the files of each workload."""
    if options.fleet:
        for style in ("def", "data"):
            for count in (1000, 10_000):
                path = room / f"fleet-{style}-{count}.cue"
                made = subprocess.run([sys.executable, options.fleet, str(count), "--style", style],
                                      capture_output=True, check=True)
                path.write_bytes(made.stdout)
                yield f"fleet {style} {count}", room, path.name, ["--out", "yaml"]
    if options.stress:
        stress = module(options.stress)
        for name, count in STRESS:
            path = room / f"{name}-{count}.cue"
            path.write_text(getattr(stress, name)(count))
            yield f"{name} {count}", room, path.name, []
    path = room / "fields-40000.cue"
    path.write_text("".join(f"f{number}: {number}\n" for number in range(40_000)))
    yield "fields 40000", room, path.name, []
    path = room / "list-100000.cue"
    path.write_text("l: [" + ", ".join(map(str, range(100_000))) + "]\n")
    yield "list 100000", room, path.name, []
    if options.apps:
        for count in (10, 100, 1000, 5000):
            directory = room / f"apps-{count}"
            directory.mkdir()
            subprocess.run([sys.executable, options.apps, str(count), str(directory)],
                           stdout=subprocess.DEVNULL, check=True)
            yield f"apps {count}", directory, ".", ["--out", "text", "-e", "stream"]


def commands(options, directory, file, arguments):
    """The tools that can run a workload, infc first."""
    yield "infc", [options.infc, "export", file, *arguments]
    if options.cue:
        yield "cue", [options.cue, "export", file, *arguments]
    if file != ".":
        return
    for name, ending, words in PEERS:
        program = shutil.which(name)
        sources = sorted(path for path in directory.rglob(f"*{ending}"))
        mains = [path for path in sources if path.stem in ("main", "apps", "app")] or sources
        if program and mains:
            yield name, [program, *words, str(mains[0])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("infc")
    parser.add_argument("--cue", default=shutil.which("cue"))
    for name in ("--fleet", "--stress", "--apps"):
        parser.add_argument(name)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.infc = os.path.abspath(options.infc)
    print("| work | tool | CPU s | MiB | CPU, times infc's | memory, times infc's | exit |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as room:
        for name, directory, file, arguments in workloads(options, Path(room)):
            if options.only not in name:
                continue
            own = None
            for tool, command in commands(options, directory, file, arguments):
                cpu, memory, code = best(command, directory, options)
                own = own or (cpu, memory)
                ended = "too long" if code is None else code
                ratios = f"{cpu / max(own[0], 0.001):.1f} | {memory / own[1]:.1f}"
                print(f"| {name} | {tool} | {cpu:.3f} | {memory:.0f} | {ratios} | {ended} |", flush=True)


if __name__ == "__main__":
    main()
