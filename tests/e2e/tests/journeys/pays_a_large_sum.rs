use e2e::{PASSWORD, Result, says_in_every_language};
use serde_json::{Value, json};

use crate::support::journey;

/// Of the demo operator's back office.
const STAFF_KEY: &str = "demo-operator-2026";

/// Above the registry's threshold the page asks who pays, seals it and sends it to the operator, before anything is signed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_payment_tells_the_operator_who_pays_and_nobody_else() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let (addresses, http) = (world.stack.addresses().clone(), reqwest::Client::new());
        let lines = json!([{ "name": "Той дастарқаны", "quantityMilli": "1000", "unitTiyn": "10000000", "vatBps": 1600 }]);
        let order: Value = http.post(format!("{}/order", addresses.cafe)).json(&lines).send().await?.json().await?;
        let id = order["orderId"].as_str().unwrap_or_default().to_owned();
        let (page, pay) = (world.browser.page(), world.pay());
        page.open(&format!("{}/o/{id}", addresses.merchant)).await?;
        page.by_id("no-by-hand").await?;
        page.open(&world.till().pay_link().await?).await?;
        pay.order_is_shown().await?;
        page.by_id("payer-data").await?;

        // Without the data nothing happens, and with the operator away nothing is signed.
        page.type_into("payer-name", "Айгерім Сейтқали").await?;
        page.type_into("payer-document", "900101400123").await?;
        pay.choose("tKZT").await?;
        pay.approve(PASSWORD).await?;
        let status = format!("{}/v1/orders/{id}", addresses.merchant);
        let state = async || -> Result<Value> { Ok(http.get(&status).send().await?.json::<Value>().await?["state"].clone()) };
        assert!(page.shows("pay-submit").await?);
        assert_eq!(state().await?, "created");
        page.type_into("payer-address", "Алатау қ., Жаңа к-сі, 5").await?;
        world.stack.stop_operator().await;
        pay.approve(PASSWORD).await?;
        says_in_every_language(&page, "pay.travel.failed").await?;
        assert_eq!(state().await?, "created");

        world.stack.start_operator().await?;
        pay.approve(PASSWORD).await?;
        pay.receipt().await?;
        let receipt: Value = http.get(&status).send().await?.json().await?;
        let hash = receipt["receipt"]["receipt"]["orderHash"].as_str().unwrap_or_default().to_owned();
        let opened = http
            .post(format!("{}/v1/staff/travel-rule/{hash}/open", addresses.operator))
            .bearer_auth(STAFF_KEY)
            .json(&json!({ "reason": "request of the authority" }));
        let opened: Value = opened.send().await?.json().await?;
        assert_eq!(opened, json!({ "name": "Айгерім Сейтқали", "document": "900101400123", "address": "Алатау қ., Жаңа к-сі, 5" }));
        Ok(())
    })
    .await
}
