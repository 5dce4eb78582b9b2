//! Accounts for people: what decided first, each contribution with its line of source, and the way
//! that it came. It draws no boxes, so that it reads the same in a pipe and in a narrow terminal.

use std::io::{self, IsTerminal};

use super::layout::{cut, line, wrapped};
use super::words;
use crate::cli::render::printable;
use crate::cli::report::Places;
use crate::session::{
    Account, Alternative, Contribution, Fate, Input, Link, LinkKind, Role, Sources, Span, Standing,
    Why, deed,
};

/// The width of lines where no terminal tells it, and the least that is used.
const WIDTH: usize = 100;
const NARROWEST: usize = 40;

/// How many contributions, how many alternatives of one, and how many steps of its way people are
/// shown; of a longer way its two ends.
const MOST: usize = 24;
const MOST_ALTERNATIVES: usize = 12;
const MOST_STEPS: usize = 7;
const END: usize = 3;

/// How accounts look.
pub(super) struct Manner {
    colour: bool,
    width: usize,
    /// Whether nothing is left out.
    all: bool,
}

/// What a piece of text is, for its colour.
#[derive(Clone, Copy)]
enum Ink {
    Title,
    Good,
    Old,
    Bad,
    Faint,
}

impl Manner {
    /// For standard output: colours are for terminals that want them.
    pub(super) fn of_stdout(all: bool) -> Self {
        let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
        let terminal = io::stdout().is_terminal();
        let capable = terminal && std::env::var("TERM").is_ok_and(|term| term != "dumb");
        let of_terminal = terminal.then(terminal_size::terminal_size).flatten();
        let said = || std::env::var("COLUMNS").ok()?.parse().ok();
        let width = of_terminal.map(|size| usize::from(size.0.0)).or_else(said);
        let width = width.unwrap_or(WIDTH).max(NARROWEST);
        Self { colour: capable && !set("NO_COLOR"), width, all }
    }

    fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Title => "1",
            Ink::Good => "32",
            Ink::Old => "33",
            Ink::Bad => "31",
            Ink::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// The text of accounts.
pub(super) fn text(answers: &[Why], manner: &Manner) -> String {
    let mut text = String::new();
    for answer in answers {
        if !text.is_empty() {
            text.push('\n');
        }
        let mut page =
            Page { manner, sources: &answer.sources, places: Places::of(&answer.sources), text };
        page.answer(answer);
        text = page.text;
    }
    text
}

struct Page<'a> {
    manner: &'a Manner,
    sources: &'a Sources,
    places: Places<'a>,
    text: String,
}

impl Page<'_> {
    fn answer(&mut self, why: &Why) {
        self.title(why);
        let account = &why.account;
        for fault in &account.faults {
            let word = if account.standing == Standing::Failed { "error" } else { "note" };
            let told = format!("{word}: {}", printable(fault));
            let told = wrapped(&told, self.manner.width, 2);
            let ink = if account.standing == Standing::Failed { Ink::Bad } else { Ink::Old };
            self.put(ink, &told);
        }
        let says = |one: &&Contribution| self.manner.all || one.role != Role::Anything;
        let mut told: Vec<&Contribution> = account.contributions.iter().filter(says).collect();
        if told.is_empty() {
            told = account.contributions.iter().collect();
        }
        let most = if self.manner.all { usize::MAX } else { MOST };
        let mut before: &[Link] = &[];
        for one in told.iter().take(most) {
            self.text.push('\n');
            self.contribution(one);
            self.chain(&one.chain, before);
            before = &one.chain;
        }
        self.rest(account, told.len().min(most));
        self.footer(why);
    }

    /// What was left out.
    fn rest(&mut self, account: &Account, told: usize) {
        let left = account.contributions.len().saturating_sub(told);
        let more = match (left, account.cut) {
            (_, true) => "there is more than can be told".to_owned(),
            (0, false) => return,
            (1, false) => "1 more says nothing that decides; `--all` tells it".to_owned(),
            (left, false) => format!("{left} more say nothing that decides; `--all` tells them"),
        };
        self.text.push('\n');
        self.put(Ink::Faint, &more);
    }

    /// The way that a contribution came; what it shares with the one before is not said again.
    fn chain(&mut self, links: &[Link], before: &[Link]) {
        let all = self.manner.all;
        let same = links.iter().zip(before).take_while(|(one, other)| one == other).count();
        let links = match same > 1 && !all {
            true => {
                self.put(Ink::Faint, "  the same way");
                links.get(same..).unwrap_or_default()
            }
            false => links,
        };
        if links.len() <= MOST_STEPS || all {
            return links.iter().for_each(|link| self.link(link));
        }
        let (start, rest) = links.split_at(END);
        let (middle, end) = rest.split_at(rest.len() - END);
        start.iter().for_each(|link| self.link(link));
        self.put(Ink::Faint, &format!("  ... {} steps (`--all` tells them)", middle.len()));
        end.iter().for_each(|link| self.link(link));
    }

    fn title(&mut self, why: &Why) {
        let account = &why.account;
        let own = match account.path.as_str() {
            "" => "the whole value",
            path => path,
        };
        let subject = match &why.object {
            Some(object) => match object.field.as_str() {
                "" => object.address(),
                field => format!("{} {field}", object.address()),
            },
            None => own.to_owned(),
        };
        let subject = printable(&subject);
        let room = self.manner.width.saturating_sub(3);
        let value = cut(&account.value, room);
        let shown = match account.standing {
            Standing::Concrete | Standing::Default => format!(" = {value}"),
            Standing::Open | Standing::Optional | Standing::Required => format!(": {value}"),
            Standing::Failed => String::new(),
        };
        let standing = match words::standing(account.standing) {
            "" => String::new(),
            words => format!("   ({words})"),
        };
        let title = format!("{}{shown}", self.manner.ink(Ink::Title, &subject));
        self.text.push_str(&title);
        self.text.push_str(&self.manner.ink(Ink::Faint, &standing));
        self.text.push('\n');
        if why.object.is_some() && !account.path.is_empty() {
            self.put(Ink::Faint, &format!("which is {}", printable(own)));
        }
    }

    fn contribution(&mut self, one: &Contribution) {
        let ink = match one.role {
            Role::Value | Role::Default | Role::Fields => Ink::Good,
            Role::Overridden => Ink::Old,
            Role::Conflict => Ink::Bad,
            Role::Constraint | Role::Anything => Ink::Title,
        };
        let value = match (one.value.as_str(), one.role) {
            ("", _) | (_, Role::Anything) => String::new(),
            (value, _) => format!(": {value}"),
        };
        let heading = cut(&format!("{}{value}", deed(one)), self.manner.width);
        self.put(ink, &heading);
        match self.place(one.span) {
            Some(place) => {
                let within = within(one);
                self.put(Ink::Faint, &wrapped(&format!("  {place}{within}"), self.manner.width, 4));
                self.excerpt(one.span);
            }
            None => self.put(Ink::Faint, "  built in"),
        }
        self.alternatives(&one.alternatives);
        for input in &one.inputs {
            self.input(input);
        }
    }

    /// The line of a source with a mark below.
    fn excerpt(&mut self, span: Span) {
        let room = self.manner.width.saturating_sub(4);
        let source = self.sources.text(span.file);
        let shown = line(source, span.start as usize, span.end as usize, room);
        let gutter = self.manner.ink(Ink::Faint, "  | ");
        self.text.push_str(&format!("{gutter}{}\n", shown.text));
        let mark = format!("{}{}", " ".repeat(shown.indent), "^".repeat(shown.width));
        self.text.push_str(&format!("{gutter}{mark}\n"));
    }

    fn alternatives(&mut self, all: &[Alternative]) {
        // Of a few plain ones the line of source tells enough.
        for one in all.iter().take(MOST_ALTERNATIVES) {
            let star = if one.default { "*" } else { "" };
            let text = cut(self.sources.slice(one.span), 40);
            let fate = match &one.fate {
                Fate::Taken => "taken".to_owned(),
                Fate::Possible => "possible".to_owned(),
                Fate::Dropped(Some(reason)) => format!("dropped: {}", printable(reason)),
                Fate::Dropped(None) => "dropped".to_owned(),
            };
            if text.is_empty() {
                continue;
            }
            let told = wrapped(&format!("  `{star}{text}` {fate}"), self.manner.width, 4);
            self.text.push_str(&told);
            self.text.push('\n');
        }
        let left = all.len().saturating_sub(MOST_ALTERNATIVES);
        if left > 0 {
            self.text.push_str(&format!("  and {left} more alternatives\n"));
        }
    }

    fn input(&mut self, input: &Input) {
        let name = cut(self.sources.slice(input.span), 40);
        let place = input.place.and_then(|place| self.place(place));
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        let value = printable(&input.value);
        let told = wrapped(&format!("  with {name} = {value}{place}"), self.manner.width, 4);
        self.text.push_str(&told);
        self.text.push('\n');
    }

    fn link(&mut self, link: &Link) {
        let (_, word) = words::link(link.kind);
        let place = self.place(link.span).unwrap_or_else(|| "built in".to_owned());
        let text = match link.kind {
            LinkKind::Pattern => format!("[{}]", cut(self.sources.slice(link.span), 60)),
            LinkKind::Else => "else".to_owned(),
            _ => cut(self.sources.slice(link.span), 60),
        };
        let key = link.key.as_ref();
        let key = key.map(|key| format!(", at {}", printable(key))).unwrap_or_default();
        let element = link.element.and_then(|span| self.place(span));
        let element = element.map(|place| format!(" from {place}")).unwrap_or_default();
        let told = format!("  {word} `{text}`{key}{element} ({place})");
        self.text.push_str(&wrapped(&told, self.manner.width, 4));
        self.text.push('\n');
    }

    /// Where to go on from a computed value.
    fn footer(&mut self, why: &Why) {
        let inputs = why.account.contributions.iter().flat_map(|one| &one.inputs);
        let mut paths = inputs.filter_map(|input| input.path.as_deref());
        if let Some(path) = paths.next() {
            let quoted = path.contains(['"', '[', '#', '$', ' ', '(']);
            let path = if quoted { format!("'{path}'") } else { path.to_owned() };
            self.text.push('\n');
            self.put(Ink::Faint, &format!("`infc why {}` goes on from here", printable(&path)));
        }
    }

    fn place(&mut self, span: Span) -> Option<String> {
        let place = self.places.place(span)?;
        Some(format!("{}:{}:{}", printable(&place.file), place.start.line, place.start.column))
    }

    fn put(&mut self, ink: Ink, text: &str) {
        self.text.push_str(&self.manner.ink(ink, text));
        self.text.push('\n');
    }
}

/// The definition and package that a contribution stands in.
fn within(one: &Contribution) -> String {
    match (&one.definition, &one.package) {
        (Some(definition), Some(package)) => format!(", in {definition} of package {package}"),
        (Some(definition), None) => format!(", in {definition}"),
        (None, Some(package)) => format!(", in package {package}"),
        (None, None) => String::new(),
    }
}
