//! Whether a listener of a Gateway takes a route: by host name, namespace and kind.
//!
//! A route that no listener takes is accepted by the server, and answers nothing: its status says
//! `NoMatchingListenerHostname` or `NotAllowedByListeners`.
//! <https://gateway-api.sigs.k8s.io/reference/spec/#listener>

use super::index::{Bundle, Object};
use super::report::Report;
use crate::base::Code;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::{Selector, labels};

const CODE: Code = Code::MissingGateway;

/// Adds that no listener which `parent` means takes the route, if none does.
pub(super) fn check<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    route: &Object<'a>,
    parent: &Place<'a>,
    gateway: &Object<'a>,
) {
    let (section, port) = (parent.get("sectionName").filled(), parent.get("port").int());
    let meant: Vec<Place> = gateway
        .place
        .get("spec")
        .get("listeners")
        .items()
        .filter(|it| section.is_none_or(|name| it.get("name").text() == Some(name)))
        .filter(|it| port.is_none_or(|port| it.get("port").int() == Some(port)))
        .collect();
    let open: Vec<Place> =
        meant.iter().filter(|it| allows(bundle, it, route, gateway)).copied().collect();
    match (meant.first(), open.as_slice()) {
        (None, _) => {}
        (Some(first), []) => refused(report, route, parent, gateway, first),
        (Some(_), open) => hosts(report, route, gateway, open),
    }
}

/// Whether a listener lets routes of this kind come from the namespace of the route.
fn allows<'a>(
    bundle: &Bundle<'a>,
    listener: &Place<'a>,
    route: &Object<'a>,
    gateway: &Object<'a>,
) -> bool {
    let allowed = listener.get("allowedRoutes");
    let kinds = allowed.get("kinds");
    let is_kind = kinds.is_blank()
        || kinds.items().any(|it| it.get("kind").text() == Some(route.manifest.kind.as_str()));
    let namespaces = allowed.get("namespaces");
    let (Some(from), Some(to)) = (route.namespace(), gateway.namespace()) else { return is_kind };
    is_kind
        && match namespaces.get("from").filled().unwrap_or("Same") {
            "Same" => from == to,
            "Selector" => is_selected(bundle, &namespaces.get("selector"), from),
            _ => true,
        }
}

/// Whether a selector takes a namespace; of one that is not written nothing is known.
fn is_selected<'a>(bundle: &Bundle<'a>, selector: &Place<'a>, name: &str) -> bool {
    let mut namespaces = bundle.of_kind("", "Namespace");
    let Some(namespace) = namespaces.find(|it| it.name() == name) else { return true };
    // Every namespace has its name as a label.
    let mut known = labels(&namespace.place.get("metadata").get("labels"));
    known.push(("kubernetes.io/metadata.name", namespace.name()));
    Selector::of(selector).is_none_or(|selector| selector.matches(&known))
}

fn refused(
    report: &mut Report,
    route: &Object,
    parent: &Place,
    gateway: &Object,
    listener: &Place,
) {
    let (who, what) = (route.title(), gateway.title());
    let from = route.namespace().unwrap_or_default();
    let message = format!("{who} belongs to {what}, whose listeners do not let it in");
    let kind = &route.manifest.kind;
    report
        .error(CODE, route, &parent.get("name"), message)
        .label("no listener takes the route")
        .mark(gateway, listener, "a listener")
        .help(format!(
            "Let {kind}s of the namespace `{from}` in, by `allowedRoutes: namespaces: from: \"All\"` \
             or a selector."
        ));
}

/// One of the route's host names is one that a listener serves.
fn hosts(report: &mut Report, route: &Object, gateway: &Object, listeners: &[Place]) {
    let place = route.place.get("spec").get("hostnames");
    let wanted: Vec<&str> = place.items().filter_map(|it| it.text()).collect();
    let served: Vec<&str> = listeners.iter().filter_map(|it| it.get("hostname").filled()).collect();
    // A side that names none takes any.
    if wanted.is_empty() || served.len() < listeners.len() {
        return;
    }
    if wanted.iter().any(|one| served.iter().any(|other| meet(one, other))) {
        return;
    }
    let (who, what) = (route.title(), gateway.title());
    let first = listeners.first().map(|it| it.get("hostname"));
    let message = format!("{who} has no host name that a listener of {what} serves");
    let note = report.error(CODE, route, &place, message).label("none of these is served");
    let note = match first {
        Some(first) => note.mark(gateway, &first, "served here"),
        None => note,
    };
    note.help(format!("{what} serves {}.", super::references::listed(&served)));
}

/// Whether two host names have a host in common; `*.` stands for one label or more.
fn meet(one: &str, other: &str) -> bool {
    let within = |host: &str, wildcard: &str| {
        let suffix = wildcard.strip_prefix('*');
        suffix.is_some_and(|suffix| host.len() > suffix.len() && host.ends_with(suffix))
    };
    one == other || within(one, other) || within(other, one)
}

#[cfg(test)]
mod tests {
    use super::meet;

    #[test]
    fn host_names_meet() {
        for (one, other, expected) in [
            ("a.example.com", "a.example.com", true),
            ("a.example.com", "*.example.com", true),
            ("a.b.example.com", "*.example.com", true),
            ("*.example.com", "a.example.com", true),
            ("*.b.example.com", "*.example.com", true),
            ("example.com", "*.example.com", false),
            ("aexample.com", "*.example.com", false),
            ("a.example.org", "*.example.com", false),
        ] {
            assert_eq!(meet(one, other), expected, "{one} {other}");
        }
    }
}
