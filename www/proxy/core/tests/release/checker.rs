//! The model, wrapped for the model checker.

use crate::model::actions::Action;
use crate::model::law::Law;
use crate::model::mutations::Rule;
use crate::model::scenario::Scenario;
use crate::model::world::World;
use crate::model::{effects, possible};
use crate::properties;
use stateright::{Model, Property};

/// A scenario under a rule, with the properties to check.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) scenario: Scenario,
    pub(crate) rule: Rule,
    /// The properties to check.
    pub(crate) laws: &'static [Law],
    /// True if every step and cell that the scenario names must be reached.
    pub(crate) must_reach: bool,
}

impl Model for Checked {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        self.scenario.starts()
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        possible::possible(world, &self.scenario, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        effects::explore(world, &self.scenario, self.rule, action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::of(self)
    }
}
