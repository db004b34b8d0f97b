use units::Tiyn;
use zone::{
    LimitPeriod, RuleError, Spent, Suspension, Validity, VerifyCertificateError, check_deposit, check_limits,
    verify_certificate,
};

use crate::support::{NOW, demo};

fn tenge(text: &str) -> Tiyn {
    Tiyn::parse_tenge(text).unwrap()
}

#[test]
fn a_day_and_a_month_are_limited_beside_one_payment() {
    let (zone, keys) = demo();
    let mut registry = zone.registry(&keys);
    registry.limits.per_day_tiyn = Some(tenge("600000"));
    registry.limits.per_month_tiyn = Some(tenge("1000000"));
    let spent = |today, this_month| Spent {
        today: tenge(today),
        this_month: tenge(this_month),
    };
    let total = tenge("100000");
    assert_eq!(check_limits(&registry, total, spent("500000", "900000")), Ok(()));
    let day = check_limits(&registry, total, spent("500000.01", "500000.01")).unwrap_err();
    assert_eq!(day.name(), "above_daily_limit");
    let month = check_limits(&registry, total, spent("0", "900000.01")).unwrap_err();
    assert_eq!(
        month,
        RuleError::AboveTotalLimit {
            period: LimitPeriod::Month,
            total: tenge("1000000.01"),
            limit: tenge("1000000"),
        }
    );
    let one = check_limits(&registry, tenge("500000.01"), spent("0", "0")).unwrap_err();
    assert_eq!(one.name(), "above_limit");
}

#[test]
fn nobody_takes_a_deposit_for_a_building_under_construction() {
    let (zone, keys) = demo();
    let mut registry = zone.registry(&keys);
    assert_eq!(check_deposit(&registry, false, NOW), Ok(()));
    let refused = check_deposit(&registry, true, NOW).unwrap_err();
    assert_eq!(refused.name(), "off_plan_deposit");
    assert!(refused.to_string().contains("380"), "{refused}");
    registry.real_estate.off_plan_deposits = true;
    assert_eq!(check_deposit(&registry, true, NOW), Ok(()));
}

#[test]
fn a_suspended_merchant_is_refused_until_the_suspension_ends() {
    let (zone, keys) = demo();
    let certificate = zone.certificate(&keys);
    let mut registry = zone.registry(&keys);
    let reason = registry.notice.clone();
    registry.suspensions.push(Suspension {
        merchant_id: certificate.id.clone(),
        validity: Validity {
            valid_from: NOW,
            valid_until: Some(NOW + 10),
        },
        reason: reason.clone(),
        appealed: false,
    });
    let envelope = testkit::DemoZone::sign_certificate(&certificate, &keys);
    assert_eq!(
        verify_certificate(&envelope, &registry, NOW),
        Err(VerifyCertificateError::Suspended { reason })
    );
    assert!(verify_certificate(&envelope, &registry, NOW + 10).is_ok());
}
