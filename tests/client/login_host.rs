//! Tests of the hosts to which a bank login may send a shopper.

use super::login_urls::{self, ALLOWED_HOST};
use ivy_data_session::client::{Environment, LoginHosts};
use ivy_data_session::rules::NativeUrls;

fn allows(environment: &str, page: Option<&str>, url: &str) -> bool {
    let environment = Environment::from_name(environment).unwrap();
    LoginHosts { environment, allowed: &[ALLOWED_HOST.to_owned()], page }.allow(url, &NativeUrls)
}

#[test]
fn only_login_pages_of_the_environment_are_allowed() {
    login_urls::only_login_pages_of_the_environment_are_allowed(allows);
}

#[test]
fn this_machine_is_allowed_only_to_a_page_from_this_machine() {
    login_urls::this_machine_is_allowed_only_to_a_page_from_this_machine(allows);
}
