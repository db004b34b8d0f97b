//! Signing in, and what surrounds every page.

use till::merchant::Role;

use crate::support::{Browser, PASSWORD, Stack};

#[tokio::test]
async fn nobody_comes_in_without_signing_in() {
    let stack = Stack::start().await;
    let mut stranger = Browser::new(&stack);
    for page in [
        "/staff",
        "/staff/pos",
        "/staff/orders",
        "/staff/statement.csv",
        "/staff/keys",
        "/staff/people",
    ] {
        let answer = stranger.get(page).await;
        assert_eq!(answer.status, 303, "{page}");
        assert!(answer.location().starts_with("/staff/sign-in"), "{page}");
    }
    let posted = stranger.send("/staff/pos", &[("amount", "100")]).await;
    assert_eq!(posted.location(), "/staff/sign-in");
    assert_eq!(stranger.get("/").await.location(), "/staff");
    let missing = stranger.get("/staff/nothing").await;
    assert_eq!(missing.status, 404);
    missing.says("data-testid=\"error\"");
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_do_not_see_and_ends_when_one_leaves() {
    let stack = Stack::start().await;
    stack.add_staff("dana", Role::Owner, PASSWORD).await;
    let mut browser = Browser::new(&stack);
    let entered = browser
        .send(
            "/staff/sign-in",
            &[
                ("login", "dana"),
                ("password", PASSWORD),
                ("next", "/staff/orders?state=paid"),
            ],
        )
        .await;
    assert_eq!(entered.location(), "/staff/orders?state=paid");
    let cookie = entered.headers["set-cookie"].to_str().unwrap();
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert_eq!(browser.get("/staff/orders").await.status, 200);
    // Somebody else's form, or one without the token, does nothing.
    for fields in [vec![], vec![("form_token", "f_guess")]] {
        assert_eq!(browser.send("/staff/sign-out", &fields).await.status, 403);
    }
    let token = browser.get("/staff/settings").await.form_token();
    let form = [("form_token", token.as_str())];
    let cross = browser
        .call(
            reqwest::Method::POST,
            "/staff/sign-out",
            Some(&form),
            &[("sec-fetch-site", "cross-site")],
        )
        .await;
    assert_eq!(cross.status, 403);
    assert_eq!(browser.get("/staff/orders").await.status, 200);
    assert_eq!(browser.submit("/staff/sign-out", &[]).await.status, 303);
    assert_eq!(browser.get("/staff/orders").await.status, 303);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_never_says_which_part_was_wrong() {
    let stack = Stack::start().await;
    stack.add_staff("dana", Role::Owner, PASSWORD).await;
    let mut browser = Browser::new(&stack);
    let (wrong, unknown) = (
        browser.sign_in("dana", "not the password").await,
        browser.sign_in("nobody", PASSWORD).await,
    );
    assert_eq!((wrong.status, unknown.status), (401, 401));
    let sentence = |page: &crate::support::Page| page.between("data-testid=\"error\">", "<").to_owned();
    assert_eq!(sentence(&wrong), sentence(&unknown));
    let mut last = 0;
    for _ in 0..8 {
        last = browser.sign_in("dana", "not the password").await.status;
    }
    assert_eq!(last, 429);
    assert_eq!(
        browser.sign_in("dana", PASSWORD).await.status,
        429,
        "also with the right one, for a while"
    );
}

#[tokio::test]
async fn passwords_are_stored_as_argon2_and_changed_by_their_owners() {
    let stack = Stack::start().await;
    let mut browser = Browser::of_staff(&stack, "dana", Role::Owner).await;
    let hash = stack
        .merchant_text("SELECT password_hash FROM staff WHERE login = 'dana'")
        .await;
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    let wrong = browser
        .submit(
            "/staff/settings/password",
            &[("old", "x"), ("new", "another password")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    let short = browser
        .submit("/staff/settings/password", &[("old", PASSWORD), ("new", "short")])
        .await;
    assert_eq!(short.status, 422);
    let changed = browser
        .submit(
            "/staff/settings/password",
            &[("old", PASSWORD), ("new", "another password")],
        )
        .await;
    assert_eq!(changed.location(), "/staff/sign-in");
    assert_eq!(
        browser.get("/staff/orders").await.status,
        303,
        "every session of hers has ended"
    );
    assert_eq!(browser.sign_in("dana", "another password").await.status, 303);
}

#[tokio::test]
async fn pages_run_no_script_but_the_tills_and_are_kept_by_no_cache() {
    let stack = Stack::start().await;
    let order = stack.order().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    let pages = [
        "/staff/sign-in".to_owned(),
        "/staff/pos".into(),
        "/staff/orders".into(),
        format!("/staff/orders/{}", order.order_id),
        format!("/staff/pos/{}", order.order_id),
        "/staff/links".into(),
        "/staff/statement".into(),
        "/staff/payouts".into(),
        "/staff/keys".into(),
        "/staff/webhooks".into(),
        "/staff/people".into(),
        "/staff/settings".into(),
        "/staff/more".into(),
        format!("/o/{}", order.order_id),
        "/terms".into(),
    ];
    for page in &pages {
        for language in ["kk", "ru", "en"] {
            owner.get(&format!("/terms?lang={language}")).await;
            let answer = owner.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(
                policy.contains("default-src 'none'") && !policy.contains("unsafe"),
                "{policy}"
            );
            assert_eq!(answer.headers["cache-control"], "no-store");
            answer.says(&format!("<html lang=\"{language}\""));
            // Neither style nor script inside, and no place left unfilled.
            let text = &answer.text;
            for inside in [" style=\"", " onclick=", " onsubmit=", "<style", "<script>"] {
                assert!(!text.contains(inside), "{page}: {inside}");
            }
            let body = text.split_once("<main").unwrap().1;
            assert!(!body.contains('{') && !body.contains('}'), "{page}: {body}");
        }
    }
    for (asset, kind) in [
        ("till.css", "text/css"),
        ("till.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let answer = owner.get(&format!("/assets/{asset}")).await;
        assert!(
            answer.headers["content-type"].to_str().unwrap().starts_with(kind),
            "{asset}"
        );
        let tag = answer.headers["etag"].to_str().unwrap().to_owned();
        let again = owner
            .call(
                reqwest::Method::GET,
                &format!("/assets/{asset}"),
                None,
                &[("if-none-match", &tag)],
            )
            .await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{asset}");
    }
}

#[tokio::test]
async fn a_chosen_language_stays_and_the_page_with_it() {
    let stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    owner
        .get("/staff/orders?state=paid&q=latte")
        .await
        .says("Тапсырыстар");
    owner
        .get("/staff/orders?state=paid&q=latte")
        .await
        .says("href=\"/staff/orders?state=paid&amp;q=latte&amp;lang=ru\"");
    let chosen = owner.get("/staff/orders?state=paid&q=latte&lang=ru").await;
    assert_eq!(chosen.location(), "/staff/orders?state=paid&q=latte");
    owner.get("/staff/orders").await.says("Заказы");
}
