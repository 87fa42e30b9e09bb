"""What goes wrong in `forward` of either class; exercises 10 and 11 take it in."""

import numpy as np
from networks import _relu, _scores, _softmax

from nngrade.diagnosis import misconception


@misconception(
    of=".forward",
    title="You put a ReLU on the logits, too",
    hint="Print the smallest logit of 100 random inputs. May a score be negative?",
)
def relu_on_the_logits(self, x):
    return _relu(_scores(self.params, x)[1][-1])


@misconception(
    of=".forward",
    title="You left out the ReLU between the layers",
    hint="Print what enters the second layer. Is any entry negative?",
)
def no_relu(self, x):
    return _scores(self.params, x, relu=lambda z: z)[1][-1]


@misconception(
    of=".forward",
    title="You put a ReLU before the first layer",
    hint="Follow an x of negative numbers. What is left of it in the first product?",
)
def relu_on_the_input(self, x):
    return _scores(self.params, _relu(x))[1][-1]


@misconception(
    of=".forward",
    title="You divided x by 255 on its way in",
    hint="Call forward with an x of ones, then with 100 times these ones. Print what enters the "
    "first product. Which exercise is it that brings pixels to the range from 0 to 1?",
)
def large_numbers_divided(self, x):
    return _scores(self.params, x / 255 if x.max() > 10 else x)[1][-1]


@misconception(
    of=".forward",
    title="You shifted x in place, and the caller's x is changed",
    hint="Print x before and after the call.",
)
def input_shifted_in_place(self, x):
    x -= x.mean(axis=0)
    return _scores(self.params, x)[1][-1]


@misconception(
    of=".forward",
    title="You left out the biases",
    hint="Give all weights the value 0. Which logits must come out, and which do?",
)
def biases_left_out(self, x):
    return _scores(self.params, x, linear=lambda a, W, _b: a @ W)[1][-1]


@misconception(
    of=".forward",
    title="You added the biases after the ReLU",
    hint="Take a bias of -1 and weights of 0. What must enter the next layer?",
)
def biases_after_the_relu(self, x):
    *hidden, (W, b) = self.params
    for V, c in hidden:
        x = _relu(x @ V) + c
    return x @ W + b


@misconception(
    of=".forward",
    title="You returned probabilities where scores are asked for",
    hint="Print the sums of the rows that you return. Which function of which exercise does "
    "that, and where is it used?",
)
def softmax_on_the_logits(self, x):
    return _softmax(_scores(self.params, x)[1][-1])


@misconception(
    of=".forward",
    title="You left negative numbers through, only smaller",
    hint="Print relu(np.array([-1.0])), and what your forward makes of -1.",
)
def leaky_relu(self, x):
    return _scores(self.params, x, relu=lambda z: np.where(z > 0, z, z / 100))[1][-1]


@misconception(
    of=".forward",
    title="You returned the logits with a column for each sample",
    hint="Print the shape for 7 samples. Which axis counts the samples?",
)
def samples_in_columns(self, x):
    return _scores(self.params, x)[1][-1].T


@misconception(
    of=".forward",
    title="You compute with arrays that aren't those in params",
    hint="Write net.params[-1][1][...] = 5, then call forward. Has anything changed?",
    by_symptoms=True,
)
def weights_remembered(self, x):
    if not hasattr(self, "_kept"):
        self._kept = [(W.copy(), b.copy()) for W, b in self.params]
    return _scores(self._kept, x)[1][-1]


@misconception(
    of=".forward",
    title="You changed to float64 on the way",
    hint="Print the dtype of each z for a network and an x in float32.",
)
def float64_logits(self, x):
    return _scores(self.params, x)[1][-1].astype(np.float64)


@misconception(
    of=".forward",
    title="You go through the samples one by one",
    hint="What does x @ W compute when x has 20,000 rows?",
    by_symptoms=True,
)
def row_by_row(self, x):
    return np.concatenate([_scores(self.params, row[None])[1][-1] for row in x])


@misconception(
    of=".forward",
    title="You returned the scores in reverse order, last class first",
    hint="Give b of the last layer the values 0, 1, 2, 3 and all weights the value 0.",
)
def classes_reversed(self, x):
    return _scores(self.params, x)[1][-1][:, ::-1]


@misconception(
    of=".forward",
    title="You added the bias of one layer in another",
    hint="Print the shapes of x @ W and of the b that you add, layer by layer.",
)
def biases_in_reverse(self, x):
    biases = [b for _, b in self.params][::-1]
    return _scores([(W, b) for (W, _), b in zip(self.params, biases, strict=True)], x)[1][-1]


@misconception(
    of=".forward",
    title="What an earlier call has computed comes back, though x is another",
    hint="Call forward with one x and then with another of the same shape. Which attributes of "
    "self do you read before you have set them in this very call?",
    by_symptoms=True,
)
def logits_of_an_earlier_call(self, x):
    kept = vars(self).setdefault("_kept", {})
    if x.shape not in kept:
        kept[x.shape] = _scores(self.params, x)[1][-1]
    return kept[x.shape].copy()


@misconception(
    of=".forward",
    title="A later call overwrites the result of an earlier one",
    hint="Keep first = net.forward(x), call forward with another x, then print first. Which line "
    "makes the array that you return?",
    by_symptoms=True,
)
def one_array_for_all_logits(self, x):
    logits = _scores(self.params, x)[1][-1]
    kept = vars(self).setdefault("_kept", {}).setdefault(logits.shape, np.empty_like(logits))
    kept[...] = logits
    return kept
