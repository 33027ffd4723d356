//! The properties, wrapped for the model checker.

use crate::checker::Checked;
use crate::model::actions::Kind;
use crate::model::law::{self, Cell, Law};
use crate::model::world::World;
use stateright::Property;

/// Returns the properties of a scenario.
pub(crate) fn of(checked: &Checked) -> Vec<Property<Checked>> {
    let always = checked.laws.iter().map(|law| always(*law));
    let (steps, cells) =
        if checked.must_reach { (checked.scenario.steps, checked.scenario.cells) } else { (&[][..], &[][..]) };
    always.chain(steps.iter().map(|kind| step(*kind))).chain(cells.iter().map(|reached| cell(*reached))).collect()
}

/// Builds a property of the latest step for each variant, named after it.
macro_rules! sometimes {
    ($value:expr, $world:ident, $type:ident, $field:expr, [$($variant:ident),* $(,)?]) => {
        match $value {
            $($type::$variant => Property::sometimes(
                stringify!($variant),
                |_: &Checked, $world: &World| $field == Some($type::$variant),
            ),)*
        }
    };
}

/// Returns the property that a kind of step is reached.
fn step(kind: Kind) -> Property<Checked> {
    sometimes!(
        kind,
        world,
        Kind,
        world.last_step.map(|last_step| last_step.step),
        [
            Create,
            Opened,
            Open,
            Cancel,
            Reopen,
            Complete,
            Finish,
            Present,
            Poll,
            Fetch,
            List,
            IvyResponds,
            SignIn,
            SignOut,
            Sit,
            Callback,
            Forget,
            Restart,
            LoseRow,
            PassOn,
            Wait,
        ]
    )
}

/// Returns the property that a cell of the table (SECURITY.md, 2) is reached.
fn cell(cell: Cell) -> Property<Checked> {
    sometimes!(
        cell,
        world,
        Cell,
        world.last_step.and_then(|last_step| last_step.cell),
        [
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
        ]
    )
}

/// Returns a property that every state keeps. A property of a step is kept by the state in which the step ends.
fn always(law: Law) -> Property<Checked> {
    let condition: fn(&Checked, &World) -> bool = match law {
        Law::S1 => |_, world| !world.broken.contains(Law::S1),
        Law::S2 => |_, world| !world.broken.contains(Law::S2),
        Law::P1 => |_, world| !world.broken.contains(Law::P1),
        Law::C1 => |_, world| !world.broken.contains(Law::C1),
        Law::D1 => |_, world| !world.broken.contains(Law::D1),
        Law::K1 => |_, world| !world.broken.contains(Law::K1),
        Law::U1 => |_, world| !world.broken.contains(Law::U1),
        Law::T1 => |_, world| !world.broken.contains(Law::T1),
        Law::E1 => |_, world| !world.broken.contains(Law::E1),
        Law::W1 => |_, world| !world.broken.contains(Law::W1),
        Law::F1 => |_, world| !world.broken.contains(Law::F1),
        Law::Q1 => |_, world| !world.broken.contains(Law::Q1),
        Law::L1 => |checked, world| law::owners_get_released(world, &checked.scenario, checked.rule),
        Law::L2 => |checked, world| law::new_logins_get_released(world, &checked.scenario, checked.rule),
    };
    Property::always(law.name(), condition)
}
