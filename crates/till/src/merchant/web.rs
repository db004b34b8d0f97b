//! The pages of the till, for the shop's people and for its customers: rendered here, no build step, usable without
//! script. One page a file, its handlers and its markup.
//!
//! ## Organization
//! - `visit` – who looks, in which language; `frame` – headers, languages and error pages around every page
//! - `layout`, `parts`, `icons`, `qr`, `assets` – what all pages are made of; looks are the wallet's tokens and components
//! - for the shop's people, under `/staff`: `sign_in`, `orders`, `order`, `pos`, `links`, `statement`, `payouts`, `keys`,
//!   `webhooks`, `people`, `settings`
//! - for its customers: `link_page`, `order_page`, `receipt`, `terms_page`

mod assets;
mod by_hand;
mod frame;
mod icons;
mod keys;
mod layout;
mod link_page;
mod link_store;
mod links;
mod order;
mod order_cards;
mod order_list;
mod order_page;
mod orders;
mod parts;
mod payouts;
mod people;
mod pos;
mod qr;
mod receipt;
mod receipt_facts;
mod receipt_page;
mod sell;
mod settings;
mod sign_in;
mod spreadsheet;
mod statement;
mod terms_page;
mod visit;
mod webhooks;

use std::sync::Arc;

use axum::{Router, http::Uri, middleware::from_fn_with_state, response::Redirect, routing::get};
use tower_http::compression::CompressionLayer;

use super::Merchant;
use crate::error::not_found;

/// An address that a form is sent to was opened, by a reload or by another language: its page is one step up.
async fn back(uri: Uri) -> Redirect {
    let up = uri.path().rsplit_once('/').map_or("/", |(up, _)| up);
    Redirect::to(up)
}

/// All pages. What is not a page is `/receipt/{id}/file`, which the description of the interface names.
pub(super) fn routes(merchant: Arc<Merchant>) -> Router<Arc<Merchant>> {
    let staff = Router::new()
        .route("/staff", get(sign_in::first_page))
        .route("/staff/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/staff/sign-out", get(back).post(sign_in::leave))
        .route("/staff/pos", get(pos::show).post(pos::sell))
        .route("/staff/pos/{id}", get(pos::show_sale))
        .route("/staff/orders", get(orders::show))
        .route("/staff/orders/{id}", get(order::show))
        .route("/staff/orders/{id}/cancel", get(back).post(order::cancel))
        .route("/staff/orders/{id}/refund", get(back).post(order::refund))
        .route("/staff/orders/{id}/fiscal", get(back).post(order::attach_fiscal))
        .route("/staff/links", get(links::show).post(links::make))
        .route("/staff/links/{id}", get(links::show_one))
        .route("/staff/links/{id}/close", get(back).post(links::close))
        .route("/staff/statement", get(statement::show))
        .route("/staff/statement.csv", get(statement::csv))
        .route("/staff/statement.json", get(statement::json))
        .route("/staff/orders.csv", get(statement::orders_csv))
        .route("/staff/payouts", get(payouts::show))
        .route("/staff/keys", get(keys::show).post(keys::make))
        .route("/staff/keys/revoke", get(back).post(keys::revoke))
        .route("/staff/webhooks", get(webhooks::show).post(webhooks::add))
        .route(
            "/staff/webhooks/{id}/remove",
            get(async || Redirect::to("/staff/webhooks")).post(webhooks::remove),
        )
        .route(
            "/staff/deliveries/{id}/replay",
            get(async || Redirect::to("/staff/webhooks")).post(webhooks::replay),
        )
        .route("/staff/people", get(people::show).post(people::add))
        .route("/staff/people/change", get(back).post(people::change))
        .route("/staff/more", get(settings::more))
        .route("/staff/settings", get(settings::show))
        .route("/staff/settings/theme", get(back).post(settings::choose_theme))
        .route(
            "/staff/settings/password",
            get(back).post(settings::change_password),
        )
        .route("/staff/{*rest}", get(async || not_found()));
    let public = Router::new()
        .route("/", get(async || Redirect::to("/staff")))
        .route("/l/{id}", get(link_page::show).post(link_page::order))
        .route("/o/{id}", get(order_page::show))
        .route("/o/{id}/address", get(back).post(order_page::give_address))
        .route("/receipt/{id}", get(receipt::show))
        .route("/terms", get(terms_page::show))
        // Unlike the staff's pages they hold no token that a length could tell.
        .layer(CompressionLayer::new());
    staff
        .merge(public)
        .layer(from_fn_with_state(merchant, frame::around))
        .merge(assets::routes())
        .route("/receipt/{id}/file", get(receipt::file))
}
