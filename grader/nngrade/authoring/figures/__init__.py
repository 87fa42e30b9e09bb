"""The lessons' figures, drawn by the project's own code into course/lessons/figures/."""

from nngrade.authoring.figures.files import FIGURES, same_picture, stale_figures, write_figures

__all__ = ["FIGURES", "same_picture", "stale_figures", "write_figures"]
