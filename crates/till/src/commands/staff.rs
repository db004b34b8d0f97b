use std::io::Write;

use crate::{
    Clock, MerchantConfig, StorageError,
    merchant::{MIGRATIONS, Role, StaffError, staff},
    storage,
};

/// What is done about somebody at a merchant's till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffCommand {
    /// Adds somebody, or gives them a new password when they are there.
    Set {
        /// The login.
        login: String,
        /// What they may do; of no effect on somebody who is there.
        role: Role,
        /// The password.
        password: String,
    },
    /// Lets somebody in no longer.
    Disable {
        /// The login.
        login: String,
    },
    /// Prints who may sign in.
    List,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum StaffCommandError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The wish.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The answer cannot be written.
    #[error("the answer cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

/// Does something about the staff, whether or not the till runs.
///
/// # Errors
/// [`StaffCommandError`].
pub async fn staff(
    config: &MerchantConfig,
    command: StaffCommand,
    out: &mut (dyn Write + Send),
) -> Result<(), StaffCommandError> {
    let pool = storage::open(&config.database, &MIGRATIONS).await?;
    match command {
        StaffCommand::Set {
            login,
            role,
            password,
        } => {
            let added = staff::add(&pool, (&login, role), &password, Clock::default().now()).await;
            match added {
                Err(StaffError::Taken) => staff::set_password(&pool, &login, &password).await?,
                other => other?,
            }
            writeln!(out, "{login}: may sign in")?;
        }
        StaffCommand::Disable { login } => {
            staff::set_disabled(&pool, &login, true).await?;
            writeln!(out, "{login}: may not sign in any more")?;
        }
        StaffCommand::List => {
            for member in staff::list(&pool).await.map_err(StaffError::from)? {
                let state = if member.disabled { " (locked out)" } else { "" };
                writeln!(out, "{}\t{}{state}", member.login, member.role.as_str())?;
            }
        }
    }
    pool.close().await;
    Ok(())
}
