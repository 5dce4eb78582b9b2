//! The thread that evaluates: requests that ask for values first, then what the last edit left to
//! check. Any new job ends a check, and an edit ends everything that was asked of the text before.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError, unbounded};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{Notification as _, PublishDiagnostics};

use super::change::Change;
use super::desk::{Desk, Snapshot};
use super::diagnostics::Board;
use super::task;
use crate::session::{self, Cancel, Known, Limits, Unit};

/// How long nothing must be typed before anything is checked.
const QUIET: Duration = Duration::from_millis(5);

/// How many values an editor's evaluation may make: what takes some
/// seconds and well below two gigabytes.
const MOST_VERTICES: usize = 3_000_000;

/// Of so many units it is kept what the last check has found.
const MOST_KNOWN: usize = 4;

/// Sizes of the stack, the first that the system grants; only pages that are touched count.
const STACKS: [usize; 3] = [1 << 30, 256 << 20, 64 << 20];

/// What the worker is given.
pub(super) enum Job {
    /// The texts have changed: that at the path, or any.
    Changed(Arc<Snapshot>, Option<PathBuf>),
    /// A request that asks for values.
    Request(Request),
    /// The client no longer wants an answer.
    Cancel(RequestId),
}

/// The worker as the server sees it.
pub(super) struct Worker {
    jobs: Option<Sender<Job>>,
    /// How many jobs were sent.
    sent: Arc<AtomicU64>,
    /// How many of them were changes.
    changes: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread, which answers `client`.
    ///
    /// # Errors
    /// The system grants no thread.
    pub(super) fn start(client: Sender<Message>, snapshot: Arc<Snapshot>) -> Result<Self, String> {
        let (jobs, received) = unbounded();
        let (sent, changes) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let thread = STACKS.iter().find_map(|&stack| {
            let (jobs, client) = (received.clone(), client.clone());
            let counters = (Arc::clone(&sent), Arc::clone(&changes));
            let snapshot = Arc::clone(&snapshot);
            // What is read and evaluated stays on the thread.
            let work = move || Bench::new(jobs, client, counters, snapshot).run();
            thread::Builder::new().stack_size(stack).spawn(work).ok()
        });
        let thread = thread.ok_or("the system grants no thread")?;
        Ok(Self { jobs: Some(jobs), sent, changes, thread: Some(thread) })
    }

    /// Hands over a job.
    pub(super) fn send(&self, job: Job) {
        self.sent.fetch_add(1, Ordering::SeqCst);
        if matches!(job, Job::Changed(..)) {
            self.changes.fetch_add(1, Ordering::SeqCst);
        }
        if let Some(jobs) = &self.jobs {
            // A worker that has ended was told to.
            let _ = jobs.send(job);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Bench {
    jobs: Receiver<Job>,
    client: Sender<Message>,
    sent: Arc<AtomicU64>,
    changes: Arc<AtomicU64>,
    /// How many jobs have come.
    received: u64,
    /// How many of them were changes.
    changed: u64,
    /// What was read and evaluated of the snapshot.
    desk: Option<Desk>,
    snapshot: Arc<Snapshot>,
    board: Board,
    /// What checks have found of units, that of the last one at the end.
    known: Vec<(Unit, Known)>,
    waiting: VecDeque<Request>,
    /// When the last change came.
    touched: Option<Instant>,
}

impl Bench {
    fn new(
        jobs: Receiver<Job>,
        client: Sender<Message>,
        (sent, changes): (Arc<AtomicU64>, Arc<AtomicU64>),
        snapshot: Arc<Snapshot>,
    ) -> Self {
        Self {
            jobs,
            client,
            sent,
            changes,
            received: 0,
            changed: 0,
            desk: None,
            snapshot,
            board: Board::default(),
            known: Vec::new(),
            waiting: VecDeque::new(),
            touched: None,
        }
    }

    fn run(mut self) {
        while self.receive() {
            if let Some(request) = self.waiting.pop_front() {
                self.answer(request);
            } else if self.touched.is_none_or(|touched| touched.elapsed() >= QUIET) {
                self.check();
            }
        }
    }

    /// Takes all jobs that have come, and waits for one if there is nothing else to do; false once
    /// no more can come.
    fn receive(&mut self) -> bool {
        if self.waiting.is_empty() {
            let first = match (self.board.due().is_some(), self.touched) {
                (false, _) => self.jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (true, None) => Err(RecvTimeoutError::Timeout),
                (true, Some(touched)) => {
                    self.jobs.recv_timeout(QUIET.saturating_sub(touched.elapsed()))
                }
            };
            match first {
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) => self.touched = None,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        loop {
            match self.jobs.try_recv() {
                Ok(job) => self.take(job),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn take(&mut self, job: Job) {
        self.received += 1;
        match job {
            Job::Changed(snapshot, path) => {
                self.changed += 1;
                self.board.changed(&snapshot, path.as_deref());
                self.snapshot = snapshot;
                self.desk = None;
                self.touched = Some(Instant::now());
                let cleared = self.board.cleared(&self.snapshot);
                self.publish(cleared);
            }
            Job::Request(request) => self.waiting.push_back(request),
            Job::Cancel(id) => {
                if let Some(place) = self.waiting.iter().position(|request| request.id == id) {
                    self.waiting.remove(place);
                    let code = ErrorCode::RequestCanceled as i32;
                    let response = Response::new_err(id, code, "cancelled".to_owned());
                    let _ = self.client.send(response.into());
                }
            }
        }
    }

    fn answer(&mut self, request: Request) {
        let cancel = Cancel::when_moved(Arc::clone(&self.changes), self.changed);
        let limits =
            Limits { vertices: MOST_VERTICES, cancel: cancel.clone(), ..Limits::default() };
        let snapshot = &self.snapshot;
        let desk = self.desk.get_or_insert_with(|| Desk::new(Arc::clone(snapshot)));
        desk.allow(limits);
        task::answer(desk, &self.client, request, &cancel);
    }

    /// Checks the unit that is due; a new job ends that, and then it stays due. What takes long is
    /// begun with a glance at what was changed.
    fn check(&mut self) {
        self.board.refresh(&self.snapshot);
        let cleared = self.board.cleared(&self.snapshot);
        self.publish(cleared);
        let Some(unit) = self.board.due().cloned() else { return };
        let cancel = Cancel::when_moved(Arc::clone(&self.sent), self.received);
        let snapshot = Arc::clone(&self.snapshot);
        let change = self.board.change(&snapshot, &unit);
        let published = match &change {
            Some(change) => {
                let work = || glance(&snapshot, &unit, change, cancel.clone());
                let glance = task::guarded(&self.client, "glancing", work).unwrap_or_default();
                if cancel.is_set() {
                    return;
                }
                match glance.is_all {
                    true => self.board.take(&snapshot, &unit, &glance.reports, None),
                    false => self.board.glimpse(&snapshot, &unit, &glance, change),
                }
            }
            None => {
                let began = Instant::now();
                // Should it panic, what was known is gone with it.
                let mut known = self.known(&unit);
                let work = || {
                    let reports = check(&snapshot, &unit, cancel.clone(), &mut known);
                    (reports, known)
                };
                let checked = task::guarded(&self.client, "checking", work);
                let (reports, known) = checked.unwrap_or_default();
                self.known.push((unit.clone(), known));
                if cancel.is_set() {
                    return;
                }
                self.board.take(&snapshot, &unit, &reports, Some(began.elapsed()))
            }
        };
        self.publish(published);
    }

    /// Takes what is known of a unit, and forgets what is known of those that were not checked for
    /// long.
    fn known(&mut self, unit: &Unit) -> Known {
        let place = self.known.iter().position(|(known, _)| known == unit);
        let known = place.map(|place| self.known.remove(place).1).unwrap_or_default();
        let surplus = self.known.len().saturating_sub(MOST_KNOWN - 1);
        self.known.drain(..surplus);
        known
    }

    fn publish(&self, all: Vec<lsp_types::PublishDiagnosticsParams>) {
        for params in all {
            if let Ok(params) = serde_json::to_value(params) {
                let method = PublishDiagnostics::METHOD.to_owned();
                let _ = self.client.send(Notification { method, params }.into());
            }
        }
    }
}

fn check(
    snapshot: &Snapshot,
    unit: &Unit,
    cancel: Cancel,
    known: &mut Known,
) -> Vec<session::Report> {
    let request = request(snapshot, unit, cancel);
    match unit {
        Unit::Data(path) => session::check_data(&snapshot.files, path, &request),
        Unit::Package(..) | Unit::File(_) => {
            session::check_again(&snapshot.files, &request, unit.has_tests(), known)
        }
    }
}

fn glance(snapshot: &Snapshot, unit: &Unit, change: &Change, cancel: Cancel) -> session::Glance {
    let request = request(snapshot, unit, cancel);
    let bytes = change.bytes.clone();
    session::glance(&snapshot.files, &request, unit.has_tests(), &change.path, bytes)
}

fn request(snapshot: &Snapshot, unit: &Unit, cancel: Cancel) -> session::Request {
    let limits = Limits { vertices: MOST_VERTICES, cancel, ..Limits::default() };
    session::Request { limits, ..snapshot.request(unit) }
}
