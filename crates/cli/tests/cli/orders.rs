//! Scenarios that the bot of the tests passes; between them they use every kind of step but faults.

/// An order by buttons.
pub const BUTTONS: &str = "\
name: An order by buttons
steps:
  - say: /start
  - expect:
      text: What size?
      buttons:
        - [Small, Large]
        - [\"No, thanks\"]
  - expect: Or say it.
  - press: Large
  - expect_alert: Noted
  - expect_edit: One moment
  - expect_edit:
      text: Large it is.
      buttons: []
  - say: /start
  - expect: {contains: size}
  - expect: {}
  - press: {row: 1, column: 1}
  - expect_toast: {matches: ^No}
  - expect_edit: {}
  - expect_edit: Small it is.
";

/// An order in words, with a number that is used again.
pub const WORDS: &str = "\
name: An order in words
steps:
  - say: Margherita
  - expect: {matches: 'Order #(?<number>\\d+) for Ann'}
  - say: cancel {number}
    to: 'Order #{number} for Ann: Margherita'
  - expect: {contains: ': cancel {number}'}
  - edit: cancel all
  - expect: You changed it.
  - say: /quiet
  - expect_nothing: 200ms
  - say: /both
  - expect_any_order:
      - contains: Two
        formatting:
          - bold: Two
      - One
";

/// A poll, a picture, a keyboard, and waiting.
pub const MORE: &str = "\
name: More than words
steps:
  - user: Mario
    say: /poll
  - user: Mario
    expect:
      media: poll
      text: Cheese?
      options: [\"Yes\", \"No\"]
  - user: Mario
    vote: \"No\"
  - user: Mario
    expect: You chose [1].
  - upload: cat.png
    caption: A cat
    made_up: true
  - expect: 'A picture: A cat'
  - wait: 10ms
  - clock: 1h
  - say: /keys
  - expect:
      text: Press one.
      keyboard:
        - [/both]
  - press: /both
  - expect: One
  - expect: {contains: Two}
  - react: 👍
  - location: [52.37, 4.89]
  - expect: {contains: 'Order #'}
  - contact: \"+123456789\"
  - expect: {contains: 'Order #'}
  - poll: Which day?
    options: [Monday, Sunday]
  - expect: {contains: 'Order #'}
";

/// In a group.
pub const GROUP: &str = "\
name: In a group
chats:
  - name: Pizza club
    kind: supergroup
    members: [Ann, Mario]
    bot: administrator
steps:
  - user: Mario
    in: Pizza club
    say: /start
  - in: Pizza club
    expect: What size?
  - in: Pizza club
    expect: Or say it.
  - in: Pizza club
    press: \"No, thanks\"
  - in: Pizza club
    expect_toast: Noted
  - user: Zoe
    join: Pizza club
  - in: Pizza club
    expect: {contains: for Zoe}
  - user: Mario
    leave: Pizza club
  - in: Pizza club
    expect: {contains: for Mario}
";
