"""What www/proxy/openapi.yaml says in words, since JSON Schema has none for it: which values schemathesis may send as right."""

import schemathesis
from hypothesis import strategies as st

FORMATS = {
    # Test values of ISO 13616's registry and of ISO 9362's form.
    "iban": ["DE89370400440532013000", "GB29NWBK60161331926819", "NO9386011117947"],
    "bic": ["COBADEFFXXX", "NWBKGB2L"],
    # Not blank, and without characters that cannot be seen.
    "id": ["cus_ada", "order 7", "Bestellung-ü", "注文 1", "😀"],
    # The sandbox's banks.
    "bank-id": ["de-testbank", "de-testbank-two", "de-failbank", "de-latebank"],
    "uri": ["https://shop.example/return", "https://shop.example:8443/a?b=c", "http://localhost:3000/", "http://127.0.0.1/"],
}

for name, examples in FORMATS.items():
    schemathesis.openapi.format(name, st.sampled_from(examples))


@schemathesis.hook
def filter_body(context, body):
    """`expiresAt`: 30 minutes to 24 hours after `createdAt`. Two fields cannot be compared in a schema."""
    times = [body.get(name) for name in ("createdAt", "expiresAt")] if isinstance(body, dict) else []
    if not times or not all(isinstance(time, (int, float)) for time in times):
        return True
    return 30 * 60 <= times[1] - times[0] <= 24 * 60 * 60
