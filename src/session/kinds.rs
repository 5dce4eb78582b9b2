//! What there is to say of the definitions of `kube/…` packages, as the newest release has them.

use crate::program::{schema_names, schemas};
use crate::schema::{Docs, Package, Release};

fn package(path: &str) -> Option<&'static Package> {
    schemas(Release::NEWEST, path)
}

/// A definition as people read it: what it is, and its fields.
pub(super) fn documented(path: &str, name: &str) -> Option<String> {
    let package = package(path)?;
    let bare = name.strip_prefix('#')?;
    let definition = package.definition(bare)?;
    let mut page = format!("```inf\n{name}: {{\n");
    for field in &definition.fields {
        let mark = if field.required { '!' } else { '?' };
        page.push_str(&format!("\t{}{mark}\n", field.name));
    }
    page.push_str("}\n```\n");
    if let Some(doc) = Docs::of(package.name).definition(bare) {
        page.push_str(&format!("\n{doc}\n"));
    }
    Some(page)
}

/// The definitions of a package: the name, what it is, what it does.
pub(super) fn members(path: &str) -> Option<Vec<(String, String, String)>> {
    let package = package(path)?;
    let docs = Docs::of(package.name);
    let member = |name| {
        let doc = docs.definition(name).unwrap_or_default();
        (format!("#{name}"), package.api_version(), doc)
    };
    Some(schema_names(package).map(member).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_told_with_their_fields() {
        let page = documented("kube/apps/v1", "#DeploymentStrategy").expect("it is known");
        assert!(page.contains("\trollingUpdate?\n\ttype?\n"), "{page}");
        assert!(page.contains("how to replace existing pods"), "{page}");
        assert_eq!(documented("kube/apps/v1", "#Nothing"), None);
        assert_eq!(documented("strings", "#Split"), None);
        let members = members("kube/meta/v1").expect("it is a package");
        assert!(members.iter().any(|(name, ..)| name == "#Quantity"));
    }
}
