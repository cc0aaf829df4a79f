"""The second stage: step functions of the sums, by boosted trees of a single question each.

Trees of one question add up to one step function a sum, so nothing but numpy is needed to use
them, and each sum's part in a decision can be read off.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree._tree import Tree

from tickets.rules.router_model import Stage, Steps
from tickets.training.fitting import Floats, Recipe, Rows

Truth = npt.NDArray[np.int_]
_FEWEST_IN_A_LEAF = 15
_ROUNDED_TO = 5  # decimals
_FAR_FROM_EVEN = 5.0  # log-odds


def stage_of(table: Floats, truth: Truth, recipe: Recipe, *, steps: int) -> Stage:
    """Fit step functions, one a column, averaged over the recipe's seeds."""
    if truth.all() or not truth.any():  # nothing to tell apart
        return Stage(base=_FAR_FROM_EVEN if truth.any() else -_FAR_FROM_EVEN)
    jumps: list[dict[float, float]] = [{} for _ in range(table.shape[1])]
    base = 0.0
    for seed in range(recipe.seeds):
        booster = _boosted(table, truth, recipe, steps=steps, seed=seed)
        prior = float(truth.mean())
        base += float(np.log(prior / (1 - prior))) / recipe.seeds
        for (stump,) in booster.estimators_:
            base += _added(stump.tree_, recipe.pace / recipe.seeds, jumps)
    return Stage(base=round(base, _ROUNDED_TO), steps=tuple(_steps(each) for each in jumps))


def of_unseen(
    table: Floats, truth: Truth, groups: Rows, taught: npt.NDArray[np.bool_], recipe: Recipe
) -> Floats:
    """Return the log-odds of each row by a stage that has not seen its group.

    ``taught`` are the rows that may be learned from.
    """
    odds = np.zeros(len(truth))
    for group in sorted(set(groups.tolist())):
        at = groups == group
        stage = stage_of(table[~at & taught], truth[~at & taught], recipe, steps=recipe.steps)
        odds[at] = [stage.at(row) for row in table[at].tolist()]
    return odds


def calibrated(odds: Floats, truth: Truth) -> tuple[float, float]:
    """Return slope and shift that turn log-odds of unseen texts into honest ones (Platt)."""
    learner = LogisticRegression(C=100.0).fit(odds.reshape(-1, 1), truth)
    return round(float(learner.coef_[0, 0]), 4), round(float(learner.intercept_[0]), 4)


def _boosted(
    table: Floats, truth: Truth, recipe: Recipe, *, steps: int, seed: int
) -> GradientBoostingClassifier:
    booster = GradientBoostingClassifier(
        max_depth=1,
        n_estimators=steps,
        learning_rate=recipe.pace,
        subsample=0.6,
        max_features=0.3,
        min_samples_leaf=min(_FEWEST_IN_A_LEAF, max(1, len(truth) // 10)),
        random_state=seed,
    )
    return booster.fit(table.astype(np.float32), truth)


def _added(tree: Tree, scale: float, jumps: Sequence[dict[float, float]]) -> float:
    """Add a tree of one question to the step functions; return what it gives in any case."""
    if tree.node_count == 1:
        return scale * float(tree.value[0, 0, 0])
    left, right = (float(tree.value[child, 0, 0]) for child in (1, 2))
    at, edge = jumps[int(tree.feature[0])], round(float(tree.threshold[0]), _ROUNDED_TO)
    at[edge] = at.get(edge, 0.0) + scale * (right - left)
    return scale * left


def _steps(jumps: dict[float, float]) -> Steps:
    edges = sorted(jumps)
    values = np.concatenate([[0.0], np.cumsum([jumps[edge] for edge in edges])])
    return Steps(tuple(edges), tuple(round(float(value), _ROUNDED_TO) for value in values))
