//! Room where the data is.

use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use std::path::Path;

const MIB: u64 = 1 << 20;
/// Less than this is worth a look.
const CARE: u64 = 1024 * MIB;
/// Less than this, and updates may soon not be stored.
const BAD: u64 = 100 * MIB;

/// Asks the system how much room is left for the folder.
pub async fn check(folder: &Path) -> Verdict {
    let folder = folder.to_owned();
    let shown = folder.display().to_string();
    // A disk that sleeps, or a network's, may take its time.
    let asked = tokio::task::spawn_blocking(move || fs4::available_space(&folder)).await;
    match asked {
        Ok(Ok(free)) => judge(free, &shown),
        Ok(Err(error)) => Verdict::bad(
            format!("The folder {shown} cannot be looked at."),
            "Check that it is there and that this account may read it.",
        )
        .detail(error),
        Err(_) => Verdict::skipped("The room on the disk could not be found out."),
    }
}

fn judge(free: u64, folder: &str) -> Verdict {
    let fix = format!("Make room on the disk that holds {folder}, or keep fewer updates.");
    let left = format!("{} MiB are free for the data.", free / MIB);
    if free < BAD {
        Verdict::bad(
            format!("{left} When it is full, updates are refused and wait at Telegram."),
            fix,
        )
        .mend(Mend::OpenRetention)
    } else if free < CARE {
        Verdict::care(left, fix).mend(Mend::OpenRetention)
    } else {
        Verdict::good(format!("{} GiB are free for the data.", free / CARE))
    }
}
