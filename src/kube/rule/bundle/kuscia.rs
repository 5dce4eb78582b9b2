//! What the resources of Kuscia say of each other: deployments and the images of their parties.
//!
//! <https://www.secretflow.org.cn/en/docs/kuscia>; the controller finds everything by name, and what
//! it does not find it leaves out without a word.

use super::index::{Bundle, Object};
use super::references::listed;
use super::report::Report;
use crate::base::{Code, nearest};
use crate::kube::rule::place::Place;

const GROUP: &str = "kuscia.secretflow";
const CODE: Code = Code::MissingTarget;

/// Adds what deployments and images miss.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for object in bundle.of_kind(GROUP, "KusciaDeployment") {
        parties(bundle, report, object);
    }
    for image in bundle.of_kind(GROUP, "AppImage") {
        files(report, image);
        ports(report, image);
    }
}

/// The initiator of a deployment is one of its parties, and what a party changes of a container is
/// found by the container's name in the image.
fn parties(bundle: &Bundle, report: &mut Report, object: &Object) {
    let spec = object.place.get("spec");
    let (initiator, parties) = (spec.get("initiator"), spec.get("parties"));
    let domains: Vec<&str> = parties.items().filter_map(|it| it.get("domainID").text()).collect();
    if initiator.filled().is_some_and(|text| !domains.contains(&text)) {
        let who = object.title();
        let text = initiator.text().unwrap_or_default();
        let message = format!("the initiator `{text}` of {who} is none of its parties");
        report
            .error(CODE, object, &initiator, message)
            .mark(object, &parties, "the parties")
            .help(format!("The parties are {}.", listed(&domains)));
    }
    for party in parties.items() {
        let Some(image) = party.get("appImageRef").filled() else { continue };
        let mut images = bundle.of_kind(GROUP, "AppImage");
        let Some(image) = images.find(|it| it.name() == image) else { continue };
        overridden(report, object, &party, image);
    }
}

fn overridden(report: &mut Report, object: &Object, party: &Place, image: &Object) {
    let role = party.get("role").text();
    let templates = image.place.get("spec").get("deployTemplates");
    let meant = templates.items().filter(|it| role.is_none() || it.get("role").text() == role);
    let names: Vec<&str> = meant
        .flat_map(|template| template.get("spec").get("containers").items())
        .filter_map(|container| container.get("name").text())
        .collect();
    for container in party.get("template").get("spec").get("containers").items() {
        let name = container.get("name");
        if names.is_empty() || name.filled().is_none_or(|name| names.contains(&name)) {
            continue;
        }
        let (who, what) = (object.title(), image.title());
        let text = name.text().unwrap_or_default();
        let message = format!("{who} changes the container `{text}`, which {what} does not have");
        report
            .error(CODE, object, &name, message)
            .mark(image, &templates, "the containers")
            .help(format!("What it says would be lost: {what} has {}.", listed(&names)));
    }
}

/// The containers of all templates of an image.
fn containers<'a>(image: &Object<'a>) -> impl Iterator<Item = Place<'a>> + use<'a> {
    let templates = image.place.get("spec").get("deployTemplates").items();
    templates.flat_map(|template| template.get("spec").get("containers").items())
}

/// A file that a container mounts is one that the image has a template of.
fn files(report: &mut Report, image: &Object) {
    let templates = image.place.get("spec").get("configTemplates");
    let names: Vec<&str> = templates.entries().map(|(name, _)| name).collect();
    for mount in containers(image).flat_map(|it| it.get("configVolumeMounts").items()) {
        let path = mount.get("subPath");
        let Some(text) = path.filled().filter(|text| !names.contains(text)) else { continue };
        let who = image.title();
        let message = format!("{who} mounts the file `{text}`, which it has no template of");
        let note = report
            .error(CODE, image, &path, message)
            .label("no key of `configTemplates`")
            .mark(image, &templates, "the templates");
        match (nearest(text, names.iter().copied()), names.is_empty()) {
            (Some(near), _) => note.help(format!("Did you mean `{near}`?")),
            (None, true) => note.help("Write the file in `configTemplates`."),
            (None, false) => note.help(format!("There is {}.", listed(&names))),
        };
    }
}

/// The ports of a template have names that differ, over all of its containers.
fn ports(report: &mut Report, image: &Object) {
    for template in image.place.get("spec").get("deployTemplates").items() {
        let containers = template.get("spec").get("containers").items();
        let mut seen: Vec<(&str, Place)> = Vec::new();
        for name in containers.flat_map(|it| it.get("ports").items()).map(|it| it.get("name")) {
            let Some(text) = name.filled() else { continue };
            match seen.iter().find(|one| one.0 == text) {
                Some((_, first)) => {
                    let message = format!("{} has two ports `{text}`", image.title());
                    report
                        .error(CODE, image, &name, message)
                        .label("again here")
                        .mark(image, first, "first here")
                        .help("Ports are told apart over all containers: give one another name.");
                }
                None => seen.push((text, name)),
            }
        }
    }
}
