#!/usr/bin/env python3
"""Writes hot.txt: which functions infc runs when it exports, vets, lays out and explains examples.

`build.rs` has the linker put these together: of twelve megabytes of code a run needs less than two,
and where they lie scattered, each page of them brings fifteen others into memory. The names say of which
types a generic function is made (`.cargo/config.toml`); in place of the hashes that every compiler and
every directory gives crates anew, and of what counts letters across them, stands a star. A name that
means nothing any more does nothing.

    cargo build --release && benches/hot.py target/release/infc

Needs valgrind, which notes what is run.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def runs(directory):
    """What is run, as where and with which arguments."""
    for example in sorted((ROOT / "examples").iterdir()):
        yield example, ["export", ".", "--out", "yaml"]
    golden = ROOT / "examples" / "kusion-inference"
    yield golden, ["export", "app.inf"]
    yield golden, ["vet", "."]
    yield golden, ["eval", "app.inf"]
    yield golden, ["fmt", "--check", "."]
    for name, text in CASES.items():
        (directory / name).write_text(text)
        yield directory, ["export", name, "--out", "yaml"]


CASES = {
    "mistake.inf": 'a: int\na: "b"\nc: d\n',
    "fleet.inf": """
#Tier: "front" | "back"
#App: {
	name:     =~"^[a-z]+$"
	tier:     *"back" | #Tier
	replicas: *1 | int & >0
	env: [string]: string
	ports?: [...{name: string, port: int}]
}
apps: [Name=string]: #App & {name: Name}
apps: one: {env: LEVEL: "info", ports: [{name: "http", port: 80}]}
apps: two: {tier: "front", replicas: 2}
for name, app in apps {
	objects: "\\(name)": {
		apiVersion: "v1"
		kind:       "ConfigMap"
		metadata: {"name": name, labels: tier: app.tier}
		data: app.env & {REPLICAS: "\\(app.replicas)"}
	}
}
""",
}


def pattern(name):
    """What stands for the function `name` in every build; none if it is not one of Rust."""
    # The compiler's own library comes with names in the older manner, which end in a hash.
    if older := re.fullmatch(r"(_ZN.*17h)[0-9a-f]{16}E(\.llvm\.\d+)?", name):
        return older[1]
    if name.startswith("_R"):
        name = re.sub(r"\.llvm\.\d+$", "", name)
        return re.sub(r"Cs[0-9A-Za-z]{8,12}_", "Cs*_", re.sub(r"B[0-9A-Za-z]{1,4}_", "B*_", name))
    return None


def functions(binary, directory, where, arguments):
    """The functions of `binary` that a run goes through, as patterns."""
    profile = directory / "profile"
    command = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}"]
    subprocess.run([*command, binary, *arguments], cwd=where, capture_output=True)
    names = re.findall(r"^c?fn=\(\d+\) ([^\s']+)", profile.read_text(), re.M)
    return {found for name in names if (found := pattern(name))}


def main():
    binary = Path(sys.argv[1]).resolve()
    runs_with = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        for where, arguments in runs(directory):
            runs_with.update(functions(binary, directory, where, arguments))
    # What more runs need comes first, so that each needs the beginning.
    names = sorted(runs_with, key=lambda name: (-runs_with[name], name))
    (ROOT / "benches" / "hot.txt").write_text("".join(f"{name}\n" for name in names))


if __name__ == "__main__":
    main()
