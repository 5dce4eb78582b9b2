#!/usr/bin/env python3
"""Writes hot.txt: which functions infc runs when it exports, vets, lays out and explains examples.

`build.rs` has the linker put these together: of twelve megabytes of code a run needs less than two,
and where they lie scattered, each page of them brings fifteen others into memory. The names stand
without the hash that every compiler gives them anew; one that means nothing any more does nothing.

    cargo build --release && benches/hot.py target/release/infc

Needs valgrind, which notes what is run.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

# What the system brings into memory together, in bytes.
PIECE = 1 << 16
# More functions than these of one name are instances of a generic one.
FEW = 4
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


def symbols(binary):
    """The sizes of the functions of `binary` by their names without hashes."""
    listed = subprocess.run(["nm", "-S", binary], capture_output=True, text=True, check=True).stdout
    sizes = defaultdict(list)
    for size, name in re.findall(r" (\w+) [tT] (_ZN.*17h)[0-9a-f]{16}E", listed):
        sizes[name].append(int(size, 16))
    return sizes


def functions(binary, directory, where, arguments):
    """The functions of `binary` that a run goes through, without their hashes: how many of each name."""
    profile = directory / "profile"
    command = ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}"]
    subprocess.run([*command, binary, *arguments], cwd=where, capture_output=True)
    names = set(re.findall(r"^c?fn=\(\d+\) (_ZN.*17h[0-9a-f]{16}E)", profile.read_text(), re.M))
    return Counter(name[:-17] for name in names)


def main():
    binary = Path(sys.argv[1]).resolve()
    sizes = symbols(binary)
    runs_with, most = Counter(), Counter()
    with tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        for where, arguments in runs(directory):
            found = functions(binary, directory, where, arguments)
            runs_with.update(found.keys())
            most |= found
    # Of a generic function all instances are put together, if that is less than the pieces around each
    # that is run, but apart. What more runs need comes first, so that each needs the beginning.
    names = [name for name in runs_with if sum(sizes[name]) <= PIECE * most[name]]
    names.sort(key=lambda name: (len(sizes[name]) > FEW, -runs_with[name], name))
    (ROOT / "benches" / "hot.txt").write_text("".join(f"{name}\n" for name in names))


if __name__ == "__main__":
    main()
