//! What stands at the start of a file: attributes, the package clause, imports.

use super::{Builder, head, is_noclose};
use crate::base::{Arena, Span};
use crate::syntax::experiments::{names, since};
use crate::syntax::parser::{Children, Node, Rule};
use crate::syntax::tree::{Attribute, Experiments, Import, Package, Tree};
use crate::syntax::{literal, slips};

/// Turns on what `attribute` asks for, if it is an `@experiment(…)`; gives the names of none.
fn enable(experiments: &mut Experiments, attribute: &Attribute, text: &str) -> Vec<String> {
    let mut unknown = Vec::new();
    for name in names(attribute, text) {
        match name {
            "aliasv2" => experiments.alias_v2 = true,
            "explicitopen" => experiments.explicit_open = true,
            "shortcircuit" => experiments.short_circuit = true,
            "try" => experiments.try_ = true,
            _ if since(name).is_some() => {}
            _ => unknown.push(name.to_owned()),
        }
    }
    unknown
}

impl Builder<'_> {
    /// The file: its preamble and then its declarations.
    pub(super) fn preamble_and_decls(&mut self, mut nodes: Children<'_>, span: Span) -> Tree {
        let mut tree = Tree {
            exprs: Arena::new(),
            attributes: Vec::new(),
            package: None,
            imports: Vec::new(),
            decls: Vec::new(),
            experiments: Experiments::default(),
            span,
        };
        let mut rest = nodes.clone();
        while let Some(node) = nodes.next() {
            match node.rule() {
                Rule::attribute => {
                    let attribute = self.attribute(node);
                    if tree.package.is_none() {
                        for name in enable(&mut self.experiments, &attribute, self.text) {
                            self.report(
                                attribute.body,
                                slips::unknown_experiment(attribute.body, &name),
                            );
                        }
                    }
                    tree.attributes.push(attribute);
                }
                Rule::package => tree.package = Some(self.package(node)),
                Rule::imports => self.imports(node, &mut tree.imports),
                Rule::nocomma => self.missing_comma(None, node.span()),
                _ => break,
            }
            rest = nodes.clone();
        }
        tree.experiments = self.experiments;
        tree.decls = self.by_pieces(rest);
        tree
    }

    fn package(&mut self, node: Node<'_>) -> Package {
        let span = node.span();
        let Some(node) = node.children().next() else { return Package { span, name: span } };
        let name = node.span();
        if node.rule() == Rule::noname {
            self.expected(name, "the package's name");
        } else if name.of(self.text).contains('#') {
            self.report(name, slips::package_name(name));
        }
        Package { span, name }
    }

    fn imports(&mut self, node: Node<'_>, imports: &mut Vec<Import>) {
        for node in node.children() {
            match node.rule() {
                Rule::import_group => {
                    let opened = head(node.span(), 1);
                    for node in node.children() {
                        if is_noclose(&node) {
                            self.unclosed(opened, node.span(), ")");
                        } else {
                            self.import(node, imports);
                        }
                    }
                }
                _ => self.import(node, imports),
            }
        }
    }

    fn import(&mut self, node: Node<'_>, imports: &mut Vec<Import>) {
        let span = node.span();
        match node.rule() {
            Rule::import => {}
            Rule::nocomma => return self.missing_comma(None, span),
            Rule::noname => return self.expected(span, "an import path in quotes"),
            _ => return,
        }
        let (mut name, mut path) = (None, span);
        for node in node.children() {
            match node.rule() {
                Rule::name | Rule::ident => name = Some(node.span()),
                _ => {
                    path = node.span();
                    self.string(node);
                }
            }
        }
        if let Some(name) = name {
            self.check_declared(name);
            if name.of(self.text).contains('#') {
                self.report(name, slips::import_name(name));
            }
        }
        if literal::import_path(path.of(self.text)).is_none() {
            self.report(path, slips::import_path(path));
        }
        imports.push(Import { span, name, path });
    }
}
