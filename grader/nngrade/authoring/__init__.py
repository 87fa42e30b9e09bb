"""What authors rely on: the course in step, and every check proven by the bugs it kills."""

from nngrade.authoring.mutants import Matrix, kill_matrix, names_given
from nngrade.authoring.page import misconceptions_page
from nngrade.authoring.problems import problems

__all__ = ["Matrix", "kill_matrix", "misconceptions_page", "names_given", "problems"]
