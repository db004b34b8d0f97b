//! What residents and merchants live through, in a real browser, on the site that is shipped.
#![cfg(test)]

mod agrees_on_a_deposit;
mod banking;
mod browses_the_city;
mod buys_at_the_cafe;
mod comes_from_another_page;
mod crashes_while_writing;
mod exchanges;
mod forgets;
mod keeps_secrets;
mod makes_words;
mod meets_a_hostile_page;
mod mistypes;
mod opens_everywhere;
mod opens_without_a_network;
mod pays_a_large_sum;
mod pays_with_words_of_another_list;
mod pays_without_a_password;
mod pays_without_an_order;
mod prints_papers;
mod reads_an_old_or_revoked_zone;
mod restores_a_wallet;
mod restores_from_a_file;
mod sells_at_the_counter;
mod sends_and_opens_offline;
mod stays_inside_the_worker;
mod subscriptions;
mod support;
mod turns_back;
mod when_servers_fail;
