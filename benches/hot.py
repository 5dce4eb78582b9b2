#!/usr/bin/env python3
"""Writes hot.txt: which functions infc runs when it exports, vets, lays out and explains examples.

`build.rs` has the linker put these together: of twelve megabytes of code a run needs less than two,
and where they lie scattered, each page of them brings fifteen others into memory. The names say of which
types a generic function is made (`.cargo/config.toml`); in place of the hashes that every compiler and
every directory gives crates anew, of what counts letters across them, and of numbers of `impl` blocks, stands a star. A name that
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
    # Enough of them to be worth two threads.
    "services.inf": """
import (
	"list"
	"strings"
)

#Size: =~"^[0-9]+(m|Mi)?$"
#Labels: {
	app:  string & strings.MinRunes(1) & =~"^[a-z][a-z0-9]*$"
	zone: *"a" | "b"
	[=~"^x-"]: string
}
#Part: {
	name:  string
	image: string
	env?: [...{name: string, value: string} | {name: string, from: {key: string}}]
	ports?: [...{name: *"http" | string, port: int & >0 & <65536, _open: *true | false}]
	resources: {
		least: {cpu: *"100m" | #Size}
		most: {cpu: *least.cpu | #Size}
	}
}
#App: {
	metadata: {name: string, labels: #Labels & {app: name}}
	spec: {
		replicas: *1 | int & >=0 & <=9
		selector: app: metadata.labels.app
		strategy: *{kind: "Rolling", surge: *1 | int} | {kind: "Recreate"}
		parts: [...#Part] & [_, ...]
	}
}
app: [Name=_]: #App & {
	metadata: name: Name
	spec: parts: [{name: Name}, ...]
}
for k, d in app {
	service: "\\(k)": {
		apiVersion: "v1"
		kind:       "Service"
		metadata: {name: k, labels: d.metadata.labels}
		spec: {
			type: *"ClusterIP" | "NodePort"
			ports: [
				for c in d.spec.parts
				if c.ports != _|_
				for p in c.ports
				if p._open {name: p.name, port: p.port},
			]
		}
	}
}
app: one: {
	metadata: labels: {zone: "b", "x-by": "me"}
	spec: strategy: kind: "Recreate"
	spec: parts: [{image: "one", ports: [{port: 80}, {name: "two", port: 81}]}]
}
app: two: spec: {replicas: 3, parts: [{image: "two", env: [{name: "A", value: "b"}], ports: [{port: 80}]}]}
app: three: spec: parts: [{image: "three", resources: least: cpu: "20m", ports: [{port: 83}]}]
_list: [{name: "four", ports: [80]}, {name: "five", ports: [80, 81]}]
for n in list.Range(0, 300, 1) {
	app: "app\\(n)": spec: parts: [{image: "app", ports: [{port: 80 + n}]}]
}
for a in _list {
	app: "\\(a.name)": spec: parts: [{image: a.name, ports: [for i, p in a.ports {name: "p\\(i)", port: p}]}]
}
""",
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
        name = re.sub(r"Cs[0-9A-Za-z]{8,12}_", "Cs*_", re.sub(r"B[0-9A-Za-z]{1,4}_", "B*_", name))
        # The number of an `impl` block among those of its module.
        return re.sub(r"(?<=Nv)([MX])(s[0-9A-Za-z]{0,3}_)?(?=N)", r"\1*", name)
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
