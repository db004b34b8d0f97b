//! The pay page.

use cryptocity_wallet::{pay::PayPage, start_page};

fn main() {
    start_page(PayPage);
}
