//! Git repositories, by way of the `git` command: what a tag, branch or commit names, and the files
//! there, read blob by blob, so that no checkout, filter, hook or link has a part in it.
//!
//! An address is handed to `git` only when its scheme is one that fetches and runs nothing else;
//! `git` is told the same (`GIT_ALLOW_PROTOCOL`), and asks nobody for a password.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::tree::{Tree, most_bytes, too_large};
use crate::base::{Code, Diagnostic};

/// The schemes of addresses; what else `git` knows (`ext::`, helpers) can run commands.
const SCHEMES: [&str; 5] = ["https", "ssh", "git", "file", "http"];

/// What is wanted of a repository.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Revision {
    /// A tag.
    Tag(String),
    /// The newest commit of a branch.
    Branch(String),
    /// A commit, by its name or the start of it.
    Commit(String),
}

/// Says why `url` is not handed to `git`: a message and a way out.
pub fn refused(url: &str) -> Option<(&'static str, &'static str)> {
    let usual =
        "Write it like `https://host/path.git`, `ssh://git@host/path.git` or `file:///path`.";
    if url.contains(|c: char| c.is_control() || c.is_whitespace()) || url.starts_with('-') {
        return Some(("this is no address of a git repository", usual));
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        // The short form of ssh: user@host:path.
        let is_short = url.split_once(':').is_some_and(|(host, path)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
            host.contains('@') && host.chars().all(plain) && !path.starts_with([':', '-'])
        });
        return (!is_short).then_some(("this is no address of a git repository", usual));
    };
    if !SCHEMES.contains(&scheme) {
        return Some(("git repositories are not fetched by this scheme", usual));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    if user.is_some_and(|user| user.contains(':') || scheme.starts_with("http")) {
        return Some((
            "credentials do not belong into an address",
            "Take them out, and let git's own credential helpers bring them.",
        ));
    }
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.starts_with('-').then_some(("this is no address of a git repository", usual))
}

/// A repository of which something is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Repository<'a> {
    /// Its address, which [`refused`] lets pass.
    pub url: &'a str,
}

impl Repository<'_> {
    /// The commit that `revision` names now.
    ///
    /// # Errors
    /// A revision that is not there, a repository that does not answer.
    pub fn resolve(self, revision: &Revision) -> Result<String, Diagnostic> {
        let (what, name) = match revision {
            Revision::Tag(tag) => ("tag", tag),
            Revision::Branch(branch) => ("branch", branch),
            Revision::Commit(commit) => return Ok(commit.clone()),
        };
        let space = if what == "tag" { "refs/tags" } else { "refs/heads" };
        if !is_name(name) {
            return Err(fault(format!("`{}` is no name of a git {what}", name.escape_debug())));
        }
        let wanted = format!("{space}/{name}");
        let peeled = format!("{wanted}^{{}}");
        let found = self.references(&[&wanted, &peeled])?;
        let named = |name: &str| found.iter().find(|(_, reference)| reference == name);
        match named(&peeled).or_else(|| named(&wanted)) {
            Some((commit, _)) => Ok(commit.clone()),
            None => Err(self.missing(what, name)),
        }
    }

    /// The tags.
    ///
    /// # Errors
    /// A repository that does not answer.
    pub fn tags(self) -> Result<Vec<String>, Diagnostic> {
        let found = self.references(&["refs/tags/*"])?;
        let names = found.iter().filter_map(|(_, name)| name.strip_prefix("refs/tags/"));
        Ok(names.filter(|name| !name.ends_with("^{}")).map(str::to_owned).collect())
    }

    /// The files of `revision` below `directory`, and the whole name of the commit.
    ///
    /// # Errors
    /// As [`Self::resolve`], and files that cannot be of a module.
    pub fn tree(self, revision: &Revision, directory: &str) -> Result<(String, Tree), Diagnostic> {
        let place = tempfile::tempdir().map_err(|error| {
            Diagnostic::error(Code::File, format!("cannot make a temporary directory: {error}"))
        })?;
        let place = place.path();
        run(place, &["init", "--quiet", "--bare", "."])?;
        let commit = self.fetch(place, revision)?;
        let directory = directory.trim_matches('/');
        let from = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let tree = blobs(place, &commit, &from)?;
        if tree.is_empty() {
            let message = match from.is_empty() {
                true => format!("`{}` has no files at {commit}", self.url),
                false => format!("`{}` has no directory `{directory}` at {commit}", self.url),
            };
            return Err(fault(message));
        }
        Ok((commit, tree.pruned()))
    }

    /// Brings `revision` into the repository at `place`: that commit alone, where the other side
    /// lets itself be asked for it.
    fn fetch(self, place: &Path, revision: &Revision) -> Result<String, Diagnostic> {
        let start = self.resolve(revision)?;
        if !is_commit(&start) {
            return Err(fault(format!("`{}` is no name of a commit", start.escape_debug()))
                .help("A commit is named by hexadecimal digits, best by all 40 of them."));
        }
        if start.len() >= 40 {
            let alone = ["fetch", "--quiet", "--depth=1", "--no-tags", "--", self.url, &start];
            if run(place, &alone).is_ok() {
                return Ok(start);
            }
        }
        let all = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
        run(place, &["fetch", "--quiet", "--", self.url, all[0], all[1]])
            .map_err(|said| self.unreachable(&said))?;
        let whole = format!("{start}^{{commit}}");
        let found = run(place, &["rev-parse", "--quiet", "--verify", &whole]);
        let found = found.map_err(|_| self.missing("commit", &start))?;
        Ok(String::from_utf8_lossy(&found).trim().to_owned())
    }

    /// What `patterns` lead to: object names and references.
    fn references(self, patterns: &[&str]) -> Result<Vec<(String, String)>, Diagnostic> {
        let mut arguments = vec!["ls-remote", "--quiet", "--", self.url];
        arguments.extend(patterns);
        let here = std::env::temp_dir();
        let text = run(&here, &arguments).map_err(|said| self.unreachable(&said))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let pair = |line: &str| {
            let (object, name) = line.split_once('\t')?;
            Some((object.to_owned(), name.to_owned()))
        };
        Ok(text.lines().filter_map(pair).collect())
    }

    fn missing(self, what: &str, name: &str) -> Diagnostic {
        fault(format!("the git repository `{}` has no {what} `{name}`", self.url))
    }

    fn unreachable(self, said: &Diagnostic) -> Diagnostic {
        let message = format!("the git repository `{}` cannot be read: {}", self.url, said.message);
        let mut fault = Diagnostic::error(Code::Registry, message);
        fault.help.clone_from(&said.help);
        fault
    }
}

/// The plain files of `commit` below `from`.
fn blobs(place: &Path, commit: &str, from: &str) -> Result<Tree, Diagnostic> {
    let listed = run(place, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let mut child = git(place)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| absent(&error))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(fault("git cannot be talked to"));
    };
    let mut output = BufReader::new(output);
    let mut tree = Tree::default();
    let mut read = || -> Result<(), Diagnostic> {
        for entry in listed.split(|&byte| byte == 0) {
            let Some((object, path)) = plain_file(entry) else { continue };
            let Some(path) = path.strip_prefix(from) else { continue };
            tree.insert(path, blob(&mut input, &mut output, object)?)?;
        }
        Ok(())
    };
    let done = read();
    drop(input);
    let _ = child.kill();
    let _ = child.wait();
    done.map(|()| tree)
}

/// The object and the path of a line of `ls-tree`, if it is a plain file: `100644 blob ID\tPATH`.
pub(super) fn plain_file(entry: &[u8]) -> Option<(&str, &str)> {
    let entry = std::str::from_utf8(entry).ok()?;
    let (kind, path) = entry.split_once('\t')?;
    let mut words = kind.split(' ');
    let is_plain = matches!(words.next(), Some("100644" | "100755" | "100664"));
    (is_plain && words.next() == Some("blob")).then_some((words.next()?, path))
}

/// Asks for one object; the answer is `ID blob SIZE`, the content and a newline.
fn blob(
    input: &mut impl Write,
    output: &mut impl BufRead,
    object: &str,
) -> Result<Vec<u8>, Diagnostic> {
    let broken = |_| fault("git stopped in the middle of an answer");
    writeln!(input, "{object}").and_then(|()| input.flush()).map_err(broken)?;
    let mut head = String::new();
    output.read_line(&mut head).map_err(broken)?;
    let size = head.trim().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let Some(size) = size.filter(|_| head.contains(" blob ")) else {
        return Err(fault("git lacks a file that it lists"));
    };
    if size > most_bytes() {
        return Err(too_large());
    }
    let mut content = Vec::new();
    output.take(size + 1).read_to_end(&mut content).map_err(broken)?;
    content.pop();
    if content.len() as u64 != size {
        return Err(fault("git stopped in the middle of an answer"));
    }
    Ok(content)
}

/// Runs `git` in `place` and gives what it writes.
pub(super) fn run(place: &Path, arguments: &[&str]) -> Result<Vec<u8>, Diagnostic> {
    let output = git(place).args(arguments).output().map_err(|error| absent(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.clone().find(|line| line.starts_with("fatal: ")).or(lines.clone().next());
    let line = line.unwrap_or("git failed");
    Err(fault(line.strip_prefix("fatal: ").unwrap_or(line)))
}

fn git(place: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(place).stdin(Stdio::null());
    // A repository that infc is run from, as a hook is, is none of its business.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    command
        .env("GIT_ALLOW_PROTOCOL", SCHEMES.join(":"))
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_SSH_VARIANT", "ssh")
        .env("LC_ALL", "C");
    if std::env::var_os("GIT_SSH_COMMAND").is_none() {
        command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
    }
    command
}

fn absent(error: &std::io::Error) -> Diagnostic {
    fault(format!("the command `git` cannot be run: {error}"))
        .help("Install git; it is needed for dependencies that come from git repositories.")
}

/// Whether `name` may be a tag or a branch (git-check-ref-format).
fn is_name(name: &str) -> bool {
    let odd = |c: char| c.is_control() || " ~^:?*[\\".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    !name.starts_with('-')
        && !name.contains(odd)
        && !name.contains("..")
        && !name.contains("@{")
        && !name.ends_with('.')
        && name.split('/').all(part)
}

fn is_commit(name: &str) -> bool {
    (7..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn fault(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Dependency, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_run_something_are_refused() {
        let good = [
            "https://host/a.git",
            "ssh://git@host/a",
            "git@host.org:team/a.git",
            "file:///tmp/a",
            "git://127.0.0.1:9418/a",
        ];
        for url in good {
            assert_eq!(refused(url), None, "{url}");
        }
        let bad = [
            "ext::sh -c id",
            "ext::id",
            "-upload-pack=id",
            "--upload-pack=id",
            "fd::17",
            "ssh://-oProxyCommand=id/x",
            "git@host:-x",
            "/tmp/a",
            "../a",
            "https://host/a b",
            "transport://x",
            "file:///a\nb",
        ];
        for url in bad {
            assert!(refused(url).is_some(), "{url}");
        }
    }

    #[test]
    fn credentials_are_refused() {
        for url in ["https://me:secret@host/a", "https://token@host/a", "ssh://me:secret@host/a"] {
            let (message, _) = refused(url).unwrap();
            assert_eq!(message, "credentials do not belong into an address");
        }
    }

    #[test]
    fn names_are_no_options_and_no_expressions() {
        for name in ["v1.0.0", "release/1.0", "a-b"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["-x", "a..b", "a b", "a^", "a~1", "a:b", "@{u}", "", "/a", "a/", "a.lock", "*"]
        {
            assert!(!is_name(name), "{name}");
        }
        assert!(is_commit("0123abc") && !is_commit("main") && !is_commit("--abc12"));
    }
}
