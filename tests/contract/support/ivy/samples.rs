//! Sample data of sessions.

use serde_json::{Value, json};

/// Returns made-up personal data: name, date of birth and account.
pub(crate) fn data() -> Value {
    json!({
        "bankName": "Test Bank",
        "identity": { "name": "Ada Example", "dateOfBirth": "1985-12-10" },
        "accounts": [{
            "name": "Giro",
            "identifier": { "iban": { "iban": "DE89370400440532013000", "bban": "370400440532013000", "bic": "COBADEFFXXX" } },
            "type": "checking"
        }]
    })
}

/// Returns a complete session from before the proxy, of the customer with this id.
pub(crate) fn old_session(id: &str, customer: &str) -> Value {
    json!({
        "id": id, "referenceId": format!("order-{id}"), "status": "complete", "data": data(),
        "externalUser": { "referenceId": customer }, "createdAt": 1_600_000_000
    })
}
