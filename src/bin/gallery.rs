//! The gallery of components, built by `cargo xtask shots` and `cargo xtask test`.

use cryptocity_wallet::{gallery::Gallery, start_page};

fn main() {
    start_page(Gallery);
}
