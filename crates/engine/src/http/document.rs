//! The routes and their OpenAPI description: one table.

use super::{Api, bots, events, history, lease, problem, state, updates, webhooks};
use crate::api::types::UPDATE_KINDS;
use crate::event::Batched;
use axum::Router;
use utoipa::OpenApi;
use utoipa::openapi::path::{HttpMethod, Operation, Paths};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) const WEBHOOKS: &str = "Webhooks";
pub(super) const BOTS: &str = "Bots";
pub(super) const UPDATES: &str = "Updates";
pub(super) const STATE: &str = "State";

/// Where the document is served.
pub(super) const PATH: &str = "/v1/api/openapi.json";

const PROBLEM: &str = "application/problem+json";

/// Schemas of what comes in: only what is named there is required.
const REQUESTS: [&str; 6] = [
    "SetWebhookBody",
    "DeleteWebhookBody",
    "TakeOverBody",
    "AddBotBody",
    "RenameBotBody",
    "Environment",
];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Hookbay",
        description = "Control of a running Hookbay on this computer. Every call needs the bearer token from \
            Hookbay's settings. Whatever goes wrong is answered as problem details (RFC 9457).",
    ),
    servers((url = "/", description = "This Hookbay.")),
    tags(
        (name = WEBHOOKS, description = "What Telegram is told to deliver to, and what happened to it."),
        (name = BOTS, description = "The list of bots."),
        (name = UPDATES, description = "What Telegram sent."),
        (name = STATE, description = "How the app is, and what changes."),
    ),
    security(("token" = [])),
    components(schemas(problem::Details<'_>, Batched)),
)]
struct Base;

/// Every route that needs the token, and the document of them.
pub(super) fn routes() -> (Router<Api>, utoipa::openapi::OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(Base::openapi())
        .routes(routes!(webhooks::set))
        .routes(routes!(webhooks::status))
        .routes(routes!(webhooks::delete))
        .routes(routes!(bots::list, bots::add))
        .routes(routes!(bots::one, bots::rename, bots::remove))
        .routes(routes!(updates::list))
        .routes(routes!(updates::one))
        .routes(routes!(history::list))
        .routes(routes!(lease::give_back))
        .routes(routes!(lease::end))
        .routes(routes!(state::tunnel))
        .routes(routes!(state::health))
        .routes(routes!(events::watch))
        .split_for_parts();
    add_token(&mut document);
    add_problems(&mut document.paths);
    require_what_is_always_there(&mut document);
    (router, document)
}

fn add_token(document: &mut utoipa::openapi::OpenApi) {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token in Hookbay's settings, under HTTP API."))
        .build();
    document
        .components
        .get_or_insert_default()
        .add_security_scheme("token", SecurityScheme::Http(bearer));
}

/// The problems that each call may end in, by what it takes and whom it asks.
fn add_problems(paths: &mut Paths) {
    for (path, item) in &mut paths.paths {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                for (status, description) in problems(path, &method, operation) {
                    add_problem(operation, status, description);
                }
            }
        }
    }
}

fn problems(
    path: &str,
    method: &HttpMethod,
    operation: &Operation,
) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("401", "No token, or not this Hookbay's."),
        ("403", "A foreign Host or Origin."),
        (
            "429",
            "Too many calls, here or to Telegram: wait retry_after.",
        ),
        ("500", "A fault of Hookbay's own, or of its database."),
        ("503", "The keyring cannot be used."),
        ("504", "No outcome in time."),
    ];
    if path.contains('{') {
        all.push(("404", "There is no such thing."));
    }
    if operation.request_body.is_some() {
        all.push(("400", "The body is not JSON."));
        all.push(("413", "The body is too large."));
        all.push(("415", "The body is not said to be JSON."));
    }
    let takes_values = ["/updates", "/history", "/events"]
        .iter()
        .any(|end| path.ends_with(end));
    if operation.request_body.is_some() || takes_values {
        all.push(("422", "A value that cannot be right."));
    }
    let asks_telegram = path.contains("/webhook/")
        || path.ends_with("/give-back")
        || (path.ends_with("/bots") && *method == HttpMethod::Post)
        || (path.ends_with("{bot_id}") && *method == HttpMethod::Delete);
    if asks_telegram {
        all.push(("409", "Not possible as things are: the code says why."));
        all.push((
            "502",
            "Telegram cannot be asked, or refused: the code says why.",
        ));
    }
    all
}

fn add_problem(operation: &mut Operation, status: &str, description: &str) {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    let response = ResponseBuilder::new()
        .description(description)
        .content(PROBLEM, content)
        .build();
    operation
        .responses
        .responses
        .entry(status.to_owned())
        .or_insert(RefOr::T(response));
}

/// An answer has all its fields, null where there is nothing to say.
fn require_what_is_always_there(document: &mut utoipa::openapi::OpenApi) {
    let Some(components) = &mut document.components else {
        return;
    };
    for (name, schema) in &mut components.schemas {
        if !REQUESTS.contains(&name.as_str()) {
            require_all(schema);
        }
    }
}

fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            object.required = object.properties.keys().cloned().collect();
        }
        RefOr::T(Schema::OneOf(one_of)) => one_of.items.iter_mut().for_each(require_all),
        RefOr::T(Schema::AllOf(all_of)) => all_of.items.iter_mut().for_each(require_all),
        _ => {}
    }
}

/// A list of Telegram's kinds of update, or null.
pub(super) fn update_kinds() -> Schema {
    let name = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(UPDATE_KINDS.iter().map(|kind| kind.name)))
        .build();
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .items(name)
        .build()
        .into()
}
