//! A session as Ivy returned it, before it is known if the owner may see it.

use ivy_data_session::decode::{SessionEntry, SessionList};

use crate::session::Session;

/// A session of Ivy's, with the names by which the table may know it.
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) reference_id: Option<String>,
    pub(super) session: Session,
}

impl Listed {
    /// Returns `None` for a session with an id that no table can hold.
    pub(super) fn new(session: Session) -> Option<Self> {
        let id = session.text("id").filter(|id| !id.is_empty() && !id.contains('\0'))?.to_owned();
        let reference_id = session.text("referenceId").filter(|id| !id.contains('\0')).map(str::to_owned);
        Some(Self { id, reference_id, session })
    }

    /// Reads the sessions of Ivy's list.
    pub(super) fn all(list: &SessionList, bytes: &[u8]) -> Vec<Self> {
        let one =
            |entry: &SessionEntry| Self::new(Session::read(bytes.get(entry.start as usize..entry.end as usize)?)?);
        list.sessions.iter().filter_map(one).collect()
    }
}
