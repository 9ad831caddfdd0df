//! A call whose body somebody else wrote: a bot, in its answer to an update.

use super::{Answer, Client, Endpoint, Result};
use bytes::Bytes;
use reqwest::header::CONTENT_TYPE;
use serde::de::IgnoredAny;
use std::time::Duration;

/// A file may be in it.
const PATIENCE: Duration = Duration::from_mins(2);

impl Client {
    /// Makes the call with that body, as it is.
    pub async fn carry_out(
        &self,
        endpoint: &Endpoint,
        method: &str,
        content_type: &str,
        body: Bytes,
    ) -> Result<()> {
        let _: Answer<IgnoredAny> = self
            .call(endpoint, method, &[], |request| {
                request
                    .header(CONTENT_TYPE, content_type)
                    .timeout(PATIENCE)
                    .body(body)
            })
            .await?;
        Ok(())
    }
}
