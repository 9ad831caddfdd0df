//! Embeds the window's configuration, icons and page.

fn main() {
    tauri_build::build();
}
