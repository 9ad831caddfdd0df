//! docs/configuration.md is what the code says: every setting has its row with its default, and of the
//! ways to a public URL each combination stands in exactly one row, which says what is decided.

use super::{Origin, SettingName, Signs, TunnelKind, decide};
use crate::domain::policy::Policy;

const DOCS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/configuration.md"
));
const HEAD: &str = "| `USE_NGROK` | `WEBHOOK_DOMAIN` | chosen in the tunnel's settings |";

/// The cells of each row of the table with this head.
fn rows(head: &str) -> Vec<Vec<&'static str>> {
    let (_, table) = DOCS.split_once(head).expect("the table");
    let lines = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    lines
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

fn is_flag(cell: &str, flag: Option<bool>) -> bool {
    match cell {
        "true" => flag == Some(true),
        "false" => flag == Some(false),
        "not set" => flag.is_none(),
        "false or not set" => flag != Some(true),
        _ => panic!("USE_NGROK is {cell:?}"),
    }
}

fn is_domain(cell: &str, domain: bool) -> bool {
    match cell {
        "set" => domain,
        "not set" => !domain,
        "set or not" => true,
        _ => panic!("WEBHOOK_DOMAIN is {cell:?}"),
    }
}

fn is_chosen(cell: &str, chosen: TunnelKind, saved: bool) -> bool {
    match cell {
        "anything" => true,
        "ngrok" => chosen == TunnelKind::Ngrok,
        "ngrok, with a domain saved as well" => chosen == TunnelKind::Ngrok && saved,
        "ngrok, with no domain saved" => chosen == TunnelKind::Ngrok && !saved,
        "a domain" => chosen == TunnelKind::Domain,
        "nothing" => chosen == TunnelKind::None,
        _ => panic!("chosen is {cell:?}"),
    }
}

fn way(cell: &str) -> TunnelKind {
    match cell {
        "ngrok" => TunnelKind::Ngrok,
        "the domain" | "the saved domain" => TunnelKind::Domain,
        "nothing" => TunnelKind::None,
        _ => panic!("the way is {cell:?}"),
    }
}

#[test]
fn each_combination_is_in_one_row_that_says_what_is_decided() {
    let rows = rows(HEAD);
    let here = Origin::Environment;
    let kinds = [TunnelKind::None, TunnelKind::Ngrok, TunnelKind::Domain];
    for flag in [None, Some(false), Some(true)] {
        for (domain, saved) in [(false, false), (false, true), (true, false), (true, true)] {
            for chosen in kinds {
                let case = format!("{flag:?}, {domain}, {chosen:?}, {saved}");
                let meant: Vec<_> = rows
                    .iter()
                    .filter(|row| {
                        is_flag(row[0], flag)
                            && is_domain(row[1], domain)
                            && is_chosen(row[2], chosen, saved)
                    })
                    .collect();
                let [row] = meant[..] else {
                    panic!("{case}: {meant:?}");
                };
                let decision = decide(Signs {
                    use_ngrok: flag.map(|flag| (flag, &here)),
                    domain: domain.then_some(&here),
                    chosen,
                    saved_domain: saved,
                });
                assert_eq!(decision.kind, way(row[3]), "{case}: {row:?}");
            }
        }
    }
}

#[test]
fn each_setting_has_a_row_with_its_default() {
    let rows = rows("| Variable | Form |");
    let policy = Policy::default();
    let written = |setting: SettingName| match setting {
        SettingName::CheckInterval => Some(policy.check_interval.num_seconds().to_string()),
        SettingName::PendingThreshold => Some(policy.pending_threshold.to_string()),
        _ => None,
    };
    let names: Vec<_> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    assert_eq!(names, SettingName::ALL.map(SettingName::variable));
    for (row, setting) in rows.iter().zip(SettingName::ALL) {
        if let Some(default) = written(setting) {
            assert_eq!(row[2].trim_matches('`'), default, "{row:?}");
        }
    }
}
