#!/usr/bin/env python3
"""Runs workloads with infc and with the peers that are found, each several times, and prints CPU seconds
(user and system) and peak memory of the best run, with the ratio to infc, as a Markdown table.

usage: compare.py INFC [--cue CUE] [--fleet fleet.py] [--stress stress.py] [--apps apps.py] [--schema schema.py]
       [--kcl PYTHON] [--runs N] [--limit SECONDS] [--only WORD]

`fleet.py`, `apps.py` and `schema.py` make the inputs, `stress.py` holds functions that do. Peers are looked for on
PATH: jrsonnet, nickel, pkl, and cue unless it is named; KCL is a Python package, so the Python that has `kcl_lib` is
named. A peer without a form of the input has no column there. What tools write for apps and schemas is held against
the objects that are expected, as data, before anything is measured; that needs PyYAML.
"""
import argparse
import importlib.util
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STRESS = [
    ("nestedCross", 5), ("boolproductlate", 14), ("discunion", 80), ("embeds", 180), ("patterns", 3000),
    ("sortcmp", 4000), ("listcomp", 100_000), ("strcat", 50_000),
]
# What runs a program of KCL, given to a Python that has it.
KCL = """
import glob, sys
import kcl_lib.api as kcl
sys.stdout.write(kcl.API().exec_program(kcl.ExecProgramArgs(k_filename_list=sorted(glob.glob("*.k")))).yaml_result)
"""
# Name of the tool, its directory and the ending of its input there, its arguments before the input.
PEERS = [
    ("jrsonnet", "jsonnet", ".jsonnet", ["-S"]),
    ("nickel", "nickel", ".ncl", ["export", "-f", "yaml"]),
    ("pkl", "pkl", ".pkl", ["eval"]),
    ("kcl", "kcl", ".k", []),
]
TIME = shutil.which("time") or sys.exit("compare.py needs GNU time (the package `time`)")
# The file of each workload that the others are imported by.
MAINS = ("apps", "objs")


def once(command, directory, limit):
    """CPU seconds, MiB and exit code of one run; the code is None where it took too long.

    GNU time runs the command, because a child starts with the peak memory of what it was forked from."""
    def bound():
        resource.setrlimit(resource.RLIMIT_DATA, (8 << 30, 8 << 30))
    with tempfile.NamedTemporaryFile("r") as peak:
        timed = [TIME, "-q", "-f", "%M", "-o", peak.name, *command]
        with subprocess.Popen(timed, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              preexec_fn=bound) as process:
            end = time.monotonic() + limit
            late = False
            while not (found := os.wait4(process.pid, os.WNOHANG))[0]:
                if time.monotonic() > end and not late:
                    late = True
                    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
                        os.kill(int(child), signal.SIGKILL)
                time.sleep(0.001)
            _, status, usage = found
            process.returncode = os.waitstatus_to_exitcode(status)
        size = int(peak.read())
    return usage.ru_utime + usage.ru_stime, size / 1024, None if late else process.returncode


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
    for name, maker, counts in (
        ("apps", options.apps, (10, 100, 1000, 5000)),
        ("schema", options.schema, (10, 100, 1000)),
    ):
        for count in counts if maker else ():
            if options.only not in f"{name} {count}":
                continue
            directory = room / f"{name}-{count}"
            directory.mkdir()
            subprocess.run([sys.executable, maker, str(count), str(directory)], stdout=subprocess.DEVNULL, check=True)
            yield f"{name} {count}", directory, ".", ["--out", "text", "-e", "stream"]


def commands(options, directory, file, arguments):
    """The tools that can run a workload, infc first: each with its command and where it is run."""
    own = directory / "cue" if file == "." else directory
    yield "infc", [options.infc, "export", file, *arguments], own
    if options.cue:
        yield "cue", [options.cue, "export", file, *arguments], own
    if file != ".":
        return
    for name, place, ending, words in PEERS:
        program = shutil.which(name)
        command = [program] if program else [options.kcl, "-c", KCL] if name == "kcl" and options.kcl else None
        mains = [path for path in (directory / place).glob(f"*{ending}") if path.stem in MAINS]
        if command and mains:
            yield name, [*command, *words, mains[0].name], directory / place


def is_as_expected(command, directory, expected, limit):
    """Whether what a tool writes is what is expected, as data; none if that cannot be told."""
    try:
        import yaml
    except ImportError:
        return None
    try:
        made = subprocess.run(command, cwd=directory, capture_output=True, timeout=limit, check=True).stdout
    except (subprocess.SubprocessError, OSError):
        return False
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents = [one for one in yaml.load_all(made, Loader=loader) if one is not None]
    if len(documents) == 1 and isinstance(documents[0], list):
        documents = documents[0]
    return documents == json.loads(expected.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("infc")
    parser.add_argument("--cue", default=shutil.which("cue"))
    for name in ("--fleet", "--stress", "--apps", "--schema", "--kcl"):
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
            for tool, command, place in commands(options, directory, file, arguments):
                expected = directory / "expected.json"
                if file == "." and is_as_expected(command, place, expected, options.limit) is False:
                    print(f"| {name} | {tool} | | | | | not the objects that are expected |", flush=True)
                    continue
                cpu, memory, code = best(command, place, options)
                own = own or (cpu, memory)
                ended = "too long" if code is None else code
                ratios = f"{cpu / max(own[0], 0.001):.1f} | {memory / own[1]:.1f}"
                print(f"| {name} | {tool} | {cpu:.3f} | {memory:.0f} | {ratios} | {ended} |", flush=True)


if __name__ == "__main__":
    main()
