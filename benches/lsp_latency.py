#!/usr/bin/env python3
"""Keystroke to diagnostics: how long `infc lsp` takes to say what an edit does.

    benches/lsp_latency.py [--infc target/release/infc] [--edits 40]

For files of 100, 1,000 and 10,000 lines, and for a project of 500 objects made with the embedded
modules, it types edits one after the other and waits for the diagnostics of each version. Edits
break a name, a type, and mend what they broke. Where checking all takes long, the server tells first
what is wrong with the text, the names and the values of what was edited, and then all: `first` is the
time to the first diagnostics, `all` to the last ones, which hold for the whole package, Kubernetes
too. The server waits 5 ms for the next keystroke before it starts; that is part of the figures.
`work` is the time that the server's threads were on a processor meanwhile, which says more on a busy
machine (Linux). Prints a table in Markdown: medians and 95th percentiles in milliseconds.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import queue
import tempfile
import threading
import time

QUIET = 0.3


class Client:
    def __init__(self, infc, root):
        self.server = subprocess.Popen(
            [infc, "lsp"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.root, self.id = pathlib.Path(root), 0
        self.messages = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.request("initialize", {
            "capabilities": {}, "workspaceFolders": [{"uri": self.root.as_uri(), "name": "w"}]})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def read(self):
        while message := self.receive():
            self.messages.put((time.monotonic(), self.work(), message))

    def receive(self):
        length = 0
        while line := self.server.stdout.readline().strip():
            name, value = line.split(b": ")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.server.stdout.read(length)) if length else None

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.id += 1
        self.send({"id": self.id, "method": method, "params": params})
        while (message := self.messages.get()[2]).get("id") != self.id:
            pass
        return message.get("result")

    def diagnostics(self, uri, version):
        """All that is said of a version: when, after how much work, and what."""
        found = []
        while True:
            try:
                at, work, message = self.messages.get(timeout=QUIET if found else 60)
            except queue.Empty:
                return found
            params = message.get("params", {})
            is_it = message.get("method") == "textDocument/publishDiagnostics"
            if is_it and params["uri"] == uri and params.get("version", 0) >= version:
                found.append((at, work, params["diagnostics"]))
            # It may still be at work on the rest.
            before = self.work()
            time.sleep(0.02)
            while self.work() - before > 5:
                before = self.work()
                time.sleep(0.05)

    def work(self):
        """The time that the server's threads have been on a processor, in milliseconds."""
        spent = 0
        for task in pathlib.Path(f"/proc/{self.server.pid}/task").glob("*/schedstat"):
            try:
                spent += int(task.read_text().split()[0])
            except OSError:
                pass
        return spent / 1_000_000

    def end(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        self.server.wait()


def flat(lines):
    """A file of so many lines: services against a closed definition."""
    head = ["package w", "", "#Service: {", "\tname!: string", "\treplicas: int & >0 | *1",
            "\tenv: [string]: string", "}", ""]
    body = []
    for number in range((lines - len(head)) // 6):
        body += [f"s{number}: #Service & {{", f"\tname: \"s{number}\"", f"\treplicas: {number % 7 + 1}",
                 "\tenv: MODE: \"prod\"", f"\tenv: PEER: s{max(number - 1, 0)}.name", "}"]
    return "\n".join(head + body) + "\n"


def project(objects):
    """Applications of the embedded modules; each gives a Deployment and a Service."""
    head = ["package w", "", "import (", "\t\"kam\"", "\t\"network\"", "\t\"service\"", ")", ""]
    body = []
    for number in range(objects // 2):
        body += [f"a{number}: kam.#AppConfiguration & {{", f"\tname: \"a{number}\"",
                 "\tworkload: service.#Service & {",
                 f"\t\treplicas: {number % 3 + 1}",
                 f"\t\tcontainers: web: {{image: \"nginx:1.{number}\", ports: http: port: 8080}}",
                 "\t}",
                 "\taccessories: \"network\": network.#Network & {ports: [{port: 80, targetPort: \"http\"}]}",
                 "}"]
    return "\n".join(head + body) + "\n"


def measure(infc, text, marker, edits):
    with tempfile.TemporaryDirectory() as root:
        root = os.path.realpath(root)
        (pathlib.Path(root) / "inf.toml").write_text('[package]\nname = "w"\nversion = "0.1.0"\n')
        path = pathlib.Path(root) / "w.inf"
        path.write_text(text)
        client = Client(infc, root)
        uri, version = path.as_uri(), 1
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "inf", "version": version, "text": text}})
        said = client.diagnostics(uri, version)[-1][2]
        assert said == [], f"the text is to be free of errors: {said}"
        lines = text.split("\n")
        line = max(number for number, one in enumerate(lines) if marker in one)
        column = len(lines[line])
        first, all_ = [], []
        for edit in range(edits):
            version += 1
            added = [" & nope", "", " & string", ""][edit % 4]
            removed = [0, len(" & nope"), 0, len(" & string")][edit % 4]
            start = {"line": line, "character": column}
            end = {"line": line, "character": column + removed}
            began, worked = time.monotonic(), client.work()
            client.notify("textDocument/didChange", {
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"range": {"start": start, "end": end}, "text": added}]})
            told = client.diagnostics(uri, version)
            assert all(bool(said) == bool(added) for _, _, said in told), told
            for figures, (at, work, _) in ((first, told[0]), (all_, told[-1])):
                figures.append(((at - began) * 1000, work - worked))
        client.end()
    return first, all_


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--infc", default="target/release/infc")
    parser.add_argument("--edits", type=int, default=40)
    arguments = parser.parse_args()
    infc = os.path.realpath(arguments.infc)
    cases = [(f"{lines:,} lines", flat(lines), "replicas: ") for lines in (100, 1_000, 10_000)]
    cases.append(("500 objects", project(500), "replicas: "))
    print("| text | first: median | 95 % | work | all: median | 95 % | work |")
    print("|---|---|---|---|---|---|---|")
    for name, text, marker in cases:
        first, all_ = measure(infc, text, marker, arguments.edits)
        figures = []
        for both in (first, all_):
            took, work = sorted(one[0] for one in both), [one[1] for one in both]
            figures += [statistics.median(took), took[int(len(took) * 0.95) - 1],
                        statistics.median(work)]
        print(f"| {name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
