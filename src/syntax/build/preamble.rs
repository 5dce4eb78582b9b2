//! What stands at the start of a file: attributes, the package clause, imports.

use super::{Builder, head, is_noclose};
use crate::base::{Arena, Span};
use crate::syntax::parser::{Node, Rule};
use crate::syntax::tree::{Attribute, Import, Package, Tree};
use crate::syntax::{literal, slips};

/// What `@experiment(…)` before the package clause turns on.
#[derive(Clone, Copy, Default)]
pub(super) struct Experiments {
    /// `~X` instead of `X=`.
    pub(super) alias_v2: bool,
    /// `expr...`
    pub(super) explicit_open: bool,
    /// `try`, `else` and `a?`.
    pub(super) try_: bool,
}

impl Experiments {
    fn enable(&mut self, attribute: &Attribute, text: &str) {
        if attribute.name.of(text) != "experiment" {
            return;
        }
        for name in attribute.body.of(text).split(',') {
            match name.trim() {
                "aliasv2" => self.alias_v2 = true,
                "explicitopen" => self.explicit_open = true,
                "try" => self.try_ = true,
                // Others do not concern the syntax.
                _ => {}
            }
        }
    }
}

impl Builder<'_> {
    /// The file: its preamble and then its declarations.
    pub(super) fn preamble_and_decls(&mut self, node: Node<'_>, span: Span) -> Tree {
        let mut tree = Tree {
            exprs: Arena::new(),
            attributes: Vec::new(),
            package: None,
            imports: Vec::new(),
            decls: Vec::new(),
            span,
        };
        let mut nodes = node.children();
        let mut rest = nodes.clone();
        while let Some(node) = nodes.next() {
            match node.rule() {
                Rule::attribute => {
                    let attribute = self.attribute(node);
                    if tree.package.is_none() {
                        self.experiments.enable(&attribute, self.text);
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
        tree.decls = self.decls(rest).0;
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
                Rule::ident => name = Some(node.span()),
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
