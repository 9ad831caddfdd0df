//! How the people of a chat are called in a scenario: by their first names, where those tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::beat::{Beat, Room, What, World};

/// Whoever is in the chat or did something in it. The sandbox has people of other chats as well, those of
/// every scenario that was played among them.
pub fn people(chat: i64, room: Option<&Room>, beats: &[Beat]) -> BTreeSet<i64> {
    let mut people = BTreeSet::new();
    match room {
        Some(room) => people.extend(&room.members),
        // A private chat has the number of the person.
        None => people.extend([chat]),
    }
    people.extend(beats.iter().filter_map(|beat| match &beat.what {
        What::Did { user_id, .. } | What::Answered { user_id, .. } => Some(*user_id),
        _ => None,
    }));
    people
}

/// Their names, each another one.
pub fn names(world: &World, people: &BTreeSet<i64>) -> BTreeMap<i64, String> {
    let full: Vec<(i64, String)> = order(world, people)
        .map(|id| (id, full_name(world, id)))
        .collect();
    let first = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    for (id, name) in &full {
        let short = first(name);
        let alone = (full.iter()).all(|(_, other)| first(other) != short || other == name);
        let name = if alone { &short } else { name };
        let mut told = name.clone();
        let mut number = 2;
        while names.values().any(|taken| *taken == told) {
            told = format!("{name} {number}");
            number += 1;
        }
        names.insert(*id, told);
    }
    names
}

/// Whoever is there from the start comes first, as in the sandbox's own list.
fn order<'a>(world: &'a World, people: &'a BTreeSet<i64>) -> impl Iterator<Item = i64> + 'a {
    let known = world.people.iter().map(|person| person.id);
    let known = known.filter(|id| people.contains(id));
    let is_unknown = |id: &i64| world.people.iter().all(|person| person.id != *id);
    known.chain(people.iter().copied().filter(is_unknown))
}

/// The list of people has an end, and what one of them did is nobody else's.
fn full_name(world: &World, id: i64) -> String {
    let person = world.people.iter().find(|person| person.id == id);
    let name = person.map(|person| person.name.trim().to_owned());
    let name = name.or_else(|| {
        let room = world.chats.iter().find(|room| room.id == id)?;
        Some(room.title.trim().to_owned())
    });
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("Person {id}"))
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::beat::{Person, Room, World};

    fn world(people: &[(i64, &str)]) -> World {
        let people = people.iter();
        World {
            people: people
                .map(|(id, name)| Person {
                    id: *id,
                    name: (*name).to_owned(),
                })
                .collect(),
            chats: vec![Room {
                id: 90,
                kind: "private".to_owned(),
                title: "Zoe Miller".to_owned(),
                members: vec![90],
                bot_status: "member".to_owned(),
            }],
            unknown_methods: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn people_are_called_by_their_first_names_as_far_as_those_tell_them_apart() {
        for (people, of, expected) in [
            (
                vec![(2, "Ann Petrova"), (1, "Mario Rossi")],
                vec![1, 2],
                vec!["Mario", "Ann"],
            ),
            // Somebody of another chat is no reason for a longer name.
            (
                vec![(1, "Ann Petrova"), (2, "Ann Miller")],
                vec![1],
                vec!["Ann"],
            ),
            (
                vec![(1, "Ann Petrova"), (2, "Ann Miller")],
                vec![1, 2],
                vec!["Ann Petrova", "Ann Miller"],
            ),
            (
                vec![(1, "Ann"), (2, "Ann"), (3, "Ann")],
                vec![1, 2, 3],
                vec!["Ann", "Ann 2", "Ann 3"],
            ),
            (
                vec![(1, "Ann"), (2, "Ann"), (3, "Ann 2")],
                vec![1, 2, 3],
                vec!["Ann", "Ann 2", "Ann 2 2"],
            ),
            // Beyond the list's end: by the private chat, or at least as nobody else.
            (
                vec![(1, "Ann")],
                vec![1, 90, 91],
                vec!["Ann", "Zoe", "Person"],
            ),
            (
                vec![(1, "Ann")],
                vec![1, 91, 92],
                vec!["Ann", "Person 91", "Person 92"],
            ),
        ] {
            let of = of.into_iter().collect();
            let names: Vec<String> = names(&world(&people), &of).into_values().collect();
            assert_eq!(names, expected, "{people:?}");
        }
    }
}
