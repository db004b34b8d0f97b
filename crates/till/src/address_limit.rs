//! How often one address may ask: a flood from one place does not take the till from the others.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{ApiError, HttpConfig};

/// With more addresses than this those that asked long ago are forgotten.
const KEPT: usize = 10_000;

#[derive(Debug)]
struct AddressLimit {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    trusted_proxies: Vec<IpAddr>,
}

/// Adds the limit to everything that a router serves.
pub(crate) fn limit(router: Router, config: &HttpConfig) -> Router {
    let Some(rate) = NonZeroU32::new(config.per_address_a_second) else {
        return router;
    };
    let limit = AddressLimit {
        limiter: RateLimiter::keyed(Quota::per_second(rate).allow_burst(rate.saturating_mul(TWO))),
        trusted_proxies: config.trusted_proxies.clone(),
    };
    router.layer(middleware::from_fn_with_state(Arc::new(limit), check))
}

const TWO: NonZeroU32 = NonZeroU32::new(2).unwrap();

async fn check(
    State(limit): State<Arc<AddressLimit>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let who = client(peer.ip(), request.headers(), &limit.trusted_proxies);
    if limit.limiter.len() > KEPT {
        limit.limiter.retain_recent();
    }
    if limit.limiter.check_key(&network(who)).is_ok() {
        return Ok(next.run(request).await);
    }
    let error = ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "this address asks too often",
    );
    Err(error.with_header(header::RETRY_AFTER, "1"))
}

/// Who asks: the peer, or whom a trusted proxy names. The last address that no trusted proxy has is believed: what stands
/// before it anybody could have written.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    if !trusted.contains(&peer) {
        return peer;
    }
    let mut named = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .filter_map(|text| text.trim().parse::<IpAddr>().ok())
        .filter(|address| !trusted.contains(address));
    named.next_back().unwrap_or(peer)
}

/// A household has one IPv4 address, or one /64 network of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn headers(values: &[&str]) -> HeaderMap {
        let name = header::HeaderName::from_static("x-forwarded-for");
        values
            .iter()
            .map(|value| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        let proxy = [ip("10.0.0.1"), ip("10.0.0.2")];
        let forged = headers(&["1.1.1.1"]);
        assert_eq!(client(ip("9.9.9.9"), &forged, &proxy), ip("9.9.9.9"));
        // The payer wrote the first, the outer proxy the second.
        let through = headers(&["1.1.1.1, 2.2.2.2", "10.0.0.2"]);
        assert_eq!(client(ip("10.0.0.1"), &through, &proxy), ip("2.2.2.2"));
        assert_eq!(client(ip("10.0.0.1"), &headers(&["x"]), &proxy), ip("10.0.0.1"));
    }

    #[test]
    fn a_household_is_one() {
        assert_eq!(network(ip("2001:db8:1:2:3::4")), network(ip("2001:db8:1:2::9")));
        assert_ne!(network(ip("2001:db8:1:2::9")), network(ip("2001:db8:1:3::9")));
        assert_eq!(network(ip("::ffff:9.9.9.9")), ip("9.9.9.9"));
    }
}
