//! The wallet.

use cryptocity_wallet::{pages::App, start_page};

fn main() {
    start_page(App);
}
