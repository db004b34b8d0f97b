use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chain::RpcError;
use deals::AgreementError;
use serde_json::json;

/// Why the desk did not do it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeskRefusal {
    #[error("not a request of this interface")]
    Malformed,
    #[error("there is no such deposit")]
    NotFound,
    #[error("the desk lists this home otherwise")]
    OtherHome,
    #[error("a deal of this size needs answers for financial monitoring")]
    ReviewNeeded,
    #[error("the desk has no such notary")]
    UnknownNotary,
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    #[error("the seller has joined already")]
    AlreadyJoined,
    #[error("the seller has not joined yet")]
    NotJoined,
    #[error("not the signature of this side")]
    Signature,
    #[error("the contract refuses: {0}")]
    Reverted(String),
    #[error("the node cannot be used: {0}")]
    Rpc(RpcError),
    #[error("the transaction did not arrive in time")]
    Pending,
    #[error("the record cannot be kept: {0}")]
    Storage(#[from] std::io::Error),
    #[error("no randomness")]
    Random(#[from] getrandom::Error),
}

impl From<RpcError> for DeskRefusal {
    fn from(error: RpcError) -> Self {
        match &error {
            RpcError::Node { code, message } if *code == 3 || message.contains("revert") => {
                Self::Reverted(message.clone())
            }
            _ => Self::Rpc(error),
        }
    }
}

impl DeskRefusal {
    const fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::OtherHome => (StatusCode::CONFLICT, "other_home"),
            Self::ReviewNeeded => (StatusCode::UNPROCESSABLE_ENTITY, "review_needed"),
            Self::UnknownNotary => (StatusCode::BAD_REQUEST, "unknown_notary"),
            Self::Agreement(AgreementError::UnderConstruction) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "under_construction")
            }
            Self::Agreement(_) => (StatusCode::UNPROCESSABLE_ENTITY, "agreement"),
            Self::AlreadyJoined => (StatusCode::CONFLICT, "already_joined"),
            Self::NotJoined => (StatusCode::CONFLICT, "not_joined"),
            Self::Signature => (StatusCode::FORBIDDEN, "signature"),
            Self::Reverted(_) => (StatusCode::CONFLICT, "reverted"),
            Self::Rpc(_) => (StatusCode::SERVICE_UNAVAILABLE, "chain_unavailable"),
            Self::Pending => (StatusCode::SERVICE_UNAVAILABLE, "pending"),
            Self::Storage(_) | Self::Random(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl IntoResponse for DeskRefusal {
    fn into_response(self) -> Response {
        let (status, code) = self.answer();
        if status.is_server_error() {
            tracing::error!(cause = %self, "deposit desk");
        }
        let body = Json(json!({ "error": code, "message": self.to_string() }));
        (status, body).into_response()
    }
}
