//! The settings of a proxy that runs outside of the suite, for `cargo xtask contract --url`.

use crate::support::{Ivy, Settings, environment};

/// Prints the settings: the command shows them to whoever starts the proxy.
#[test]
fn the_documented_settings() {
    let settings = environment(&Settings::new(Ivy::OF_A_RUNNING_PROXY));
    for (name, value) in &settings {
        println!("{name}={value}");
    }
    for name in
        ["IVY_API_URL", "IVY_API_KEY", "IVY_SIGNING_SECRET", "IVY_TABLE_SECRET", "IVY_ORIGINS", "IVY_CUSTOMER_KEY"]
    {
        assert_eq!(settings.iter().filter(|(known, _)| *known == name).count(), 1, "{name}");
    }
}
