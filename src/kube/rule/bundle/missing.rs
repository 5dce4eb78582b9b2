//! How it is told that something which an object refers to is not there: who refers, what was
//! probably meant, and how to say that it exists elsewhere.

use super::index::{Bundle, Object, Sight, same_namespace};
use super::report::{Note, Report};
use crate::base::{Code, nearest};
use crate::kube::rule::place::Place;

/// The group and the kind of what is referred to.
pub(super) type Id<'k> = (&'k str, &'k str);

/// Looks for what `name` names in the namespace of `object`; tells if it is nowhere.
pub(super) fn needed<'b, 'a>(
    bundle: &'b Bundle<'a>,
    report: &mut Report,
    code: Code,
    object: &Object<'a>,
    name: &Place<'a>,
    id: Id,
) -> Option<&'b Object<'a>> {
    needed_in(bundle, report, code, object, name, id, object.namespace())
}

/// The same in a namespace that the reference names.
pub(super) fn needed_in<'b, 'a>(
    bundle: &'b Bundle<'a>,
    report: &mut Report,
    code: Code,
    object: &Object<'a>,
    name: &Place<'a>,
    id: Id,
    namespace: Option<&str>,
) -> Option<&'b Object<'a>> {
    needed_at(bundle, report, code, object, &[*name], id, namespace)
}

/// The same where several places name it.
pub(super) fn needed_at<'b, 'a>(
    bundle: &'b Bundle<'a>,
    report: &mut Report,
    code: Code,
    object: &Object<'a>,
    names: &[Place<'a>],
    id: Id,
    namespace: Option<&str>,
) -> Option<&'b Object<'a>> {
    let text = names.first()?.filled()?;
    let other = match bundle.look(id, namespace, text) {
        Sight::Here(found) => return Some(found),
        Sight::Outside => return None,
        Sight::Elsewhere(other) => Some(other),
        Sight::Nowhere => None,
    };
    let (group, kind) = (id.0.to_owned(), id.1.to_owned());
    let lack = (code, group, kind, namespace.map(str::to_owned), text.to_owned());
    let place = names.first().unwrap_or(&object.place);
    if report.lacks_again(lack, object, place) {
        return None;
    }
    let mut note = tell(bundle, report, code, (object, names), id, (namespace, text));
    if let Some(other) = other {
        let (elsewhere, here) =
            (other.namespace().unwrap_or_default(), namespace.unwrap_or("default"));
        note = note.mark(other, &other.name_place(), format!("in namespace {elsewhere}")).help(format!(
            "There is one in the namespace `{elsewhere}`, but it is looked for in `{here}`: put \
             both into one namespace."
        ));
    }
    let kind = id.1;
    note.help(format!(
        "Write the {kind}, or say in inf.toml that it exists elsewhere: `[kube]` \
         `external = [\"{kind}/{text}\"]`."
    ));
    None
}

fn tell<'r, 'a>(
    bundle: &Bundle<'a>,
    report: &'r mut Report,
    code: Code,
    (object, places): (&Object<'a>, &[Place<'a>]),
    id: Id,
    (namespace, name): (Option<&str>, &str),
) -> Note<'r> {
    let kind = id.1;
    let place_text = namespace.map_or(String::new(), |it| format!(" in namespace `{it}`"));
    let who = object.title();
    let message = format!("{who} needs the {kind} `{name}`, which does not exist{place_text}");
    // Names of another length are not meant, and of thousands it is not worth to look at all.
    const MOST: usize = 1_000;
    let like = |it: &&Object| it.name().len().abs_diff(name.len()) <= name.len() / 3;
    let known = bundle.of_kind(id.0, kind).filter(|it| same_namespace(it.namespace(), namespace));
    let near = nearest(name, known.filter(like).take(MOST).map(Object::name));
    let (first, others) = match places.split_first() {
        Some((first, others)) => (*first, others),
        None => (object.place, &[][..]),
    };
    let mut note = report.error(code, object, &first, message).label(format!("no {kind} `{name}`"));
    for other in others {
        note = note.mark(object, other, "also here");
    }
    match near {
        Some(near) => note.help(format!("Did you mean `{near}`?")),
        None => note,
    }
}
