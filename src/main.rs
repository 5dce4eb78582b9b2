//! The `infc` command; everything it does is in the library.

/// Evaluation makes many small things; this allocator is a fifth faster at it than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    infc::cli::main()
}
