//! The state that all routes share.

use ivy_data_session::client::Environment;
use ivy_proxy::Proxy;

use crate::pages::checkout::Template;
use crate::sign_in::SignIns;

/// A running shop, for the handlers of its routes.
pub(crate) struct Shop {
    pub(crate) proxy: Proxy,
    pub(crate) sign_ins: SignIns,
    pub(crate) page: Template,
    pub(crate) login_environment: Environment,
}
