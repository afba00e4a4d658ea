"""The people's side of back-propagation: exercises, answers, marks and scores."""

__version__ = "0.1.0"
