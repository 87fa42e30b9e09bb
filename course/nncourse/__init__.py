"""What the course hands the learner: the images, and pictures of what a network made of them."""

from nncourse.errors import DataError
from nncourse.mnist import MNIST, load_mnist

__all__ = ["MNIST", "DataError", "load_mnist"]
