//! The workloads that infc is to be fast on, from memory: `cargo bench` runs all, `cargo bench
//! fleet` some. What they are held against is told in `benches/README.md`.

#[path = "../tests/workloads/mod.rs"]
mod workloads;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use infc::session::{self, As, ExportOptions, Format, Memory, Request};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// Exports `text`, and counts its bytes and `items`.
fn export(bencher: Bencher<'_, '_>, text: &str, items: usize, what: As) {
    let files = Memory::new("/w").with("in.inf", text.to_owned());
    let request = Request { inputs: vec!["in.inf".to_owned()], ..Request::default() };
    let options = ExportOptions {
        format: Format::Yaml,
        what: Some(what),
        escape: false,
        strict: false,
        package: None,
    };
    bencher
        .counter(BytesCount::of_str(text))
        .counter(ItemsCount::new(items))
        .bench(|| session::export(&files, &request, &options).value.is_some());
}

#[divan::bench(args = [100, 1_000, 10_000], max_time = 10)]
fn fleet(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::fleet(count), count, As::Value);
}

#[divan::bench(args = [100, 1_000, 5_000], max_time = 10)]
fn apps(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::apps(count), count, As::Manifests);
}

#[divan::bench(args = [500, 4_000], max_time = 10)]
fn chain(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::chain(count), count, As::Value);
}

#[divan::bench(args = [5, 20, 80], max_time = 10)]
fn union_of_arms(bencher: Bencher<'_, '_>, arms: usize) {
    export(bencher, &workloads::union(arms, 200), 200, As::Value);
}

#[divan::bench(args = [1_000, 100_000], max_time = 10)]
fn comprehensions(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::comprehensions(count), count, As::Value);
}

#[divan::bench(args = [100, 3_000], max_time = 10)]
fn patterns(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::patterns(count), count, As::Value);
}

#[divan::bench(args = [20, 180], max_time = 10)]
fn embeds(bencher: Bencher<'_, '_>, count: usize) {
    export(bencher, &workloads::embeds(count), count, As::Value);
}

/// Many fields of one struct, which is parsing and writing more than evaluation.
#[divan::bench(args = [1_000, 40_000], max_time = 10)]
fn fields(bencher: Bencher<'_, '_>, count: usize) {
    let text = workloads::expanded(&format!("«f%: %\n»{count}"));
    export(bencher, &text, count, As::Value);
}
