//! The pay page.

use cryptocity_wallet::pay::PayPage;
use leptos::mount::mount_to_body;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(PayPage);
}
