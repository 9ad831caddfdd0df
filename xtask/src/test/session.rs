//! A D-Bus session with an unlocked keyring of its own, so that the tests of the real keyring touch
//! nobody's. Its data is in a folder that goes away with it.

use crate::process::{command, without_package};
use anyhow::Result;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// Runs inside the session: starts the keyring, waits until it answers, runs the rest, ends it.
const INSIDE: &str = r#"
printf hookbay-tests | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
keyring=$!
owned() {
  dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
    org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1
}
until owned; do
  kill -0 "$keyring" 2>/dev/null || { echo "gnome-keyring-daemon ended before it answered" >&2; exit 1; }
  sleep 0.05
done
"$@"
code=$?
kill "$keyring" 2>/dev/null
exit $code
"#;

/// Where a test suite runs.
pub struct Session {
    folder: TempDir,
    display: bool,
}

impl Session {
    /// With a keyring.
    pub fn with_keyring() -> Result<Self> {
        Self::new(false)
    }

    /// With a keyring and a display that nobody sees.
    pub fn with_display() -> Result<Self> {
        Self::new(true)
    }

    fn new(display: bool) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("hookbay-session")
            .tempdir()?;
        for name in ["data", "config", "runtime"] {
            let path = folder.path().join(name);
            fs::create_dir(&path)?;
            private(&path)?;
        }
        Ok(Self { folder, display })
    }

    /// `program`, to be run inside.
    pub fn command(&self, program: &str) -> Command {
        if !cfg!(target_os = "linux") {
            // Elsewhere the system has its keyring and its display.
            let mut plain = command(program);
            without_package(&mut plain);
            return plain;
        }
        let bus = [
            "dbus-run-session",
            "--",
            "bash",
            "-c",
            INSIDE,
            "session",
            program,
        ];
        let display = ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24"];
        let mut words = if self.display { &display[..] } else { &[] }
            .iter()
            .chain(&bus);
        let mut inside = command(words.next().unwrap_or(&program));
        inside
            .args(words)
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("XDG_RUNTIME_DIR", self.folder.path().join("runtime"));
        if self.display {
            // Software rendering stands in for a graphics card.
            inside
                .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
                .env("LIBGL_ALWAYS_SOFTWARE", "1")
                .env_remove("WAYLAND_DISPLAY");
        }
        without_package(&mut inside);
        inside
    }
}

#[cfg(unix)]
fn private(folder: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // The keyring refuses a runtime folder that others can read.
    Ok(fs::set_permissions(
        folder,
        fs::Permissions::from_mode(0o700),
    )?)
}

#[cfg(not(unix))]
fn private(_: &std::path::Path) -> Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::Session;

    #[test]
    fn the_keyring_is_unlocked_and_its_own() {
        let session = Session::with_keyring().unwrap();
        let data = session.folder.path().join("data/keyrings");
        let answer = session
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets/aliases/default",
                "org.freedesktop.DBus.Properties.Get",
                "string:org.freedesktop.Secret.Collection",
                "string:Locked",
            ])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&answer.stdout);
        assert!(text.contains("boolean false"), "{answer:?}");
        assert!(data.is_dir(), "the keyring is in the session's folder");
    }

    #[test]
    fn the_exit_code_comes_through() {
        let session = Session::with_keyring().unwrap();
        let mut exits = session.command("bash");
        let status = exits.args(["-c", "exit 7"]).status().unwrap();
        assert_eq!(status.code(), Some(7));
    }
}
