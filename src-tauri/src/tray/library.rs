//! Whether the desktop's library for tray icons is there. On Linux it is loaded when the icon is
//! made, and its binding panics where it cannot be: so it is looked for first, where the system's
//! loader would look.

use std::path::Path;

/// Whether an icon can be made.
pub fn is_there() -> bool {
    !cfg!(target_os = "linux") || is_in(Path::new("/etc/ld.so.cache"), &folders())
}

/// What the binding loads, in its order.
const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];

/// Where the loader looks without its cache: what the environment says, and the usual folders.
fn folders() -> Vec<std::path::PathBuf> {
    let mut folders: Vec<_> = std::env::var_os("LD_LIBRARY_PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    folders.extend(["/lib64", "/usr/lib64", "/lib", "/usr/lib"].map(Into::into));
    folders
}

/// The cache holds the path of each library that the loader finds by its name, between zero bytes.
/// It may be older than the disk, so the path must be there as well.
fn is_in(cache: &Path, folders: &[std::path::PathBuf]) -> bool {
    let in_folder = |name| folders.iter().any(|folder| folder.join(name).is_file());
    let cache = std::fs::read(cache).unwrap_or_default();
    let in_cache = |name: &str| {
        cache
            .split(|byte| *byte == 0)
            .filter_map(|text| std::str::from_utf8(text).ok())
            .map(Path::new)
            .any(|path| path.is_absolute() && path.ends_with(name) && path.is_file())
    };
    NAMES
        .into_iter()
        .any(|name| in_folder(name) || in_cache(name))
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn it_is_found_where_the_loader_finds_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (cache, library) = (at("cache"), at("libayatana-appindicator3.so.1"));
        let lists = |path: &std::path::Path| {
            let text = format!(
                "glibc-ld.so.cache1.1\0\u{1}libother.so\0/lib/libother.so\0libayatana-appindicator3.so.1\0{}\0",
                path.display()
            );
            std::fs::write(&cache, text).unwrap();
        };
        assert!(!is_in(&cache, &[]), "no cache");
        lists(&library);
        assert!(!is_in(&cache, &[]), "the cache is older than the disk");
        std::fs::write(&library, "").unwrap();
        assert!(is_in(&cache, &[]));
        lists(&at("libayatana-appindicator3.so.10"));
        assert!(!is_in(&cache, &[]), "another library");
        assert!(
            is_in(&cache, &[folder.path().to_owned()]),
            "without the cache"
        );
    }
}
