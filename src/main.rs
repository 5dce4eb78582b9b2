//! The `infc` command; everything it does is in the library.

fn main() -> std::process::ExitCode {
    infc::cli::main()
}
