//! The rules across objects: what refers to something that is not there, selects nothing, or
//! stands in another's way.
//!
//! No API server asks these: it takes each object for itself, and the fault shows when pods wait
//! for ever. A reference to what lives outside of the bundle is declared (`[kube] external`).

mod access;
mod attachment;
mod autoscaler;
mod budget;
mod custom;
mod duplicate;
mod index;
mod ingress;
mod kuscia;
mod made;
mod missing;
mod pods;
mod references;
mod report;
mod route;
mod service;
mod workload;

pub use report::Across;

use index::Bundle;
use report::Report;

use crate::base::Plain;
use crate::kube::Manifest;
use crate::kube::rule::place::Ways;
use crate::package::KubeRules;

/// All that is wrong between the manifests of a bundle.
pub fn check_bundle(plain: &Plain, manifests: &[Manifest], rules: &KubeRules) -> Vec<Across> {
    const RULES: &[fn(&Bundle, &mut Report)] = &[
        duplicate::check,
        service::check,
        references::check,
        ingress::check,
        autoscaler::check,
        budget::check,
        workload::check,
        access::check,
        route::check,
        custom::check,
        custom::datasets,
        kuscia::check,
    ];
    let mut said = Ways::found(plain, |ways| {
        let bundle = Bundle::new(ways, manifests, &rules.external);
        let mut report = Report::default();
        for rule in RULES {
            rule(&bundle, &mut report);
        }
        report.said
    });
    said.retain_mut(|one| super::weighed(rules, &mut one.diagnostic));
    said
}
