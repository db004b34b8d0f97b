use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use deals::{DepositRecord, DepositRole, ReviewAnswers};
use serde::Serialize;

use crate::error::DeskRefusal;

/// One JSON file a deposit.
#[derive(Debug)]
pub(crate) struct Store(pub(crate) PathBuf);

impl Store {
    fn path(&self, id: &str) -> Result<PathBuf, DeskRefusal> {
        let is_id = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_id {
            Ok(self.0.join(format!("{id}.json")))
        } else {
            Err(DeskRefusal::NotFound)
        }
    }

    pub(crate) fn load(&self, id: &str) -> Result<DepositRecord, DeskRefusal> {
        let bytes = fs::read(self.path(id)?).map_err(|error| match error.kind() {
            ErrorKind::NotFound => DeskRefusal::NotFound,
            _ => error.into(),
        })?;
        serde_json::from_slice(&bytes).map_err(|error| DeskRefusal::Storage(error.into()))
    }

    pub(crate) fn save(&self, record: &DepositRecord) -> Result<(), DeskRefusal> {
        write(&self.path(&record.id)?, record)
    }

    /// Keeps what a side answered for financial monitoring, apart from the record that all sides read.
    pub(crate) fn save_review(
        &self,
        id: &str,
        role: DepositRole,
        review: Option<&ReviewAnswers>,
    ) -> Result<(), DeskRefusal> {
        let Some(review) = review else { return Ok(()) };
        let side = match role {
            DepositRole::Buyer => "buyer",
            DepositRole::Seller | DepositRole::Arbiter => "seller",
        };
        write(&self.path(id)?.with_extension(format!("{side}.review")), review)
    }
}

/// Written beside and renamed, so that a crash leaves the old or the new one.
fn write(path: &Path, content: &impl Serialize) -> Result<(), DeskRefusal> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(&serde_json::to_vec(content).map_err(std::io::Error::from)?)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    Ok(())
}
