"""How the router learns: corpus in, artefact out; only the training command comes here.

scikit-learn is imported in this package and nowhere else, so the portal runs without it.
"""
