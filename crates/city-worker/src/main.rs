#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod load;
#[cfg(target_arch = "wasm32")]
mod message_loop;

#[cfg(target_arch = "wasm32")]
fn main() {
    message_loop::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    // Built for wasm32 by `cargo xtask build`; there is nothing to run here.
    std::process::ExitCode::FAILURE
}
