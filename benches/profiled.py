#!/usr/bin/env python3
"""Builds infc by what it does when it runs: see "A build by profile" in README.md here.

Two release builds, the first of which notes what the runs of `hot.py` go through, and the second is
made for that. It stands at target/profiled/infc in the end.

    rustup component add llvm-tools
    benches/profiled.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hot import ROOT, runs

TARGET = ROOT / "target" / "profiled"


def rustc(*args):
    """What the compiler answers to a question about itself."""
    return subprocess.run(["rustc", *args], check=True, capture_output=True, text=True).stdout


def build(host, flag):
    """The binary that is built with `flag`, which is not for what only runs while building."""
    # Flags of the environment would stand in place of those in `.cargo/config.toml`.
    clean = {key: value for key, value in os.environ.items() if "RUSTFLAGS" not in key}
    flags = f'build.rustflags=["{flag}"]'
    command = ["cargo", "build", "--release", "--bin", "infc", "--target", host, "--config", flags]
    subprocess.run([*command, "--target-dir", TARGET], cwd=ROOT, env=clean, check=True)
    return TARGET / host / "release" / "infc"


def main():
    host = next(line.split()[1] for line in rustc("-vV").splitlines() if line.startswith("host:"))
    tools = Path(rustc("--print", "sysroot").strip()) / "lib" / "rustlib" / host / "bin"
    merge = shutil.which("llvm-profdata", path=tools)
    if not merge:
        sys.exit(f"there is no llvm-profdata in {tools}: `rustup component add llvm-tools` brings it")
    noted, profile = TARGET / "noted", TARGET / "infc.profdata"
    shutil.rmtree(noted, ignore_errors=True)
    noting = build(host, f"-Cprofile-generate={noted}")
    with tempfile.TemporaryDirectory() as cases:
        for place, args in runs(Path(cases)):
            # What it finds wrong is a run too.
            subprocess.run([noting, *args], cwd=place, capture_output=True)
    subprocess.run([merge, "merge", "-o", profile, noted], check=True)
    built = shutil.copy(build(host, f"-Cprofile-use={profile}"), TARGET / "infc")
    print(built)


if __name__ == "__main__":
    main()
