//! New projects: files that are laid out, that export, and whose tests hold.

use std::fs;
use std::path::PathBuf;

use include_dir::{Dir, include_dir};

use super::request::{Outcome, unusable};
use crate::base::Sources;
use crate::format;
use crate::package::dependency::is_module_name;
use crate::package::{Files, Kind};
use crate::syntax::parse;

static SCAFFOLDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scaffold");

/// What is begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scaffold {
    /// An application.
    App,
    /// A module for others to import.
    Module,
    /// Several applications, and what the platform says of them all.
    Workspace,
}

impl Scaffold {
    fn directory(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Module => "module",
            Self::Workspace => "workspace",
        }
    }
}

/// Lays out a new project in the current directory, called `name` or as the directory is. Gives the
/// paths of the files; where one of them is there already, nothing is written.
pub fn scaffold(files: &dyn Files, kind: Scaffold, name: Option<&str>) -> Outcome<Vec<String>> {
    let current = files.current();
    let here = current.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.map_or(here, str::to_owned);
    let Some(names) = Names::of(&name) else {
        let fault = unusable(format!("`{}` is no name for a module", name.escape_debug()));
        return Outcome::failed(vec![fault.help(
            "A name has letters, digits, `.`, `-` and `_` between slashes: `ex.com/shop`.",
        )]);
    };
    let Some(scaffold) = SCAFFOLDS.get_dir(kind.directory()) else {
        return Outcome::failed(vec![unusable("this infc was built without its scaffolds")]);
    };
    let laid: Vec<(PathBuf, String)> = all_files(scaffold)
        .into_iter()
        .filter_map(|(path, text)| {
            let below = path.strip_prefix(kind.directory()).ok()?;
            let below = names.put_in(&below.to_string_lossy());
            let text = names.put_in(text);
            let text = if below.ends_with(".inf") { in_style(text) } else { text };
            Some((PathBuf::from(below), text))
        })
        .collect();
    let taken = laid.iter().find(|(path, _)| files.kind(&current.join(path)) == Some(Kind::File));
    if let Some((path, _)) = taken {
        let fault = unusable(format!("`{}` is there already", path.display()));
        return Outcome::failed(vec![fault.help("Begin in an empty directory.")]);
    }
    let mut lines = Vec::new();
    for (path, text) in laid {
        let target = current.join(&path);
        let parent = target.parent().unwrap_or(&current).to_owned();
        if let Err(error) = fs::create_dir_all(parent).and_then(|()| fs::write(&target, text)) {
            let message = format!("cannot write `{}`: {error}", path.display());
            return Outcome::failed(vec![unusable(message)]);
        }
        lines.push(path.display().to_string());
    }
    Outcome::new(lines, Vec::new())
}

/// A source in house style: how things line up depends on the names in it.
fn in_style(text: String) -> String {
    let mut sources = Sources::default();
    let file = sources.add("new.inf", text);
    let text = sources.text(file);
    format::tidy(&parse(file, text).tree, text)
}

/// The files below `directory`, in order.
fn all_files<'a>(directory: &'a Dir<'a>) -> Vec<(PathBuf, &'a str)> {
    let mut found = Vec::new();
    let mut open = vec![directory];
    while let Some(directory) = open.pop() {
        for file in directory.files() {
            if let Some(text) = file.contents_utf8() {
                found.push((file.path().to_owned(), text));
            }
        }
        open.extend(directory.dirs());
    }
    found.sort();
    found
}

/// The forms of a name.
struct Names {
    /// The whole name of the module.
    module: String,
    /// Its last element as a DNS label.
    label: String,
    /// The same as the name of a package.
    package: String,
    /// What imports it.
    import: String,
    /// The same as the name of a definition, without the `#`.
    definition: String,
}

impl Names {
    fn of(name: &str) -> Option<Self> {
        if !is_module_name(name) {
            return None;
        }
        let last = name.rsplit('/').next()?.to_lowercase();
        let words: Vec<&str> =
            last.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
        let label = words.join("-");
        if !label.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let capital = |word: &&str| {
            let mut letters = word.chars();
            letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(letters)
                .collect::<String>()
        };
        let package = words.concat();
        let import = match name.rsplit('/').next() {
            Some(last) if last == package => name.to_owned(),
            Some(_) | None => format!("{name}:{package}"),
        };
        Some(Self {
            module: name.to_owned(),
            label,
            package,
            import,
            definition: words.iter().map(capital).collect(),
        })
    }

    fn put_in(&self, text: &str) -> String {
        text.replace("__module__", &self.module)
            .replace("__import__", &self.import)
            .replace("__label__", &self.label)
            .replace("__package__", &self.package)
            .replace("__Definition__", &self.definition)
    }
}
