//! Where each value of the context comes from, and what is said of one that is no label.

use super::*;
use crate::base::{Sources, Span};

fn setting(text: &str) -> Option<Setting> {
    let file = Sources::default().add("inf.toml", text);
    Some(Setting { text: text.to_owned(), span: Span::new(file, 0, 0) })
}

fn flags(stack: Option<&str>, values: &[(&str, &str)]) -> ContextFlags {
    let own = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
    ContextFlags { stack: stack.map(str::to_owned), values: values.iter().map(own).collect() }
}

fn check(
    flags: &ContextFlags,
    settings: &Settings,
    directory: &str,
) -> Result<Vec<String>, String> {
    let place = Place {
        settings,
        directory: Path::new(directory),
        package: None,
        file: Some(PathBuf::from("web.inf")),
    };
    let source = source(flags, &place);
    let source = source.map_err(|faults| {
        let said = |fault: &Diagnostic| format!("{} {}", fault.message, fault.help.join(" "));
        faults.iter().map(said).collect::<Vec<_>>().join("\n")
    })?;
    Ok(source.lines().filter(|line| line.contains(": \"")).map(str::to_owned).collect())
}

#[test]
fn the_place_gives_what_nothing_else_does() {
    let found = check(&flags(None, &[]), &Settings::default(), "/home/shop").unwrap();
    assert_eq!(
        found,
        [
            "project: \"shop\"",
            "stack: \"default\"",
            "app: \"web\"",
            "namespace: \"shop\"",
            "id: \"shop-default-web\"",
        ]
    );
}

#[test]
fn flags_win_over_settings_and_settings_over_the_place() {
    let settings =
        Settings { name: setting("my.org/store"), stack: setting("dev"), ..Settings::default() };
    let found = check(&flags(None, &[("app", "a")]), &settings, "/home/shop").unwrap();
    assert_eq!(found.last().unwrap(), "id: \"store-dev-a\"");
    let found = check(&flags(Some("prod"), &[("namespace", "n")]), &settings, "/x").unwrap();
    assert_eq!(found.get(3..).unwrap(), ["namespace: \"n\"", "id: \"store-prod-web\""]);
}

#[test]
fn what_is_no_label_names_where_it_came_from() {
    let said = check(&flags(Some("Prod"), &[]), &Settings::default(), "/home/My Shop").unwrap_err();
    assert_eq!(
        said,
        "the project `My Shop`, the name of the directory `/home/My Shop` is no DNS label: it may \
         hold a-z, 0-9 and `-`, with no `-` at an end Give it as `--context project=my-shop`, or \
         `name = \"…\"` under `[package]` in `inf.toml`.\n\
         the stack `Prod`, from `--stack Prod` is no DNS label: it may hold a-z, 0-9 and `-`, with \
         no `-` at an end Give it as `--context stack=prod`."
    );
    let long = "a".repeat(64);
    let said = check(&flags(Some(&long), &[]), &Settings::default(), "/shop").unwrap_err();
    assert!(said.contains("it has 64 characters, more than 63"), "{said}");
}

#[test]
fn keys_are_checked() {
    let fault = flags(None, &[("projct", "x")]).check().unwrap_err();
    assert_eq!(fault.message, "the context has no `projct`");
    assert_eq!(fault.help, ["Did you mean `--context project=…`?"]);
}
