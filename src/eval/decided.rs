//! Which arms led to the values of a choice: nearly always one of one disjunction to each.

use smallvec::SmallVec;

use super::vertex::{Arms, Decision};

/// Decisions that led to one value.
pub(super) type Decisions = SmallVec<[Decision; 1]>;

/// The decisions that led to each value of a choice.
#[derive(Clone, Debug)]
pub(crate) enum Decided {
    /// They are not known.
    Unknown,
    /// An arm of the same disjunction to each.
    Sole {
        arms: Arms,
        occurrence: u32,
        taken: SmallVec<[u32; 4]>,
    },
    Each(Box<[Decisions]>),
}

impl Decided {
    /// Keeps what led to each of several values.
    pub(super) fn of(all: Vec<Decisions>) -> Self {
        Self::sole(&all).unwrap_or_else(|| Self::Each(all.into()))
    }

    fn sole(all: &[Decisions]) -> Option<Self> {
        let &Decision { arms, occurrence, .. } = all.first()?.first()?;
        let taken = all.iter().map(|decisions| match decisions.as_slice() {
            [one] if one.arms == arms && one.occurrence == occurrence => one.arm,
            _ => None,
        });
        Some(Self::Sole { arms, occurrence, taken: taken.collect::<Option<_>>()? })
    }

    /// What led to the value at `index`, where that is known.
    pub(super) fn get(&self, index: usize) -> Option<Decisions> {
        match self {
            Self::Unknown => None,
            Self::Sole { arms, occurrence, taken } => {
                let arm = Some(*taken.get(index)?);
                Some([Decision { arms: *arms, occurrence: *occurrence, arm }].into())
            }
            Self::Each(all) => all.get(index).cloned(),
        }
    }

    /// What led to each value, where that is known.
    pub(super) fn iter(&self) -> impl Iterator<Item = Decisions> {
        (0..).map_while(|index| self.get(index))
    }
}

#[test]
fn what_led_to_values_is_what_was_kept() {
    use super::value::ChoiceId;
    let decide =
        |choice, arm| Decision { arms: Arms::Value(ChoiceId::at(choice)), occurrence: 0, arm };
    let told = |all: &[&[Decision]]| -> Decided {
        Decided::of(all.iter().map(|one| Decisions::from(*one)).collect())
    };
    let all: [&[&[Decision]]; 4] = [
        &[&[decide(1, Some(0))], &[decide(1, Some(2))]],
        &[&[decide(1, Some(0))], &[decide(2, Some(2))]],
        &[&[decide(1, Some(0)), decide(2, None)], &[decide(1, Some(1))]],
        &[&[decide(1, None)], &[]],
    ];
    for (at, one) in all.into_iter().enumerate() {
        let decided = told(one);
        assert_eq!(matches!(decided, Decided::Sole { .. }), at == 0);
        let kept: Vec<Decisions> = decided.iter().collect();
        assert_eq!(kept.len(), one.len());
        let arms = |all: &[Decision]| all.iter().map(|it| (it.arms, it.arm)).collect::<Vec<_>>();
        assert!(kept.iter().zip(one).all(|(kept, given)| arms(kept) == arms(given)));
    }
}
