//! The cells of the table of the release rule.

use super::reachable::reachable;
use super::world::World;

reachable! {
    /// A cell of the table in SECURITY.md, 2, with each way in which it can end.
    Cell, World::last_cell {
        OwnerSuccessReleased,
        OwnerSuccessPending,
        OwnerSuccessReleasedByCallback,
        OwnerSuccessReleasedByAsking,
        OwnerSuccessTooLate,
        OwnerErrorTold,
        OwnerErrorThenSuccess,
        OwnerNonceEnded,
        BeganHereSuccess,
        BeganHereError,
        BeganHereThenSignedIn,
        FormerGuestSuccess,
        FormerGuestError,
        DownSuccess,
        DownError,
        StrangerSuccessBefore,
        StrangerSuccessAfter,
        StrangerErrorBefore,
        StrangerErrorAfter,
        StrangerNonceEnded,
        IdKnownTwice,
    }
}
