// The one door to the engine: a table of operations, and the stream of what changed.
import type { ActInSandbox } from "../bindings/ActInSandbox";
import type { AddBot } from "../bindings/AddBot";
import type { AddChat } from "../bindings/AddChat";
import type { AddPerson } from "../bindings/AddPerson";
import type { ApiError } from "../bindings/ApiError";
import type { AttemptDetail } from "../bindings/AttemptDetail";
import type { AttemptPage } from "../bindings/AttemptPage";
import type { Batched } from "../bindings/Batched";
import type { BotView } from "../bindings/BotView";
import type { ButtonsView } from "../bindings/ButtonsView";
import type { ChatTimeline } from "../bindings/ChatTimeline";
import type { CheckScenario } from "../bindings/CheckScenario";
import type { Composed } from "../bindings/Composed";
import type { ComposeForm } from "../bindings/ComposeForm";
import type { ComposeUpdate } from "../bindings/ComposeUpdate";
import type { ConfigureDelivery } from "../bindings/ConfigureDelivery";
import type { ConfigureTunnel } from "../bindings/ConfigureTunnel";
import type { Conversation } from "../bindings/Conversation";
import type { CountUpdates } from "../bindings/CountUpdates";
import type { DeleteWebhook } from "../bindings/DeleteWebhook";
import type { DeliverAgain } from "../bindings/DeliverAgain";
import type { DeliveryView } from "../bindings/DeliveryView";
import type { DiscardHeld } from "../bindings/DiscardHeld";
import type { Examination } from "../bindings/Examination";
import type { Examine } from "../bindings/Examine";
import type { ExportUpdates } from "../bindings/ExportUpdates";
import type { FixtureDetail } from "../bindings/FixtureDetail";
import type { FixturesView } from "../bindings/FixturesView";
import type { FixtureView } from "../bindings/FixtureView";
import type { FoundUpdates } from "../bindings/FoundUpdates";
import type { GetAttempt } from "../bindings/GetAttempt";
import type { GetUpdate } from "../bindings/GetUpdate";
import type { HeldPage } from "../bindings/HeldPage";
import type { HistoryPage } from "../bindings/HistoryPage";
import type { HttpApiToken } from "../bindings/HttpApiToken";
import type { ImportUpdates } from "../bindings/ImportUpdates";
import type { Injected } from "../bindings/Injected";
import type { InjectFault } from "../bindings/InjectFault";
import type { InjectUpdate } from "../bindings/InjectUpdate";
import type { JobView } from "../bindings/JobView";
import type { ListAttempts } from "../bindings/ListAttempts";
import type { ListChat } from "../bindings/ListChat";
import type { ListConversation } from "../bindings/ListConversation";
import type { ListHeld } from "../bindings/ListHeld";
import type { ListHistory } from "../bindings/ListHistory";
import type { ListPending } from "../bindings/ListPending";
import type { ListScenarios } from "../bindings/ListScenarios";
import type { ListTranscript } from "../bindings/ListTranscript";
import type { ListUpdates } from "../bindings/ListUpdates";
import type { MakeSnippet } from "../bindings/MakeSnippet";
import type { NoteUpdate } from "../bindings/NoteUpdate";
import type { OfBot } from "../bindings/OfBot";
import type { OfFixture } from "../bindings/OfFixture";
import type { OfJob } from "../bindings/OfJob";
import type { OfScenario } from "../bindings/OfScenario";
import type { OfView } from "../bindings/OfView";
import type { Overview } from "../bindings/Overview";
import type { PendingSeries } from "../bindings/PendingSeries";
import type { Person } from "../bindings/Person";
import type { PinUpdate } from "../bindings/PinUpdate";
import type { PressButton } from "../bindings/PressButton";
import type { ProbeView } from "../bindings/ProbeView";
import type { QueryReading } from "../bindings/QueryReading";
import type { ReadQuery } from "../bindings/ReadQuery";
import type { RecordScenario } from "../bindings/RecordScenario";
import type { RenameBot } from "../bindings/RenameBot";
import type { RenameFixture } from "../bindings/RenameFixture";
import type { Replayed } from "../bindings/Replayed";
import type { ReplayUpdates } from "../bindings/ReplayUpdates";
import type { RetentionView } from "../bindings/RetentionView";
import type { RunScenario } from "../bindings/RunScenario";
import type { SandboxAccess } from "../bindings/SandboxAccess";
import type { SandboxChat } from "../bindings/SandboxChat";
import type { SandboxDid } from "../bindings/SandboxDid";
import type { SandboxSay } from "../bindings/SandboxSay";
import type { SandboxTrouble } from "../bindings/SandboxTrouble";
import type { SandboxWorld } from "../bindings/SandboxWorld";
import type { SavedView } from "../bindings/SavedView";
import type { SaveFixture } from "../bindings/SaveFixture";
import type { SaveScenario } from "../bindings/SaveScenario";
import type { SaveSettings } from "../bindings/SaveSettings";
import type { SaveView } from "../bindings/SaveView";
import type { ScenarioCheck } from "../bindings/ScenarioCheck";
import type { ScenarioFile } from "../bindings/ScenarioFile";
import type { ScenarioList } from "../bindings/ScenarioList";
import type { ScenarioPlay } from "../bindings/ScenarioPlay";
import type { ScenarioRun } from "../bindings/ScenarioRun";
import type { ScenarioText } from "../bindings/ScenarioText";
import type { SearchUpdates } from "../bindings/SearchUpdates";
import type { SeekUpdates } from "../bindings/SeekUpdates";
import type { SetFixturesFolder } from "../bindings/SetFixturesFolder";
import type { SetRetention } from "../bindings/SetRetention";
import type { SettingsView } from "../bindings/SettingsView";
import type { SettleDispute } from "../bindings/SettleDispute";
import type { SetToken } from "../bindings/SetToken";
import type { SetWebhook } from "../bindings/SetWebhook";
import type { SnippetView } from "../bindings/SnippetView";
import type { TranscriptPage } from "../bindings/TranscriptPage";
import type { TunnelView } from "../bindings/TunnelView";
import type { UpdateCount } from "../bindings/UpdateCount";
import type { UpdateDetail } from "../bindings/UpdateDetail";
import type { UpdatePage } from "../bindings/UpdatePage";
import type { UpdatesAt } from "../bindings/UpdatesAt";
import type { VaultState } from "../bindings/VaultState";
import type { WatchBot } from "../bindings/WatchBot";
import type { WebhookView } from "../bindings/WebhookView";

/** The input of an operation that takes none. */
export type Nothing = Record<string, never>;

/** Every operation: what goes in, what comes out. */
export interface Operations {
  overview: { input: Nothing; output: Overview };
  add_bot: { input: AddBot; output: BotView };
  rename_bot: { input: RenameBot; output: BotView };
  remove_bot: { input: OfBot; output: null };
  set_token: { input: SetToken; output: BotView };
  bot: { input: OfBot; output: BotView };
  set_webhook: { input: SetWebhook; output: WebhookView };
  delete_webhook: { input: DeleteWebhook; output: WebhookView };
  webhook_status: { input: OfBot; output: WebhookView };
  list_updates: { input: ListUpdates; output: UpdatePage };
  get_update: { input: GetUpdate; output: UpdateDetail };
  search_updates: { input: SearchUpdates; output: FoundUpdates };
  seek_updates: { input: SeekUpdates; output: UpdatesAt };
  count_updates: { input: CountUpdates; output: UpdateCount };
  read_query: { input: ReadQuery; output: QueryReading };
  list_views: { input: Nothing; output: SavedView[] };
  save_view: { input: SaveView; output: SavedView };
  remove_view: { input: OfView; output: null };
  note_update: { input: NoteUpdate; output: UpdateDetail };
  list_conversation: { input: ListConversation; output: Conversation };
  retention: { input: OfBot; output: RetentionView };
  set_retention: { input: SetRetention; output: RetentionView };
  pin_update: { input: PinUpdate; output: UpdateDetail };
  delivery: { input: OfBot; output: DeliveryView };
  configure_delivery: { input: ConfigureDelivery; output: DeliveryView };
  list_attempts: { input: ListAttempts; output: AttemptPage };
  get_attempt: { input: GetAttempt; output: AttemptDetail };
  list_held: { input: ListHeld; output: HeldPage };
  deliver_again: { input: DeliverAgain; output: DeliveryView };
  discard_held: { input: DiscardHeld; output: DeliveryView };
  inject_fault: { input: InjectFault; output: DeliveryView };
  replay: { input: ReplayUpdates; output: Replayed };
  compose_forms: { input: Nothing; output: ComposeForm[] };
  compose: { input: ComposeUpdate; output: Composed };
  list_buttons: { input: GetUpdate; output: ButtonsView };
  press_button: { input: PressButton; output: Composed };
  inject_update: { input: InjectUpdate; output: Injected };
  list_fixtures: { input: OfBot; output: FixturesView };
  set_fixtures_folder: { input: SetFixturesFolder; output: FixturesView };
  save_fixture: { input: SaveFixture; output: FixtureView };
  read_fixture: { input: OfFixture; output: FixtureDetail };
  rename_fixture: { input: RenameFixture; output: FixtureView };
  remove_fixture: { input: OfFixture; output: FixturesView };
  snippet: { input: MakeSnippet; output: SnippetView };
  export_updates: { input: ExportUpdates; output: JobView };
  import_updates: { input: ImportUpdates; output: JobView };
  jobs: { input: Nothing; output: JobView[] };
  job: { input: OfJob; output: JobView };
  cancel_job: { input: OfJob; output: JobView };
  tunnel: { input: Nothing; output: TunnelView };
  configure_tunnel: { input: ConfigureTunnel; output: TunnelView };
  retry_tunnel: { input: Nothing; output: TunnelView };
  stop_tunnel: { input: Nothing; output: TunnelView };
  forget_authtoken: { input: Nothing; output: TunnelView };
  retry_vault: { input: Nothing; output: VaultState };
  keep_for_this_run: { input: Nothing; output: VaultState };
  start_sandbox: { input: Nothing; output: BotView };
  another_sandbox_bot: { input: Nothing; output: BotView };
  sandbox_access: { input: OfBot; output: SandboxAccess };
  sandbox_say: { input: SandboxSay; output: null };
  sandbox_world: { input: OfBot; output: SandboxWorld };
  list_chat: { input: ListChat; output: ChatTimeline };
  list_transcript: { input: ListTranscript; output: TranscriptPage };
  act_in_sandbox: { input: ActInSandbox; output: SandboxDid };
  add_person: { input: AddPerson; output: Person };
  add_chat: { input: AddChat; output: SandboxChat };
  sandbox_trouble: { input: SandboxTrouble; output: SandboxWorld };
  record_scenario: { input: RecordScenario; output: ScenarioText };
  check_scenario: { input: CheckScenario; output: ScenarioCheck };
  save_scenario: { input: SaveScenario; output: ScenarioFile };
  read_scenario: { input: OfScenario; output: ScenarioText };
  list_scenarios: { input: ListScenarios; output: ScenarioList };
  run_scenario: { input: RunScenario; output: ScenarioRun };
  scenario_run: { input: OfBot; output: ScenarioPlay | null };
  cancel_scenario: { input: OfBot; output: ScenarioPlay };
  refresh_webhook: { input: OfBot; output: WebhookView };
  watch_bot: { input: WatchBot; output: BotView };
  list_history: { input: ListHistory; output: HistoryPage };
  list_pending: { input: ListPending; output: PendingSeries };
  give_back: { input: OfBot; output: BotView };
  end_lease: { input: OfBot; output: BotView };
  settle_dispute: { input: SettleDispute; output: BotView };
  examine: { input: Examine; output: Examination };
  probe: { input: Nothing; output: ProbeView };
  settings: { input: Nothing; output: SettingsView };
  save_settings: { input: SaveSettings; output: SettingsView };
  http_api_token: { input: Nothing; output: HttpApiToken };
  rotate_http_api_token: { input: Nothing; output: HttpApiToken };
}

export type Op = keyof Operations;
export type InputOf<K extends Op> = Operations[K]["input"];
export type OutputOf<K extends Op> = Operations[K]["output"];

export interface Backend {
  /** Does one operation; rejects with an `ApiError`. */
  call<K extends Op>(op: K, input: InputOf<K>): Promise<OutputOf<K>>;
  /** Tells of changes from now on, a batch at a time, until the returned function is called. */
  watch(tell: (batch: Batched[]) => void): Promise<() => void>;
  /** Has the reader choose a path in the system's own dialog; null when they choose none. */
  choosePath?(what: PathWanted): Promise<string | null>;
}

/** What a path is wanted for. */
export interface PathWanted {
  sort: "open" | "save" | "folder";
  title: string;
  /** Where the dialog begins, as far as that is known. */
  start: string;
}

/** Whatever was thrown, as the error that the window shows. */
export function toApiError(thrown: unknown): ApiError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    const { code, message, remedy, detail, retry_after } = thrown as ApiError;
    return { code, message, remedy: remedy ?? "", detail: detail ?? null, retry_after: retry_after ?? null };
  }
  return {
    code: "internal",
    message: "Hookbay could not do that.",
    remedy: "Try again; if it stays so, start Hookbay again.",
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    retry_after: null,
  };
}
