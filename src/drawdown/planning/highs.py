"""The wall around HiGHS (Huangfu and Hall 2018, doi 10.1007/s12532-017-0130-5), MIT licence.

Only the engine's process imports this file.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from drawdown.planning.jobs import Effort, Solved, Vector, Verdict
from drawdown.planning.linear_model import INFINITY, Arrays


class Ended(StrEnum):
    """How the engine ended.

    ``OPTIMAL``: within the gap. ``INFEASIBLE``: there is no solution. ``CUT_OFF``: none is better
    than the objective at which to break off. ``UNDECIDED``: a limit came first, or it gave up.
    """

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    CUT_OFF = "cut off"
    UNDECIDED = "undecided"


# The interior point method needs some dozens of iterations, up to two hundred. Where it cannot meet
# its tolerance, as for an optimum of nothing, it would go on without end.
MOST_INTERIOR_ITERATIONS = 500
ENDED = {
    highspy.HighsModelStatus.kOptimal: Ended.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Ended.INFEASIBLE,
    highspy.HighsModelStatus.kObjectiveBound: Ended.CUT_OFF,
}


class Highs:
    """A model in the engine, solved again and again with other bounds of its columns.

    ``whole`` says whether it has columns that must be whole numbers; ``relaxed`` takes that off.
    """

    def __init__(self, arrays: Arrays, effort: Effort, seed: int, *, relaxed: bool) -> None:
        self.whole = bool(arrays.whole.any()) and not relaxed
        make: Any = highspy.Highs  # it comes without types
        self._highs = make()
        options: dict[str, Any] = {
            "output_flag": False,
            "threads": 1,
            "random_seed": seed,
            "mip_rel_gap": effort.gap,
            # On these models it takes longer than all the rest and finds nothing.
            "mip_heuristic_run_feasibility_jump": False,
            # The cost is in euros; below a cent there is nothing to prove.
            "mip_abs_gap": 1e-3,
            "ipm_iteration_limit": MOST_INTERIOR_ITERATIONS,
        }
        if effort.seconds is not None:
            options["time_limit"] = float(effort.seconds)
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_model(arrays, self.whole))

    # --- what to do --------------------------------------------------------------------------

    def use_interior_point(self, *, crossover: bool) -> None:
        """Solve linear models by the interior point method, from there to a vertex or not."""
        if not crossover:
            self._highs.setOptionValue("run_crossover", "off")
        self._highs.setOptionValue("solver", "ipm")

    def break_off_above(self, objective: float) -> None:
        """Break a linear model off once its optimum cannot be below an objective."""
        self._highs.setOptionValue("objective_bound", objective)

    def limit_seconds(self, seconds: float) -> None:
        """Stop the next solve after so many seconds."""
        # The engine's clock runs on from solve to solve.
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)

    def bound_columns(self, columns: NDArray[np.int32], lower: Vector, upper: Vector) -> None:
        """Give some columns other bounds."""
        self._highs.changeColsBounds(len(columns), columns, lower, upper)

    def make_whole(self, columns: NDArray[np.int32], *, whole: bool) -> None:
        """Ask for whole numbers in some columns, or no longer."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        for column in columns:
            self._highs.changeColIntegrality(int(column), kind)

    def begin_from(self, x: Vector) -> None:
        """Begin the next solve from a solution."""
        solution = highspy.HighsSolution()
        solution.col_value = list(x)
        self._highs.setSolution(solution)

    def on_call(self, is_enough: Callable[[float], bool]) -> None:
        """Ask at every call of the interrupt callback, with the bound so far, whether to stop.

        The calls come at the same points of the search each time.
        """

        def interrupt(event: Any) -> None:
            # The engine keeps what was said in the solve before: say it each time.
            event.data_in.user_interrupt = is_enough(event.data_out.mip_dual_bound)

        self._highs.cbMipInterrupt.subscribe(interrupt)

    def stop_each_after(self, most_calls: int) -> Callable[[], None]:
        """Stop every solve after so many calls; returns what is to be called before each."""
        calls = 0

        def is_enough(_: float) -> bool:
            nonlocal calls
            calls += 1
            return calls > most_calls

        def restart() -> None:
            nonlocal calls
            calls = 0

        self.on_call(is_enough)
        return restart

    def on_better_solution(self, take: Callable[[Vector], None]) -> None:
        """Hand over each solution that is better than all before."""

        def improved(event: Any) -> None:
            take(np.array(event.data_out.mip_solution))

        self._highs.cbMipImprovingSolution.subscribe(improved)

    # --- doing it ----------------------------------------------------------------------------

    def solve(self) -> Ended:
        """Solve."""
        self._highs.run()
        return ENDED.get(self._highs.getModelStatus(), Ended.UNDECIDED)

    @property
    def ran_in_vain(self) -> bool:
        """Whether the last solve came to the end of its iterations without a verdict."""
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kIterationLimit)

    def solve_by_simplex(self, most_pivots: int) -> Ended:
        """Solve a linear model by the simplex method, from the basis it has."""
        self._highs.setOptionValue("solver", "simplex")
        self._highs.setOptionValue("simplex_iteration_limit", most_pivots)
        return self.solve()

    def solve_by_interior_point(self, most_pivots: int) -> Ended:
        """Solve a linear model anew by the interior point method, with a limit on crossover."""
        self._highs.clearSolver()
        self._highs.setOptionValue("simplex_iteration_limit", most_pivots)
        self._highs.setOptionValue("solver", "ipm")
        return self.solve()

    def forget(self) -> None:
        """Drop basis and solution."""
        self._highs.clearSolver()

    # --- what came of it ---------------------------------------------------------------------

    @property
    def basis(self) -> Any:
        """Where the simplex method stands; to be given back, not to be read."""
        return self._highs.getBasis()

    @basis.setter
    def basis(self, basis: Any) -> None:
        self._highs.setBasis(basis)

    @property
    def has_solution(self) -> bool:
        """Whether the last solve left a solution that keeps all rows."""
        status = self._highs.getInfo().primal_solution_status
        return bool(status == highspy.SolutionStatus.kSolutionStatusFeasible)

    @property
    def objective(self) -> float:
        """That of the solution."""
        return float(self._highs.getInfo().objective_function_value)

    @property
    def x(self) -> Vector:
        """The solution."""
        return np.array(self._highs.getSolution().col_value)

    @property
    def reduced_cost(self) -> Vector:
        """Of each column of a linear model."""
        return np.array(self._highs.getSolution().col_dual)

    def answer(self, ended: Ended) -> Solved:
        """All of the last solve."""
        x = self.x if self.has_solution else None
        optimal = ended is Ended.OPTIMAL
        if optimal:
            verdict = Verdict.OPTIMAL
        elif ended is Ended.INFEASIBLE:
            verdict = Verdict.INFEASIBLE
        else:
            verdict = Verdict.FEASIBLE if x is not None else Verdict.UNKNOWN
        objective = self.objective if x is not None else INFINITY
        if self.whole:
            bound = float(self._highs.getInfo().mip_dual_bound)
            return Solved(verdict, x, objective, bound)
        price = np.array(self._highs.getSolution().row_dual) if optimal else None
        return Solved(verdict, x, objective, objective if optimal else -INFINITY, price)


def _model(arrays: Arrays, whole: bool) -> Any:
    model: Any = highspy.HighsLp()
    model.num_col_ = len(arrays.cost)
    model.num_row_ = len(arrays.row_lower)
    model.col_cost_ = arrays.cost
    model.col_lower_ = arrays.lower
    model.col_upper_ = arrays.upper
    model.row_lower_ = arrays.row_lower
    model.row_upper_ = arrays.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = arrays.starts
    model.a_matrix_.index_ = arrays.columns
    model.a_matrix_.value_ = arrays.values
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(each)] for each in arrays.whole]
    return model
