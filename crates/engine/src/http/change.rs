//! Changes are made to their end.

use super::problem::Problem;
use crate::error::{Code, Error, Result};

/// Does a change to its end, also when the caller hangs up in the middle or has waited too long: a
/// webhook that is half set helps nobody.
pub(super) async fn to_the_end<T: Send + 'static>(
    change: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::spawn(change).await {
        Ok(outcome) => outcome.map_err(Problem::from),
        Err(error) => Err(Error::new(
            Code::Internal,
            "The change ended abnormally.",
            "Ask how things are now before you try again.",
        )
        .detail(error)
        .into()),
    }
}
