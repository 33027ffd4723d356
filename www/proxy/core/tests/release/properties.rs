//! The properties, wrapped for the model checker.

use crate::checker::Checked;
use crate::model::law::{self, Law};
use crate::model::world::World;
use stateright::Property;

/// Returns the properties of a scenario.
pub(crate) fn of(checked: &Checked) -> Vec<Property<Checked>> {
    let always = checked.laws.iter().map(|law| always(*law));
    let (steps, cells) =
        if checked.must_reach { (checked.scenario.steps, checked.scenario.cells) } else { (&[][..], &[][..]) };
    let steps = steps.iter().map(|kind| Property::sometimes(kind.name(), kind.is_latest()));
    let cells = cells.iter().map(|cell| Property::sometimes(cell.name(), cell.is_latest()));
    always.chain(steps).chain(cells).collect()
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
