//! Network policies.
//!
//! `ValidateNetworkPolicySpec` (pkg/apis/networking/validation/validation.go);
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.

use super::port::protocol;
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::syntax::Cidr;
use crate::kube::rule::value::{at_most, filled, port};

const CODE: Code = Code::NetworkPolicy;

/// Checks a NetworkPolicy.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    selector::check(found, &spec.get("podSelector"));
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.get(direction).items() {
            for port in rule.get("ports").items() {
                check_port(found, &port);
            }
            for peer in rule.get(peers).items() {
                check_peer(found, &peer);
            }
        }
    }
    let kinds = spec.get("policyTypes");
    if kinds.items().count() > 2 {
        found.invalid(CODE, &kinds, "may not specify more than two policyTypes");
        return;
    }
    for kind in kinds.items() {
        if !matches!(kind.text(), Some("Ingress" | "Egress")) {
            found.unsupported(CODE, &kind, &["Ingress", "Egress"]);
        }
    }
}

/// `ValidateNetworkPolicyPort`
fn check_port(found: &mut Findings, place: &Place) {
    protocol(found, CODE, &place.get("protocol"));
    let (start, end) = (place.get("port"), place.get("endPort"));
    port(found, CODE, &start);
    if !end.is_set() {
        return;
    }
    if start.text().is_some() {
        let why = "may not be specified when `port` is non-numeric";
        found.forbidden(CODE, &end, why).mark(&start, "the port");
    } else if !start.is_set() {
        found.forbidden(CODE, &end, "may not be specified when `port` is not specified");
    } else if end.int() < start.int() {
        let why = "must be greater than or equal to `port`";
        found.invalid(CODE, &end, why).mark(&start, "the port");
    }
    at_most(found, CODE, &end, 65535);
}

/// `ValidateNetworkPolicyPeer`
fn check_peer(found: &mut Findings, peer: &Place) {
    let (pods, namespaces, block) =
        (peer.get("podSelector"), peer.get("namespaceSelector"), peer.get("ipBlock"));
    selector::check(found, &pods);
    selector::check(found, &namespaces);
    let selects = pods.is_set() || namespaces.is_set();
    if !selects && !block.is_set() {
        found
            .required(CODE, peer, "must specify a peer")
            .mend("Set podSelector, namespaceSelector or ipBlock; `podSelector: {}` is every pod of the namespace.");
    }
    if !block.is_set() {
        return;
    }
    if selects {
        let why = "may not specify both ipBlock and another peer";
        found.forbidden(CODE, peer, why).on(&block).help("Write the block as a peer of its own.");
    }
    check_block(found, &block);
}

/// `ValidateIPBlock`
fn check_block(found: &mut Findings, block: &Place) {
    let range = block.get("cidr");
    let Some(text) = filled(found, CODE, &range) else { return };
    let Some(whole) = Cidr::read(text) else {
        found.invalid(CODE, &range, "not a valid CIDR");
        return;
    };
    for except in block.get("except").items() {
        match except.text().map(Cidr::read) {
            None => {}
            Some(None) => drop(found.invalid(CODE, &except, "not a valid CIDR")),
            Some(Some(part)) if !whole.strictly_holds(part) => {
                found
                    .invalid(CODE, &except, "must be a strict subset of `cidr`")
                    .mark(&range, "the range");
            }
            Some(Some(_)) => {}
        }
    }
}
