//! The `foldout` command.

/// Made sites are many small strings, made and thrown away: this one is quicker at that than most systems' own, and
/// gives back what the preview no longer needs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    foldout::cli::main()
}
