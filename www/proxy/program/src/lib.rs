//! The merchant proxy as a stand-alone program, for a shop whose back end is in another language than Rust and JavaScript.
//!
//! The back end forwards the pages' requests below `/api/ivy` to this program, and names the signed-in customer in each by
//! a short-lived signed token. `www/docs/any-back-end.md` has the recipes. All rules are those of [`ivy_proxy`].
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//!
//! | floor | does |
//! |---|---|
//! | `setting`, `set_names`, `problems` | define the settings, name them as they were set, and collect what is wrong with them |
//! | `values`, `customer_key`, `token` | read environment and file, build the keys of the customer token, verify a token |
//! | `reader`, `sign_in`, `back_end` | convert texts to values, and a token to the customer, respond to the back end |
//! | `settings`, `health` | build the configuration, check a running program |
//! | `serve`, `check` | run the proxy, diagnose it |
//! | `command_line` | choose the command |

mod back_end;
mod check;
mod command_line;
mod customer_key;
mod health;
mod problems;
mod reader;
mod serve;
mod set_names;
mod setting;
mod settings;
mod sign_in;
mod token;
mod values;

pub use command_line::run;
pub use health::health;
pub use problems::Problems;
pub use serve::serve;
pub use settings::Settings;
