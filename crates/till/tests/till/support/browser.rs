use reqwest::{
    Client, Method,
    header::{COOKIE, HeaderMap, SET_COOKIE},
    redirect::Policy,
};

use super::Stack;

/// What a browser without script does at the till's pages: keeps cookies, sends forms.
pub(crate) struct Browser {
    http: Client,
    base: String,
    cookies: Vec<(String, String)>,
}

/// A page, or a redirect.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

pub(crate) const PASSWORD: &str = "тест-құпиясөз-1";

impl Page {
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get("location")
            .unwrap_or_else(|| panic!("no redirect: {} {}", self.status, self.text))
            .to_str()
            .unwrap()
    }

    /// The text between two others.
    pub(crate) fn between(&self, start: &str, end: &str) -> &str {
        self.text
            .split_once(start)
            .and_then(|(_, rest)| rest.split_once(end))
            .unwrap_or_else(|| panic!("no {start} in {}", self.text))
            .0
    }

    pub(crate) fn form_token(&self) -> String {
        self.between("name=\"form_token\" value=\"", "\"").to_owned()
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) {
        assert!(self.text.contains(text), "no {text:?} in {}", self.text);
    }
}

impl Browser {
    pub(crate) fn new(stack: &Stack) -> Self {
        Self {
            http: Client::builder().redirect(Policy::none()).build().unwrap(),
            base: stack.merchant_url.clone(),
            cookies: Vec::new(),
        }
    }

    /// Somebody of the staff, added and signed in.
    pub(crate) async fn of_staff(stack: &Stack, login: &str, role: till::merchant::Role) -> Self {
        stack.add_staff(login, role, PASSWORD).await;
        let mut browser = Self::new(stack);
        let page = browser.sign_in(login, PASSWORD).await;
        assert_eq!((page.status, page.location()), (303, "/staff"), "{}", page.text);
        browser
    }

    pub(crate) async fn sign_in(&mut self, login: &str, password: &str) -> Page {
        self.send("/staff/sign-in", &[("login", login), ("password", password)])
            .await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.call(Method::GET, path, None, &[]).await
    }

    /// Sends a form as it is.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.call(
            Method::POST,
            path,
            Some(fields),
            &[("sec-fetch-site", "same-origin")],
        )
        .await
    }

    /// Sends a form of the session's own page.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get("/staff/settings").await.form_token();
        let mut all = vec![("form_token", token.as_str())];
        all.extend_from_slice(fields);
        self.send(path, &all).await
    }

    /// Sends a form, or opens a page.
    pub(crate) async fn call(
        &mut self,
        method: Method,
        path: &str,
        fields: Option<&[(&str, &str)]>,
        headers: &[(&str, &str)],
    ) -> Page {
        let Some(fields) = fields else {
            return self.request(method, path, headers, String::new()).await;
        };
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)));
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.request(method, path, &all, pairs.collect::<Vec<_>>().join("&"))
            .await
    }

    pub(crate) async fn request(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Page {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .body(body);
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for cookie in headers.get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.into(), value.into()));
            }
        }
        Page {
            status,
            headers,
            text: response.text().await.unwrap(),
        }
    }
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
