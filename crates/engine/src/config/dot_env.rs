//! A `.env` file. It may be another program's: of what is in it, only the settings' own variables
//! are kept, and the process environment is not touched.

use super::setting::SettingName;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What it says of the settings.
#[derive(Debug, Clone)]
pub(super) struct DotEnv {
    pub path: PathBuf,
    /// By variable. Any may be a secret.
    values: HashMap<&'static str, Secret>,
    /// Variables of ours on lines that cannot be read.
    broken: Vec<&'static str>,
}

/// What one variable is in it.
pub(super) enum Line<'a> {
    Value(&'a str),
    /// The line cannot be read.
    Broken,
}

impl DotEnv {
    pub(super) fn read(path: PathBuf) -> Result<Self> {
        let bytes = std::fs::read(&path).map_err(|error| {
            Error::new(
                Code::InvalidInput,
                format!("The file {} cannot be read.", path.display()),
                "Make it readable, or point HOOKBAY_DOTENV at another file; off reads none.",
            )
            .detail(error)
        })?;
        let text = String::from_utf8_lossy(&bytes);
        let mut found = Self {
            path,
            values: HashMap::new(),
            broken: Vec::new(),
        };
        for line in dotenvy::from_read_iter(text.trim_start_matches('\u{feff}').as_bytes()) {
            match line {
                Ok((name, value)) => {
                    if let Some(name) = ours(&name) {
                        // The first one counts, as where dotenvy loads a file.
                        found.values.entry(name).or_insert(Secret::new(value));
                    }
                }
                Err(dotenvy::Error::LineParse(lines, _)) => {
                    // More than one line, where a quote is left open. Not repeated anywhere: it may
                    // hold a secret.
                    let names = lines.lines().filter_map(|line| ours(name_of(line)));
                    found.broken.extend(names);
                }
                Err(_) => {}
            }
        }
        Ok(found)
    }

    pub(super) fn line(&self, variable: &str) -> Option<Line<'_>> {
        if let Some(value) = self.values.get(variable) {
            let value = value.expose().trim();
            return (!value.is_empty()).then_some(Line::Value(value));
        }
        self.broken.contains(&variable).then_some(Line::Broken)
    }
}

/// The nearest `.env`, in the folder or in one above it.
pub(super) fn nearest(folder: &Path) -> Option<PathBuf> {
    let mut places = folder.ancestors().map(|folder| folder.join(".env"));
    places.find(|path| path.is_file())
}

fn ours(name: &str) -> Option<&'static str> {
    let mut variables = SettingName::ALL.into_iter().map(SettingName::variable);
    variables.find(|variable| *variable == name)
}

fn name_of(line: &str) -> &str {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    line.split(['=', ' ', '\t']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{DotEnv, Line};

    fn read(text: &str) -> DotEnv {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        std::fs::write(&path, text).unwrap();
        DotEnv::read(path).unwrap()
    }

    fn value<'a>(file: &'a DotEnv, variable: &str) -> Option<&'a str> {
        file.line(variable).map(|line| match line {
            Line::Value(value) => value,
            Line::Broken => "(broken)",
        })
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let file = read(
            "\u{feff}# Webhook settings\r\n\
             USE_NGROK=false                             # Set to 'true' to use ngrok\r\n\
             export NGROK_PORT = \"8080\"\n\
             WEBHOOK_DOMAIN='https://api.example.com'\n\
             WEBHOOK_DOMAIN=https://second.example.com\n\
             NGROK_AUTHTOKEN=\n",
        );
        assert_eq!(value(&file, "USE_NGROK"), Some("false"));
        assert_eq!(value(&file, "NGROK_PORT"), Some("8080"));
        assert_eq!(
            value(&file, "WEBHOOK_DOMAIN"),
            Some("https://api.example.com")
        );
        assert_eq!(value(&file, "NGROK_AUTHTOKEN"), None);
    }

    #[test]
    fn what_is_other_programs_is_not_kept() {
        let file = read("DATABASE_URL=postgres://ann:password@db\nHOOKBAY_DATA_DIR=/elsewhere\n");
        assert_eq!(value(&file, "DATABASE_URL"), None);
        assert_eq!(value(&file, "HOOKBAY_DATA_DIR"), None);
        assert!(file.values.is_empty() && file.broken.is_empty());
    }

    #[test]
    fn a_line_that_cannot_be_read_spoils_no_other() {
        let file = read("what is this\nNGROK_PORT 8000\nUSE_NGROK=true\n");
        assert_eq!(value(&file, "NGROK_PORT"), Some("(broken)"));
        assert_eq!(value(&file, "USE_NGROK"), Some("true"));
    }

    #[test]
    fn an_open_quote_is_told_of_each_variable_that_it_swallows() {
        let file = read("NGROK_PORT=8000\nTITLE=\"left open\nNGROK_AUTHTOKEN=s3cret\n");
        assert_eq!(value(&file, "NGROK_PORT"), Some("8000"));
        assert_eq!(value(&file, "NGROK_AUTHTOKEN"), Some("(broken)"));
        assert!(!format!("{file:?}").contains("s3cret"));
    }

    #[test]
    fn its_values_are_not_printed() {
        let shown = format!("{:?}", read("NGROK_AUTHTOKEN=s3cret\n"));
        assert!(
            shown.contains("NGROK_AUTHTOKEN") && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}
