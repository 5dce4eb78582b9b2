//! What is loaded for what the command line names, from memory.

use super::super::files::Memory;
use super::super::inputs::inputs;
use super::*;

/// Loads what `arguments` names, with the tags in `tags`.
fn loaded(files: &Memory, argument: &str, tags: &[&str]) -> Loaded {
    let options = LoadOptions {
        standard: &["strings", "encoding/json"],
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        context: ContextFlags::default(),
        data: &[],
        beside: None,
        release: None,
        tests: false,
        threads: Default::default(),
    };
    let arguments: Vec<String> = argument.split(' ').map(str::to_owned).collect();
    let inputs = inputs(files, &arguments).expect("the arguments lead somewhere");
    load(files, inputs.roots.first().expect("there is a root"), &options)
}

/// The packages, each with its files and the packages it imports; or all that went wrong.
fn check(files: &Memory, argument: &str, tags: &[&str]) -> Vec<String> {
    let loaded = loaded(files, argument, tags);
    if !loaded.diagnostics.is_empty() {
        let said = |one: &Diagnostic| format!("{} | {}", one.message, one.help.join(" "));
        return loaded.diagnostics.iter().map(said).collect();
    }
    let file = |file: &PackageFile| loaded.sources.path(file.file).display().to_string();
    let shown = |package: &Package| {
        let name = package.name.as_deref().unwrap_or("-");
        let files: Vec<String> = package.files.iter().map(file).collect();
        let imports: Vec<&str> = package.imports.keys().map(String::as_str).collect();
        format!("{}:{name} [{}] <- [{}]", package.path, files.join(" "), imports.join(" "))
    };
    loaded.packages.iter().map(shown).collect()
}

#[test]
fn files_that_are_named_are_taken_alone() {
    let files = Memory::new("/w")
        .with("b.cue", "package p\nb: 1")
        .with("a.inf", "a: 1")
        .with("c.inf", "package p\nc: 1");
    assert_eq!(check(&files, "b.cue a.inf", &[]), [":p [a.inf b.cue] <- []"]);
    let files = files.with_input("x: 1");
    assert_eq!(check(&files, "-", &[]), [":- [-] <- []"]);
}

#[test]
fn a_directory_gives_its_one_package() {
    let files = Memory::new("/w")
        .with("p/a.inf", "package p\na: 1")
        .with("p/b.cue", "package p\nb: 1")
        .with("p/b_tool.cue", "package p\nt: 1")
        .with("p/b_test.inf", "package p\nt: 1")
        .with("p/_old.inf", "package q")
        .with("p/loose.inf", "l: 1");
    assert_eq!(check(&files, "./p", &[]), [":p [p/a.inf p/b.cue] <- []"]);
}

#[test]
fn two_packages_in_a_directory_have_to_be_told_apart() {
    let files = Memory::new("/w").with("a.inf", "package a").with("b.inf", "package b");
    assert_eq!(
        check(&files, ".", &[]),
        ["two packages in `.`: `a` and `b` | Choose a package of a directory with `./path:a`, or \
          name files of one package."]
    );
    assert_eq!(check(&files, ".:b", &[]), [":b [b.inf] <- []"]);
    assert_eq!(check(&files, ".:c", &[]), ["`.` has no package `c` | It has `a`, `b`."]);
}

#[test]
fn a_directory_without_sources_is_told() {
    let files = Memory::new("/w").with("d/x.txt", "").with("e/x.inf", "a: 1");
    let said = check(&files, "d", &[]);
    assert!(said.concat().starts_with("`d` has no `.inf` or `.cue` files"), "{said:?}");
    let said = check(&files, "e", &[]);
    assert!(said.concat().starts_with("no source in `e` has a package clause"), "{said:?}");
}

#[test]
fn tags_decide_on_files() {
    let files = Memory::new("/w")
        .with("a.inf", "package a")
        .with("prod.inf", "@if(prod)\npackage a")
        .with("dev.inf", "@if(!prod)\npackage a")
        .with("old.inf", "@ignore()\npackage b");
    assert_eq!(check(&files, ".", &[]), [":a [a.inf dev.inf] <- []"]);
    assert_eq!(check(&files, ".", &["prod"]), [":a [a.inf prod.inf] <- []"]);
}

#[test]
fn packages_of_a_module_are_found_by_its_name() {
    let files = Memory::new("/w/app")
        .with("/w/inf.toml", "[package]\nname = \"my.org/shop\"\n")
        .with(
            "app.inf",
            "import \"my.org/shop/db\"\nimport \"my.org/shop/db:more\"\nimport \"strings\"",
        )
        .with("/w/db/a.inf", "package db")
        .with("/w/db/b.inf", "package more\nimport \"my.org/shop/db\"");
    assert_eq!(
        check(&files, "app.inf", &[]),
        [
            ":- [app.inf] <- [my.org/shop/db my.org/shop/db:more strings]",
            "my.org/shop/db:db [../db/a.inf] <- []",
            "my.org/shop/db:more:more [../db/b.inf] <- [my.org/shop/db]",
        ]
    );
}

#[test]
fn a_package_takes_files_of_its_name_from_above() {
    let files = Memory::new("/w")
        .with("cue.mod/module.cue", "module: \"m.test@v0\"\nlanguage: version: \"v0.9.0\"\n")
        .with("top.cue", "package a")
        .with("s/mid.cue", "package a")
        .with("s/t/low.cue", "package a")
        .with("s/other.cue", "package b")
        .with("/w/cue.mod/pkg/foo.com/x/x.cue", "package x")
        .with("main.cue", "import \"foo.com/x\"");
    assert_eq!(
        check(&files, "./s/t", &[]),
        ["m.test/s/t:a:a [top.cue s/mid.cue s/t/low.cue] <- []"]
    );
    assert_eq!(
        check(&files, "main.cue", &[]),
        [":- [main.cue] <- [foo.com/x]", "foo.com/x:x [cue.mod/pkg/foo.com/x/x.cue] <- []"]
    );
}

#[test]
fn an_import_cycle_names_its_chain_once() {
    let files = Memory::new("/w")
        .with("inf.toml", "[package]\nname = \"m\"\n")
        .with("main.inf", "import \"m/a\"\nimport \"m/b\"")
        .with("a/a.inf", "package a\nimport \"m/b\"")
        .with("b/b.inf", "package b\nimport \"m/a\"");
    assert_eq!(
        check(&files, "main.inf", &[]),
        ["import cycle: m/a -> m/b -> m/a | Move what these packages share into one that each of \
          them can import."]
    );
}

#[test]
fn what_cannot_be_imported_says_why() {
    let files = Memory::new("/w")
        .with("inf.toml", "[package]\nname = \"m\"\n")
        .with("service/s.inf", "package service")
        .with("odd/o.inf", "package even");
    let said = |path: &str| {
        let files = files.clone().with("main.inf", format!("import \"{path}\""));
        check(&files, "main.inf", &[]).join("\n")
    };
    assert_eq!(
        said("m/servce"),
        "there is no package `m/servce` in this module | Did you mean `\"m/service\"`?"
    );
    assert_eq!(said("string"), "there is no package `string` | Did you mean `\"strings\"`?");
    assert_eq!(said("m/odd"), "`m/odd` has no package `odd` | Import `\"m/odd:even\"`.");
    assert!(said("tool/exec").contains("has no side effects"));
    assert!(said("acme.org/x@v1").contains("belongs to no module that is known here"));
    assert!(said("./service").contains("is no import path"));
}

#[test]
fn the_context_is_checked_only_where_it_is_imported() {
    let files = Memory::new("/w/My App").with("web.inf", "a: 1");
    assert_eq!(check(&files, "web.inf", &[]), [":- [web.inf] <- []"]);
    let files = files.with("web.inf", "import \"inf/context\"");
    let said = check(&files, "web.inf", &[]).join("\n");
    assert!(said.starts_with("the project `My App`, the name of the directory"), "{said}");
    let files = files.with("inf.toml", "[package]\nname = \"shop\"\n");
    assert_eq!(
        check(&files, "web.inf", &[]),
        [":- [web.inf] <- [inf/context]", "inf/context:context [inf/context] <- []"]
    );
}

#[test]
fn every_file_that_cannot_be_read_is_told() {
    let files = Memory::new("/w").with("a.inf", b"\xff\xff".to_vec()).with("c.inf", "a: 1");
    let said = check(&files, "a.inf b.inf c.inf", &[]);
    assert_eq!(said.len(), 2, "{said:?}");
}

/// A project with two modules beside it: `web` needs `base`.
fn neighbours() -> Memory {
    Memory::new("/w/app")
        .with(
            "inf.toml",
            "[package]\nname = \"ex.com/app\"\n[dependencies]\n\"ex.com/web\" = { path = \"../web\" }\n",
        )
        .with("main.inf", "import \"ex.com/web\"\nimport \"ex.com/web/sub\"")
        .with(
            "/w/web/inf.toml",
            "[package]\nname = \"ex.com/web\"\n[dependencies]\n\"ex.com/base\" = { path = \"../base\" }\n",
        )
        .with("/w/web/web.inf", "package web\nimport \"ex.com/base\"\nimport \"ex.com/web/sub\"")
        .with("/w/web/sub/sub.inf", "package sub")
        .with("/w/base/inf.toml", "[package]\nname = \"ex.com/base\"\n")
        .with("/w/base/base.inf", "package base")
}

#[test]
fn modules_beside_the_project_are_found_by_their_names() {
    assert_eq!(
        check(&neighbours(), "main.inf", &[]),
        [
            ":- [main.inf] <- [ex.com/web ex.com/web/sub]",
            "ex.com/web:web [../web/web.inf] <- [ex.com/base ex.com/web/sub]",
            "ex.com/web/sub:sub [../web/sub/sub.inf] <- []",
            "ex.com/base:base [../base/base.inf] <- []",
        ]
    );
}

#[test]
fn a_module_imports_only_what_it_asks_for_itself() {
    let files = neighbours().with("main.inf", "import \"ex.com/web\"\nimport \"ex.com/base\"");
    let said = check(&files, "main.inf", &[]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("A dependency of yours brings `ex.com/base` along"), "{said:?}");
    let files = neighbours().with("main.inf", "import \"ex.com/web/sbu\"");
    assert_eq!(
        check(&files, "main.inf", &[]),
        ["the dependency `ex.com/web` has no package `ex.com/web/sbu` | Did you mean \
          `\"ex.com/web/sub\"`?"]
    );
}

#[test]
fn a_dependency_has_one_directory_and_goes_by_its_own_name() {
    let both =
        "\"ex.com/web\" = { path = \"../web\" }\n\"ex.com/other\" = { path = \"../other\" }\n";
    let files = neighbours()
        .with("inf.toml", format!("[package]\nname = \"ex.com/app\"\n[dependencies]\n{both}"))
        .with(
            "/w/other/inf.toml",
            "[package]\nname = \"ex.com/other\"\n[dependencies]\n\"ex.com/base\" = { path = \"x\" }\n",
        )
        .with("/w/other/x/inf.toml", "");
    let said = check(&files, "main.inf", &[]);
    assert!(said[0].starts_with("`ex.com/base` is wanted from two directories"), "{said:?}");
    let files = neighbours().with("/w/base/inf.toml", "[package]\nname = \"ex.com/basis\"\n");
    let said = check(&files, "main.inf", &[]);
    assert!(
        said[0].starts_with("the module is called `ex.com/basis`, not `ex.com/base`"),
        "{said:?}"
    );
}

#[test]
fn each_module_is_read_in_its_own_language_version() {
    let files = neighbours()
        .with("/w/web/inf.toml", "[package]\nname = \"ex.com/web\"\ninfc = \"0.9\"\n")
        .with("/w/web/web.inf", "@experiment(try)\npackage web");
    let said = check(&files, "main.inf", &[]);
    assert!(said[0].contains("the experiment `try` came with language version v0.16"), "{said:?}");
    let files =
        files.with("/w/web/inf.toml", "[package]\nname = \"ex.com/web\"\ninfc = \"0.99\"\n");
    let said = check(&files, "main.inf", &[]);
    assert!(said[0].contains("asks for language version 0.99"), "{said:?}");
}

#[test]
fn what_is_locked_and_vendored_is_used_if_it_is_intact() {
    let content = {
        let mut tree = crate::remote::Tree::default();
        tree.insert("base.inf", b"package base".to_vec()).unwrap();
        tree.digest()
    };
    let lock = format!(
        "version = 1\n[[module]]\nname = \"ex.com/base\"\nversion = \"1.2.0\"\nsource = \
         \"oci://ex.com/base\"\nrequest = \"tag 1.2.0\"\nresolved = \"x\"\ncontent = \"{content}\"\n"
    );
    let asking = |version: &str| {
        Memory::new("/w/app")
            .with("inf.toml", format!("[dependencies]\n\"ex.com/base\" = \"{version}\"\n"))
            .with("main.inf", "import \"ex.com/base\"")
    };
    let said = |files: &Memory| check(files, "main.inf", &[]).join("\n");
    assert_eq!(said(&asking("1.0.0")), "`ex.com/base` is not in `inf.lock` | Run `infc mod tidy`.");
    let locked = |version: &str| asking(version).with("inf.lock", lock.as_str());
    assert!(
        said(&locked("1.0.0")).starts_with("ex.com/base 1.2.0 was not fetched to this machine")
    );
    for version in ["1.3.0", "0.9.0", "2.0.0"] {
        let said = said(&locked(version));
        assert!(said.starts_with("`inf.lock` does not have the `ex.com/base`"), "{said}");
    }
    let whole = locked("1.0.0").with("vendor/ex.com/base/base.inf", "package base");
    assert!(said(&whole).ends_with("ex.com/base:base [vendor/ex.com/base/base.inf] <- []"));
    let major = |path: &str| whole.clone().with("main.inf", format!("import \"{path}\""));
    assert!(said(&major("ex.com/base@v1")).contains("vendor/ex.com/base/base.inf"));
    assert!(said(&major("ex.com/base@v2")).starts_with("`ex.com/base` is taken in version 1.2.0"));
    let spoilt = whole.with("vendor/ex.com/base/base.inf", "package base\nx: 1");
    assert!(said(&spoilt).starts_with("the files of ex.com/base 1.2.0 are not those"));
    let more = locked("1.0.0")
        .with("vendor/ex.com/base/base.inf", "package base")
        .with("vendor/ex.com/base/evil.inf", "package base");
    assert!(said(&more).starts_with("the files of ex.com/base 1.2.0 are not those"));
}
