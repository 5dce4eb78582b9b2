//! What names lead to, within one file.

use super::*;
use crate::base::FileId;
use crate::syntax::parse;

/// The definitions that the use of a name at `use_` (its place among all uses of that name) leads
/// to, as the lines that declare them, from 1.
fn check(text: &str, name: &str, use_: usize, lines: &[usize]) {
    let index = Index::new(&parse(FileId::at(0), text), text);
    let mut uses: Vec<&Use> =
        index.uses.iter().filter(|one| one.name == name && one.base.is_none()).collect();
    uses.sort_by_key(|one| one.span);
    let one = uses.get(use_).expect("the name is used");
    let found = index.resolve(one.scope, name).map(|it| it.1).unwrap_or_default();
    let line = |id: &DefinitionId| {
        let start = index.definitions[*id].span.start as usize;
        text[..start].matches('\n').count() + 1
    };
    assert_eq!(found.iter().map(line).collect::<Vec<_>>(), lines, "{name} in {text}");
}

#[test]
fn the_nearest_declaration_counts_and_all_of_one_scope() {
    check("a: 1\nb: {\n\ta: 2\n\tc: a\n}", "a", 0, &[3]);
    check("a: 1\nb: {\n\tc: a\n}\na: int", "a", 0, &[1, 5]);
    check("a: 1\nb: c", "c", 0, &[]);
}

#[test]
fn quoted_labels_declare_nothing() {
    check("import \"kam\"\nx: {\n\t\"kam\": kam.#A\n}", "kam", 0, &[1]);
    check("import k \"kam\"\nx: k.#A", "k", 0, &[1]);
    check("import \"a.b/kam@v1:other\"\nx: other.#A", "other", 0, &[1]);
}

#[test]
fn clauses_and_aliases_have_names() {
    check("x: [\n\tfor k, v in {a: 1}\n\tlet w = v {\n\t\t\"\\(k)\": w\n\t}\n]", "v", 0, &[2]);
    check("x: [for k in [1]\n\tlet w = k {\n\t\ta: w\n\t}\n]", "w", 0, &[2]);
    check("X=a: 1\nb: X", "X", 0, &[1]);
    check("a: X={\n\tb: X.c\n}", "X", 0, &[1]);
    check("[N=string]: {\n\tname: N\n}", "N", 0, &[1]);
    check("let y = 1\nx: \"a\\(y)\"", "y", 0, &[1]);
}

#[test]
fn a_broken_file_has_names() {
    check("a: 1\nb: {\n\tc: a &\n\td: [a\n", "a", 1, &[1]);
}

#[test]
fn scopes_belong_to_fields() {
    let text = "a: b & {\n\tc: [{d: 1}]\n}";
    let index = Index::new(&parse(FileId::at(0), text), text);
    let at = text.find("d:").expect("it is there") as u32 + 1;
    let Owner::Element(field, Some(0)) = index.scopes[index.scope_at(at)].owner else {
        panic!("the struct is an element");
    };
    assert_eq!(index.definitions[field].name, "c");
    let Owner::Field(outer) = index.scopes[index.definitions[field].scope].owner else {
        panic!("the list is the value of a field");
    };
    assert_eq!(index.definitions[outer].name, "a");
}
