//! The `foldout` command.

fn main() -> std::process::ExitCode {
    foldout::cli::main()
}
