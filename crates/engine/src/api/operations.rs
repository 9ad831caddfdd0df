//! The table: a name, what goes in, what comes out, and the app's method that does it.

use super::types::{
    ActInSandbox, AddBot, AddChat, AddPerson, CheckScenario, ComposeUpdate, ConfigureDelivery,
    ConfigureTunnel, CountUpdates, DeleteWebhook, DeliverAgain, DiscardHeld, Examine,
    ExportUpdates, GetAttempt, GetUpdate, ImportUpdates, InjectFault, InjectUpdate, ListAttempts,
    ListChat, ListConversation, ListHeld, ListHistory, ListPending, ListScenarios, ListTranscript,
    ListUpdates, MakeSnippet, NoteUpdate, OfBot, OfFixture, OfJob, OfScenario, OfView, PinUpdate,
    PressButton, ReadQuery, RecordScenario, RenameBot, RenameFixture, ReplayUpdates, RunScenario,
    SandboxSay, SandboxTrouble, SaveFixture, SaveScenario, SaveSettings, SaveView, SearchUpdates,
    SeekUpdates, SetFixturesFolder, SetRetention, SetToken, SetWebhook, SettleDispute, WatchBot,
};
use crate::app::App;
use crate::error::{Code, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

macro_rules! operations {
    ($app:ident; $($name:ident$(($input:ident: $type:ty))? => $body:expr;)*) => {
        /// Every operation's name.
        pub const OPERATIONS: &[&str] = &[$(stringify!($name)),*];

        /// Does an operation by its name: JSON in and out, typed in between.
        pub async fn call($app: &App, name: &str, input: Value) -> Result<Value> {
            match name {
                $(stringify!($name) => {
                    $(let $input: $type = parsed(input)?;)?
                    answered(&$body.await?)
                })*
                _ => Err(Error::new(
                    Code::InvalidInput,
                    format!("There is no operation called {name:?}."),
                    "The window and the engine are of different versions: install Hookbay again.",
                )),
            }
        }
    };
}

operations! {
    app;
    overview => app.overview();
    add_bot(input: AddBot) => app.add_bot(input);
    rename_bot(input: RenameBot) => app.rename_bot(input);
    remove_bot(input: OfBot) => app.remove_bot(input.bot_id);
    set_token(input: SetToken) => app.set_token(input);
    bot(input: OfBot) => app.bot(input.bot_id);
    set_webhook(input: SetWebhook) => app.set_webhook(input);
    delete_webhook(input: DeleteWebhook) => app.delete_webhook(input);
    give_back(input: OfBot) => app.give_back(input.bot_id);
    end_lease(input: OfBot) => app.end_lease(input.bot_id);
    settle_dispute(input: SettleDispute) => app.settle_dispute(input);
    webhook_status(input: OfBot) => app.webhook_status(input.bot_id);
    refresh_webhook(input: OfBot) => app.refresh_webhook(input.bot_id);
    watch_bot(input: WatchBot) => app.watch_bot(input);
    list_history(input: ListHistory) => app.list_history(input);
    list_pending(input: ListPending) => app.list_pending(input);
    list_updates(input: ListUpdates) => app.list_updates(input);
    get_update(input: GetUpdate) => app.get_update(input);
    search_updates(input: SearchUpdates) => app.search_updates(input);
    seek_updates(input: SeekUpdates) => app.seek_updates(input);
    count_updates(input: CountUpdates) => app.count_updates(input);
    pin_update(input: PinUpdate) => app.pin_update(input);
    read_query(input: ReadQuery) => app.read_query(input);
    list_views => app.list_views();
    save_view(input: SaveView) => app.save_view(input);
    remove_view(input: OfView) => app.remove_view(input);
    note_update(input: NoteUpdate) => app.note_update(input);
    list_conversation(input: ListConversation) => app.list_conversation(input);
    retention(input: OfBot) => app.retention(input.bot_id);
    set_retention(input: SetRetention) => app.set_retention(input);
    delivery(input: OfBot) => app.delivery(input.bot_id);
    configure_delivery(input: ConfigureDelivery) => app.configure_delivery(input);
    list_attempts(input: ListAttempts) => app.list_attempts(input);
    get_attempt(input: GetAttempt) => app.get_attempt(input);
    list_held(input: ListHeld) => app.list_held(input);
    deliver_again(input: DeliverAgain) => app.deliver_again(input);
    discard_held(input: DiscardHeld) => app.discard_held(input);
    inject_fault(input: InjectFault) => app.inject_fault(input);
    replay(input: ReplayUpdates) => app.replay(input);
    compose_forms => async { Ok::<_, Error>(app.compose_forms()) };
    compose(input: ComposeUpdate) => app.compose(input);
    list_buttons(input: GetUpdate) => app.list_buttons(input);
    press_button(input: PressButton) => app.press_button(input);
    inject_update(input: InjectUpdate) => app.inject_update(input);
    list_fixtures(input: OfBot) => app.list_fixtures(input.bot_id);
    set_fixtures_folder(input: SetFixturesFolder) => app.set_fixtures_folder(input);
    save_fixture(input: SaveFixture) => app.save_fixture(input);
    read_fixture(input: OfFixture) => app.read_fixture(input);
    rename_fixture(input: RenameFixture) => app.rename_fixture(input);
    remove_fixture(input: OfFixture) => app.remove_fixture(input);
    snippet(input: MakeSnippet) => app.snippet(input);
    export_updates(input: ExportUpdates) => app.export_updates(input);
    import_updates(input: ImportUpdates) => app.import_updates(input);
    jobs => async { Ok::<_, Error>(app.jobs()) };
    job(input: OfJob) => async { app.job(input) };
    cancel_job(input: OfJob) => app.cancel_job(input);
    tunnel => app.tunnel();
    configure_tunnel(input: ConfigureTunnel) => app.configure_tunnel(input);
    forget_authtoken => app.forget_authtoken();
    retry_tunnel => app.retry_tunnel();
    stop_tunnel => app.stop_tunnel();
    probe => app.probe();
    examine(input: Examine) => app.examine(input);
    settings => app.settings();
    save_settings(input: SaveSettings) => app.save_settings(input);
    retry_vault => app.retry_vault();
    keep_for_this_run => async { Ok::<_, Error>(app.keep_for_this_run().await) };
    start_sandbox => app.start_sandbox();
    another_sandbox_bot => app.another_sandbox_bot();
    sandbox_access(input: OfBot) => app.sandbox_access(input.bot_id);
    sandbox_say(input: SandboxSay) => app.sandbox_say(input);
    sandbox_world(input: OfBot) => app.sandbox_world(input.bot_id);
    list_chat(input: ListChat) => app.list_chat(input);
    list_transcript(input: ListTranscript) => app.list_transcript(input);
    act_in_sandbox(input: ActInSandbox) => app.act_in_sandbox(input);
    add_person(input: AddPerson) => app.add_person(input);
    add_chat(input: AddChat) => app.add_chat(input);
    sandbox_trouble(input: SandboxTrouble) => app.sandbox_trouble(input);
    record_scenario(input: RecordScenario) => app.record_scenario(input);
    save_scenario(input: SaveScenario) => app.save_scenario(input);
    list_scenarios(input: ListScenarios) => app.list_scenarios(input);
    check_scenario(input: CheckScenario) => async { Ok::<_, Error>(app.check_scenario(&input)) };
    read_scenario(input: OfScenario) => app.read_scenario(input);
    run_scenario(input: RunScenario) => app.run_scenario(input);
    scenario_run(input: OfBot) => async { Ok::<_, Error>(app.scenario_run(&input)) };
    cancel_scenario(input: OfBot) => app.cancel_scenario(input);
    http_api_token => app.http_api_token();
    rotate_http_api_token => app.rotate_http_api_token();
}

fn parsed<T: DeserializeOwned>(input: Value) -> Result<T> {
    serde_json::from_value(input).map_err(|error| {
        Error::new(
            Code::InvalidInput,
            "The request is not of the form that this operation takes.",
            "Correct the field that the details name.",
        )
        .detail(error)
    })
}

fn answered(output: &impl Serialize) -> Result<Value> {
    serde_json::to_value(output).map_err(|error| {
        Error::new(
            Code::Internal,
            "The answer cannot be written as JSON.",
            "Report this.",
        )
        .detail(error)
    })
}
