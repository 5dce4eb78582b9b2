//! Subcommands whose arguments are made when they are asked for: those of all take as long as to
//! compile a small file. What is told of all subcommands needs them from the start.

use std::sync::atomic::{AtomicBool, Ordering};

use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Id};

/// Whether the arguments of all subcommands are made from the start.
static ALL: AtomicBool = AtomicBool::new(false);

/// Lets the arguments of all subcommands be made from the start.
pub(crate) fn make_all() {
    ALL.store(true, Ordering::Relaxed);
}

/// The arguments of a subcommand.
pub(crate) struct Late<T>(pub(super) T);

impl<T: Args> Args for Late<T> {
    fn group_id() -> Option<Id> {
        T::group_id()
    }

    fn augment_args(command: Command) -> Command {
        match ALL.load(Ordering::Relaxed) {
            true => T::augment_args(command),
            false => command.defer(T::augment_args),
        }
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(T::augment_args_for_update)
    }
}

impl<T: FromArgMatches> FromArgMatches for Late<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }

    fn update_from_arg_matches_mut(&mut self, matches: &mut ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches_mut(matches)
    }
}
