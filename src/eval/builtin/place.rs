//! Functions by where they stand in the tables: three bytes, so that a value with one takes no more
//! than others.

use super::{Function, Member, MemberKind, PACKAGES};

/// A function of the standard library.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Builtin {
    package: u8,
    group: u8,
    member: u8,
}

/// What a name of the standard library stands for.
pub(crate) enum Found {
    Function(Builtin),
    /// A value, as CUE source.
    Source(&'static str),
}

/// What `name` stands for in the package of that import path, if there is either.
pub(crate) fn find(path: &str, name: &str) -> Option<Found> {
    let (package, members) = numbered(PACKAGES).find(|(_, package)| package.path == path)?;
    numbered(members.members).find_map(|(group, members)| {
        let (member, found) = numbered(members).find(|(_, member)| member.name == name)?;
        Some(match found.kind {
            MemberKind::Function(_) => Found::Function(Builtin { package, group, member }),
            MemberKind::Source(source) => Found::Source(source),
        })
    })
}

/// The items of a table with their numbers: no table has more than there are.
fn numbered<T>(table: &'static [T]) -> impl Iterator<Item = (u8, &'static T)> {
    (0..=u8::MAX).zip(table)
}

impl Builtin {
    fn member(self) -> &'static Member {
        let package = PACKAGES[usize::from(self.package)];
        &package.members[usize::from(self.group)][usize::from(self.member)]
    }

    /// The function itself.
    pub(crate) fn get(self) -> &'static Function {
        match &self.member().kind {
            MemberKind::Function(function) => function,
            MemberKind::Source(_) => unreachable!("only functions are found as such"),
        }
    }

    /// The import path of its package.
    pub(crate) fn path(self) -> &'static str {
        PACKAGES[usize::from(self.package)].path
    }

    /// Its name behind that of its package: `time.Time`.
    pub(crate) fn name(self) -> String {
        let path = self.path();
        let package = path.rsplit('/').next().unwrap_or(path);
        format!("{package}.{}", self.member().name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, MemberKind, PACKAGES, find};

    #[test]
    fn every_function_is_found() {
        for package in PACKAGES {
            for member in package.all() {
                match (&member.kind, find(package.path, member.name)) {
                    (MemberKind::Function(known), Some(Found::Function(function))) => {
                        assert_eq!(function.member().name, member.name);
                        assert_eq!(function.path(), package.path);
                        assert_eq!(function.get().params, known.params);
                    }
                    (MemberKind::Source(known), Some(Found::Source(source))) => {
                        assert_eq!(source, *known);
                    }
                    _ => panic!("{}.{}", package.path, member.name),
                }
            }
        }
    }
}
