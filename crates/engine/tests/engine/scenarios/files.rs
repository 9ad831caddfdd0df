//! Scenarios as files, which others have in their hands as well.

use super::{Scene, save};
use hookbay_engine::api::types::{ListScenarios, OfScenario, SaveScenario};
use hookbay_engine::error::Code;

const ONE: &str = "name: one\nsteps: [wait: 0s]\n";
const TWO: &str = "name: two\nsteps: [wait: 0s]\n";
const THREE: &str = "name: three\nsteps: [wait: 0s]\n";

/// A save of what was opened and edited.
fn edited(path: &str, text: &str, was: &str) -> SaveScenario {
    SaveScenario {
        replace: true,
        was: Some(was.into()),
        ..save(path.into(), text)
    }
}

fn there(scene: &Scene) -> Vec<String> {
    let entries = std::fs::read_dir(scene.path("")).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_is_lost_only_if_that_is_wanted() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let path = scene.path("a.yaml");
    app.save_scenario(save(path.clone(), ONE)).await.unwrap();
    let of = OfScenario { path: path.clone() };
    let was = app.read_scenario(of).await.unwrap().text;
    std::fs::write(&path, TWO).unwrap();

    let refused = app.save_scenario(edited(&path, THREE, &was)).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::AlreadyThere);
    let what = "was changed elsewhere since it was opened here.";
    assert!(refused.message.ends_with(what), "{}", refused.message);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), TWO);

    app.save_scenario(edited(&path, THREE, TWO)).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), THREE);
    // What was removed meanwhile is nobody's edit.
    std::fs::remove_file(&path).unwrap();
    app.save_scenario(edited(&path, ONE, THREE)).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), ONE);
    std::fs::write(&path, TWO).unwrap();
    let wanted = SaveScenario {
        replace: true,
        ..save(path.clone(), THREE)
    };
    app.save_scenario(wanted).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), THREE);
}

#[tokio::test]
async fn a_save_leaves_nothing_behind_whether_it_is_taken_or_refused() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let path = scene.path("a.yaml");
    app.save_scenario(save(path.clone(), ONE)).await.unwrap();
    assert_eq!(there(&scene), ["a.yaml"]);
    app.save_scenario(save(path.clone(), TWO))
        .await
        .unwrap_err();
    let changed = app.save_scenario(edited(&path, TWO, THREE)).await;
    changed.unwrap_err();
    app.save_scenario(edited(&path, TWO, ONE)).await.unwrap();
    assert_eq!(there(&scene), ["a.yaml"]);
    // A folder has that name: nothing can take its place.
    std::fs::create_dir(scene.path("b.yaml")).unwrap();
    let wanted = SaveScenario {
        replace: true,
        ..save(scene.path("b.yaml"), ONE)
    };
    app.save_scenario(wanted).await.unwrap_err();
    assert_eq!(there(&scene), ["a.yaml", "b.yaml"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_and_the_permissions_of_a_file_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let (path, link) = (scene.path("a.yaml"), scene.path("link.yaml"));
    let mode = |path: &str| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    app.save_scenario(save(path.clone(), ONE)).await.unwrap();
    assert_eq!(mode(&path), 0o644);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o660)).unwrap();
    symlink("a.yaml", &link).unwrap();
    app.save_scenario(edited(&link, TWO, ONE)).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), TWO);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&path), 0o660);
}

#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_read_is_listed_beside_the_rest() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    for name in ["a.yaml", "z.yaml"] {
        app.save_scenario(save(scene.path(name), ONE))
            .await
            .unwrap();
    }
    std::os::unix::fs::symlink("gone", scene.path("link.yaml")).unwrap();
    let list = ListScenarios {
        folder: scene.path(""),
    };
    let files = app.list_scenarios(list).await.unwrap().files;
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a", "link.yaml", "z"]);
    assert!(files[1].problem.is_some() && !files[1].is_folder);
    assert_eq!((files[0].problem.as_ref(), files[2].steps), (None, 1));
}
