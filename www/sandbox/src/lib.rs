#![doc = include_str!("../README.md")]

// | floor | modules |
// |---|---|
// | the server | `serve` |
// | the routes | `api`, `hosted` (the bank login), `control` (for tests) |
// | their state | `app` |
// | result callbacks | `webhooks` |
// | the shapes of the API | `session_body`, `json_body`, `api_error` |
// | the database | `store` |
// | the ground | `request`, `banks`, `deviations`, `settings`, `random`, `clock` |

mod api;
mod api_error;
mod app;
mod banks;
mod clock;
mod control;
mod deviations;
mod hosted;
mod json_body;
mod random;
mod request;
mod serve;
mod session_body;
mod settings;
mod store;
mod webhooks;

pub use deviations::{CancelledStatus, Deviations};
pub use serve::{Running, StartError, serve};
pub use settings::Settings;
