"""A draft: lifts wanted by day, with their times and the model of their loads."""

from functools import cached_property

from drawdown.model import Plan
from drawdown.planning.load_model import Chosen, Cuts, LoadModel
from drawdown.planning.load_prices import whole_load_model
from drawdown.planning.program import (
    Wanted,
    loaded_entries,
    plan_of,
    timetable_as_planned,
    timetable_of,
    wanted_as_planned,
)
from drawdown.planning.question import Question
from drawdown.planning.timetable import Timed, Timetable


class Draft:
    """Lifts ``wanted``; their times and the model are made once, when they are first asked for.

    Of a plan that is made, its own times, and ``begun``: its loads.
    """

    def __init__(
        self, question: Question, wanted: list[Wanted], begun: Chosen | None = None
    ) -> None:
        self.question = question
        self.wanted = wanted
        self.begun = begun

    @classmethod
    def of_plan(cls, question: Question, plan: Plan) -> "Draft":
        """The lifts of a plan at its times."""
        timetable = timetable_as_planned(question, plan)
        loaded = [(i, lift) for i, lift in enumerate(plan.lifts) if lift.loads]
        wanted = [wanted_as_planned(question, lift) for _, lift in loaded]
        draft = cls(question, wanted, Chosen({i: lift.loads for i, lift in loaded}, plan.disposals))
        cargo = frozenset(i for (i, _), lift in zip(loaded, wanted, strict=True) if lift.is_cargo)
        draft._booked = timetable, cargo, {i: number for number, (i, _) in enumerate(loaded)}
        return draft

    @cached_property
    def _booked(self) -> tuple[Timetable, frozenset[int], dict[int, int]]:
        return timetable_of(self.question, self.wanted)

    @property
    def number_of(self) -> dict[int, int]:
        """For each position in the timetable the number of the lift in ``wanted``."""
        return self._booked[2]

    @cached_property
    def entries(self) -> dict[int, Timed]:
        """The loaded runs by their position in the timetable; none if no lift found a time."""
        return loaded_entries(self._booked[0])

    @cached_property
    def loading(self) -> LoadModel:
        """The model of the loads, without cuts."""
        return self.loading_with(None)

    def loading_with(self, cuts: Cuts | None) -> LoadModel:
        """The model of the loads with cuts; made anew each time."""
        disposals = () if self.begun is None else self.begun.disposals
        return whole_load_model(self.question, self.entries, self._booked[1], cuts, disposals)

    def plan(self, chosen: Chosen) -> Plan:
        """The plan with the loads chosen."""
        return plan_of(self._booked[0], chosen.loads, chosen.disposals)
