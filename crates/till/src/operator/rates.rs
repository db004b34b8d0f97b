//! The rates that quotes name: read from their sources in the background, refused when they are too old. A quote states
//! the source's own rate; what the operator takes over it is fee.

mod read;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chain::AssetId;
use checkout::AssetRate;
use http_native::HttpClient;
use tokio::task::JoinHandle;
use units::{Bps, Rate, UnitError};

use self::read::read;
use crate::{Clock, RateConfig, RateOrigin};

/// Why there is no rate to quote by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RateError {
    /// The asset is not in the configuration.
    #[error("this operator has no rate for {0}")]
    NotOffered(AssetId),
    /// Its source could not be read since the till started.
    #[error("the rate of {asset} cannot be read from {source_name}: {reason}")]
    NeverRead {
        asset: AssetId,
        source_name: String,
        reason: String,
    },
    /// What was read last is too old.
    #[error("the rate of {asset} from {source_name} is {age} seconds old, {limit} are allowed")]
    Stale {
        asset: AssetId,
        source_name: String,
        age: u64,
        limit: u64,
    },
}

impl RateError {
    /// The name on the wire.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::NotOffered(_) => "no_rate",
            Self::NeverRead { .. } => "rate_unavailable",
            Self::Stale { .. } => "rate_stale",
        }
    }
}

/// A rate that may be quoted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CurrentRate {
    pub(super) rate: Rate,
    pub(super) source: String,
    /// Of which moment it is, unix seconds.
    pub(super) time: u64,
    /// Counted as fee.
    pub(super) spread: Bps,
}

/// What was read last: a rate and its time, or why none.
type Reading = Result<(Rate, u64), String>;

/// All rates of an operator.
#[derive(Debug)]
pub(super) struct Rates {
    configs: Vec<RateConfig>,
    readings: RwLock<BTreeMap<AssetId, Reading>>,
}

impl Rates {
    /// Reads every source once, and goes on doing so until the tasks end. A source that cannot be read is no reason not to
    /// start: its asset is not quoted.
    pub(super) async fn start(
        configs: Vec<RateConfig>,
        http: &HttpClient,
        clock: &Clock,
    ) -> (Arc<Self>, Vec<JoinHandle<()>>) {
        let rates = Arc::new(Self {
            configs,
            readings: RwLock::default(),
        });
        let mut tasks = Vec::new();
        for config in rates.configs.clone() {
            if matches!(config.origin, RateOrigin::Fixed(_)) {
                continue;
            }
            rates.take(config.asset, read(&config, http, clock.now()).await);
            let (rates, http, clock) = (rates.clone(), http.clone(), clock.clone());
            tasks.push(tokio::spawn(async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(config.every_seconds)).await;
                    rates.take(config.asset, read(&config, &http, clock.now()).await);
                }
            }));
        }
        (rates, tasks)
    }

    /// A reading that failed does not replace one that did not: that one grows old.
    fn take(&self, asset: AssetId, reading: Reading) {
        let mut readings = self.readings.write().unwrap_or_else(PoisonError::into_inner);
        if let Err(reason) = &reading {
            tracing::warn!(%asset, %reason, "the rate cannot be read");
        }
        match readings.get(&asset) {
            Some(Ok(_)) if reading.is_err() => {}
            // A source that answers with an older price than before is behind itself.
            Some(Ok((_, before))) if reading.as_ref().is_ok_and(|(_, time)| time < before) => {}
            _ => drop(readings.insert(asset, reading)),
        }
    }

    /// The assets that are configured.
    pub(super) fn assets(&self) -> impl Iterator<Item = AssetId> {
        self.configs.iter().map(|config| config.asset)
    }

    /// The rate of an asset now.
    pub(super) fn current(&self, asset: AssetId, now: u64) -> Result<CurrentRate, RateError> {
        let config = self.configs.iter().find(|config| config.asset == asset);
        let config = config.ok_or(RateError::NotOffered(asset))?;
        let (rate, time) = match &config.origin {
            RateOrigin::Fixed(rate) => (*rate, now),
            RateOrigin::File(..) | RateOrigin::Feed(..) => self.reading(config, now)?,
        };
        Ok(CurrentRate {
            rate,
            source: config.source.clone(),
            time,
            spread: config.spread,
        })
    }

    fn reading(&self, config: &RateConfig, now: u64) -> Result<(Rate, u64), RateError> {
        let (asset, source_name) = (config.asset, config.source.clone());
        let readings = self.readings.read().unwrap_or_else(PoisonError::into_inner);
        let reading = readings
            .get(&asset)
            .cloned()
            .unwrap_or_else(|| Err("not read yet".into()));
        let (rate, time) = reading.map_err(|reason| RateError::NeverRead {
            asset,
            source_name: source_name.clone(),
            reason,
        })?;
        let (age, limit) = (now.saturating_sub(time), config.max_age_seconds);
        if age > limit {
            return Err(RateError::Stale {
                asset,
                source_name,
                age,
                limit,
            });
        }
        Ok((rate, time))
    }

    /// What each asset is taken for now, where that is known. Not firm.
    pub(super) fn all(&self, now: u64) -> Vec<AssetRate> {
        self.assets()
            .filter_map(|asset| {
                let current = self.current(asset, now).ok()?;
                Some(AssetRate {
                    asset,
                    rate: current.rate,
                    source: current.source,
                })
            })
            .collect()
    }
}

/// The whole fee: the operator's own and the spread over the named source.
pub(super) fn whole_fee(fee: Bps, spread: Bps) -> Result<Bps, UnitError> {
    Bps::new(fee.get().saturating_add(spread.get()))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::config::Pointers;

    const ASSET: &str = "eip155:31337/erc20:0x5FbDB2315678afecb367f032d93F642f64180aa3";

    fn rates(origin: RateOrigin) -> Rates {
        Rates {
            configs: vec![RateConfig {
                asset: ASSET.parse().unwrap(),
                source: "KASE".into(),
                spread: Bps::new(25).unwrap(),
                origin,
                max_age_seconds: 300,
                every_seconds: 20,
            }],
            readings: RwLock::default(),
        }
    }

    fn price(text: &str) -> Rate {
        Rate::from_tenge_per_unit(text.parse::<Decimal>().unwrap()).unwrap()
    }

    #[test]
    fn a_fixed_rate_is_of_now_for_ever() {
        let asset = ASSET.parse().unwrap();
        let rates = rates(RateOrigin::Fixed(price("538.90")));
        assert_eq!(rates.current(asset, 9_000_000_000).unwrap().time, 9_000_000_000);
    }

    #[test]
    fn what_is_read_grows_old_and_failures_do_not_make_it_young() {
        let asset: AssetId = ASSET.parse().unwrap();
        let rates = rates(RateOrigin::File("rate.json".into(), Pointers::default()));
        assert_eq!(
            rates.current(asset, 1_000).unwrap_err().name(),
            "rate_unavailable"
        );
        rates.take(asset, Err("no such file".into()));
        assert!(
            rates
                .current(asset, 1_000)
                .unwrap_err()
                .to_string()
                .ends_with("from KASE: no such file")
        );
        rates.take(asset, Ok((price("538.90"), 1_000)));
        rates.take(asset, Err("no such file".into()));
        rates.take(asset, Ok((price("1"), 999)));
        let current = rates.current(asset, 1_300).unwrap();
        assert_eq!((current.rate, current.time), (price("538.90"), 1_000));
        let error = rates.current(asset, 1_301).unwrap_err();
        assert_eq!(error.name(), "rate_stale");
        assert_eq!(rates.all(1_301), []);
        rates.take(asset, Ok((price("540"), 1_301)));
        assert_eq!(rates.all(1_301)[0].rate, price("540"));
    }

    #[test]
    fn the_spread_is_fee_and_no_fee_is_more_than_everything() {
        let bps = |count| Bps::new(count).unwrap();
        assert_eq!(whole_fee(bps(75), bps(25)), Ok(bps(100)));
        assert!(whole_fee(bps(9_000), bps(1_001)).is_err());
    }
}
