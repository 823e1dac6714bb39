//! The `foldout` command.

/// Pages are made of many small pieces: this allocator takes a third off a build's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    foldout::cli::main()
}
