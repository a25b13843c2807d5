"""Makes boosting.json: what scikit-learn's gradient boosting predicts. Needs scikit-learn; the course does not.

python tests/reference/make_boosting.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingRegressor

rng = np.random.default_rng(7)
x = np.sort(rng.uniform(0, 1, 40))
y = np.sin(2 * np.pi * x) + 0.4 * rng.normal(size=40)
at = np.linspace(0, 1, 25)
cases = {}
for shrinkage in (0.1, 0.5, 1.0):
    model = GradientBoostingRegressor(learning_rate=shrinkage, n_estimators=50, max_depth=1).fit(x[:, None], y)
    stages = list(model.staged_predict(at[:, None]))
    cases[str(shrinkage)] = {str(trees): stages[trees - 1].tolist() for trees in (1, 5, 50)}
text = {"scikit-learn": sklearn.__version__, "x": x.tolist(), "y": y.tolist(), "at": at.tolist(), "cases": cases}
Path(__file__).with_name("boosting.json").write_text(json.dumps(text) + "\n", encoding="utf-8")
