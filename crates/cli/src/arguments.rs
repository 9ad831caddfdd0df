//! What can be said on the command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Telegram bots without Telegram: a sandbox on this computer, and conversations played in it.
#[derive(Debug, Parser)]
#[command(name = "hookbay", version, max_term_width = 100)]
pub struct Arguments {
    /// Colours in what is printed
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Wherever it goes
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a Telegram of your own on this computer, for any bot
    Sandbox(Sandbox),
    /// Play scenarios against a bot, in a sandbox of their own
    Test(Test),
}

/// `hookbay sandbox`
#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub(crate) port: u16,
    /// The bot's name
    #[arg(long, value_name = "NAME", default_value = "Sandbox bot")]
    pub(crate) bot: String,
    /// The bot's token, one that the sandbox has made, to keep it from run to run
    #[arg(
        long,
        value_name = "TOKEN",
        env = "HOOKBAY_SANDBOX_TOKEN",
        hide_env_values = true
    )]
    pub(crate) token: Option<String>,
    /// Say only how a bot with a webhook is pointed at it
    #[arg(long, conflicts_with = "polling")]
    pub(crate) webhook: bool,
    /// Say only how a bot that polls is pointed at it
    #[arg(long)]
    pub(crate) polling: bool,
    /// Print one line of JSON instead, for scripts
    #[arg(long)]
    pub(crate) json: bool,
}

/// `hookbay test`
#[derive(Debug, Args)]
#[command(args_override_self = true)]
#[command(after_help = "\
The bot is started with its token in BOT_TOKEN, TELEGRAM_BOT_TOKEN and TELOXIDE_TOKEN, and with the address \
to use in place of https://api.telegram.org in TELEGRAM_API_ROOT, BOT_API_ROOT and TELOXIDE_API_URL.

Exit status: 0 when every scenario passed, 1 when one failed, 2 when they could not be played, \
130 when it was interrupted.")]
pub(crate) struct Test {
    /// Scenario files, or folders of them
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Only scenarios with this in their name or their file's
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// How long the bot may take for each answer
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = time)]
    pub(crate) timeout: Duration,
    /// How long the bot may take to start
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = time)]
    pub(crate) start_timeout: Duration,
    /// Name the scenarios and play none
    #[arg(long)]
    pub(crate) list: bool,
    /// Write a JUnit report there
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Show what the bot prints while it runs
    #[arg(long)]
    pub(crate) bot_output: bool,
    /// The command that starts the bot
    #[arg(last = true, value_name = "COMMAND", required_unless_present = "list")]
    pub(crate) command: Vec<String>,
}

fn time(text: &str) -> Result<Duration, String> {
    hookbay_scenario::duration(text)
        .ok_or_else(|| "a time is a number with ms, s, m or h, like 10s".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Command};
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_arguments_agree_with_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_bots_command_comes_after_two_dashes() {
        let line = [
            "hookbay",
            "test",
            "a",
            "b",
            "--timeout",
            "2s",
            "--",
            "python3",
            "bot.py",
            "--loud",
        ];
        let Command::Test(test) = Arguments::parse_from(line).command else {
            panic!("a test");
        };
        assert_eq!(test.paths.len(), 2);
        assert_eq!(test.command, ["python3", "bot.py", "--loud"]);
        assert_eq!(test.timeout.as_secs(), 2);
    }

    #[test]
    fn what_is_missing_or_wrong_is_refused() {
        for line in [
            vec!["hookbay", "test", "a"],
            vec!["hookbay", "test", "--", "bot"],
            vec!["hookbay", "test", "a", "--timeout", "2", "--", "bot"],
            vec!["hookbay", "sandbox", "--polling", "--webhook"],
            vec!["hookbay"],
        ] {
            assert!(Arguments::try_parse_from(&line).is_err(), "{line:?}");
        }
        assert!(Arguments::try_parse_from(["hookbay", "test", "a", "--list"]).is_ok());
    }
}
