//! Dates in HTTP headers.

use ivy_data_session::client::read_http_date;

#[test]
fn dates_of_all_three_http_forms_are_read_and_others_are_not() {
    // The example of RFC 9110, section 5.6.7.
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(read_http_date(text), Some(784_111_777.0), "{text}");
    }
    assert_eq!(read_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0.0));
    assert_eq!(read_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Some(1_709_251_200.0));
    assert_eq!(read_http_date("Mon, 01 Mar 2100 00:00:00 GMT"), Some(4_107_542_400.0));
    for text in
        ["", "GMT", "06 Nov", "Sun, 06 Nov 1994", "Sun, 40 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT"]
    {
        assert_eq!(read_http_date(text), None, "{text}");
    }
}
