"""What goes wrong in `loss_and_gradients` of either class; exercises 10 and 11 take it in."""

import numpy as np
from networks import _gradients, _losses, _mean_loss, _relu, _slope, _softmax, _step

from nngrade.diagnosis import misconception


def _write(arrays, values):
    for pair, new in zip(arrays, values, strict=True):
        for array, value in zip(pair, new, strict=True):
            array[...] = value


@misconception(
    of=".loss_and_gradients",
    title="You computed the gradients of the sum of the losses, but the loss is their mean",
    hint="Give the same batch twice over, with np.concatenate. What should happen to a dW?",
)
def gradients_of_the_sum(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) * len(y))


@misconception(
    of=".loss_and_gradients",
    title="You divided by N twice",
    hint="Compare with numerical_gradient for 1 sample, then for 4. By which factor are you off?",
)
def divided_by_n_twice(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) / len(y))


@misconception(
    of=".loss_and_gradients",
    title="All your gradients are twice too large",
    hint="Divide your gradient by numerical_gradient's, entry by entry. Where does the factor "
    "come in?",
)
def twice_too_large(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: _slope(z, y) * 2)


@misconception(
    of=".loss_and_gradients",
    title="All your gradients have the wrong sign",
    hint="Take a tiny step against your gradient. Does the loss fall?",
)
def wrong_sign(self, x, labels):
    return _gradients(self, x, labels, slope=lambda z, y: -_slope(z, y))


@misconception(
    of=".loss_and_gradients",
    title="You multiplied by the derivative of softmax once more",
    hint="What does cross_entropy_backward give the gradient of, and with respect to what? Is "
    "there anything left between it and the logits?",
)
def softmax_derivative_twice(self, x, labels):
    def slope(z, y):
        p = _softmax(z)
        return _slope(z, y) * p * (1 - p)

    return _gradients(self, x, labels, slope=slope)


@misconception(
    of=".loss_and_gradients",
    title="You averaged the bias gradients over the batch",
    hint="Each sample's dz is divided by N already. Check db alone with numerical_gradient: by "
    "which factor is it off?",
)
def bias_gradients_averaged(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.mean(axis=0))


@misconception(
    of=".loss_and_gradients",
    title="You summed the bias gradients to a single number",
    hint="Print the shape of b and the shape of db.",
)
def bias_gradients_in_one_number(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.sum())


@misconception(
    of=".loss_and_gradients",
    title="You summed the bias gradients over the units, and not over the samples",
    hint="Print the shape of b and the shape of db for 7 samples.",
)
def bias_gradients_over_the_units(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: dz.sum(axis=1))


@misconception(
    of=".loss_and_gradients",
    title="Your dW is the transpose of what it should be",
    hint="A gradient has the shape of what it belongs to. Print both shapes for layers of "
    "different sizes.",
)
def weight_gradients_transposed(self, x, labels):
    return _gradients(self, x, labels, dW=lambda dz, layer, a, _z: dz.T @ a[layer])


@misconception(
    of=".loss_and_gradients",
    title="Nothing is stopped on your way back past the ReLU",
    hint="Take a unit whose z is negative for a sample. Does the loss change when that z moves "
    "a little? Print your mask, if there is one: where is it False?",
)
def mask_missing(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, *_: da)


@misconception(
    of=".loss_and_gradients",
    title="You let the gradient through where z is exactly 0",
    hint="Take new biases and a sample of zeros. What is z, and what must come through there?",
)
def mask_open_at_zero(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer - 1] >= 0))


@misconception(
    of=".loss_and_gradients",
    title="You took the ReLU's mask from the gradient that comes back",
    hint="A unit was on or off on the way forward. Which array tells?",
)
def mask_from_the_upstream(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, *_: da * (da > 0))


@misconception(
    of=".loss_and_gradients",
    title="You let the gradient through where the ReLU was off, and stopped it where it was on",
    hint="Print z and the mask beside it, for one sample.",
)
def mask_inverted(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, z, _a: da * (z[layer - 1] <= 0))


@misconception(
    of=".loss_and_gradients",
    title="You multiplied by the activation where ReLU's derivative belongs",
    hint="How steep is a ReLU at 0.1, at 1 and at 10? Print your factor at these places.",
)
def multiplied_by_the_activation(self, x, labels):
    return _gradients(self, x, labels, mask=lambda da, layer, _z, a: da * a[layer])


@misconception(
    of=".loss_and_gradients",
    title="You computed dW with what left the layer before, as it was ahead of the ReLU",
    hint="Which array has been multiplied with W on the way forward, z or a? Print the smallest "
    "entry of what you use.",
)
def z_kept_for_a(self, x, labels):
    def from_z(dz, layer, a, z):
        return (z[layer - 1] if layer else a[0]).T @ dz

    return _gradients(self, x, labels, dW=from_z)


@misconception(
    of=".loss_and_gradients",
    title="The first layer's gradients come out as 0",
    hint="Print the largest entry of the first layer's dW, and of everything that it is computed "
    "from.",
)
def first_layer_forgotten(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    W, b = self.params[0]
    return loss, [(np.zeros_like(W), np.zeros_like(b)), *grads[1:]]


@misconception(
    of=".loss_and_gradients",
    title="You left the bias gradients at 0",
    hint="Print the first layer's db beside numerical_gradient's.",
)
def bias_gradients_of_zero(self, x, labels):
    return _gradients(self, x, labels, db=lambda dz: np.zeros_like(dz[0]))


@misconception(
    of=".loss_and_gradients",
    title="Your loss is the sum over the batch, and not the mean",
    hint="Give the same batch twice over. What should happen to the loss?",
)
def loss_summed(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: float(_losses(z, y).sum()))


@misconception(
    of=".loss_and_gradients",
    title="Your loss has the wrong sign",
    hint="A probability is below 1. Which sign has its logarithm, and which sign has a loss?",
)
def loss_of_the_wrong_sign(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: -_mean_loss(z, y))


@misconception(
    of=".loss_and_gradients",
    title="You applied softmax before the loss, which does so itself",
    hint="What does cross_entropy expect, scores or probabilities?",
)
def loss_of_probabilities(self, x, labels):
    return _gradients(self, x, labels, loss=lambda z, y: _mean_loss(_softmax(z), y))


@misconception(
    of=".loss_and_gradients",
    title="You computed the loss from probabilities that had been overwritten",
    hint="Print the probabilities just before you take their logarithm. Are they all positive?",
)
def probabilities_overwritten(self, x, labels):
    def loss(z, y):
        rows = np.arange(len(y))
        p = _softmax(z)
        p[rows, y] -= 1
        with np.errstate(invalid="ignore"):
            return float(-np.log(p[rows, y]).mean())

    return _gradients(self, x, labels, loss=loss)


@misconception(
    of=".loss_and_gradients",
    title="You put a ReLU on the logits, too",
    hint="Print the smallest logit that goes into the loss. May a score be negative?",
)
def relu_before_the_loss(self, x, labels):
    return _gradients(
        self,
        x,
        labels,
        loss=lambda z, y: _mean_loss(_relu(z), y),
        slope=lambda z, y: _slope(_relu(z), y) * (z > 0),
    )


@misconception(
    of=".loss_and_gradients",
    title="You changed the labels of the caller",
    hint="Print labels before and after the call.",
)
def labels_overwritten(self, x, labels):
    found = _gradients(self, x, labels)
    labels[...] = 0
    return found


@misconception(
    of=".loss_and_gradients",
    title="You took a step in loss_and_gradients, which only computes",
    hint="Print the first layer's W before and after the call.",
    by_symptoms=True,
)
def a_step_taken(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    _step(self.params, grads, 0.1)
    return loss, grads


@misconception(
    of=".loss_and_gradients",
    title="You add to the gradients of the calls before",
    hint="Call it twice with the same data, and compare.",
    by_symptoms=True,
)
def gradients_added_up(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    before = getattr(self, "_sums", [(0.0, 0.0)] * len(grads))
    self._sums = [(dW + V, db + c) for (dW, db), (V, c) in zip(grads, before, strict=True)]
    return loss, self._sums


@misconception(
    of=".loss_and_gradients",
    title="You changed to float64 on the way",
    hint="Print the dtype of each gradient for a network and an x in float32.",
)
def float64_gradients(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, [(dW.astype(np.float64), db.astype(np.float64)) for dW, db in grads]


@misconception(
    of=".loss_and_gradients",
    title="You returned the gradients alone",
    hint="Print type(net.loss_and_gradients(x, labels)). Which two things are asked for?",
)
def gradients_alone(self, x, labels):
    return _gradients(self, x, labels)[1]


@misconception(
    of=".loss_and_gradients",
    title="You go through the samples one by one",
    hint="What does a.T @ dz add up, when both have 20,000 rows?",
    by_symptoms=True,
)
def sample_by_sample(self, x, labels):
    ones = [_gradients(self, x[[i]], labels[[i]]) for i in range(len(x))]
    grads = [
        tuple(sum(grads[layer][k] for _, grads in ones) / len(ones) for k in (0, 1))
        for layer in range(len(self.params))
    ]
    return sum(loss for loss, _ in ones) / len(ones), grads


@misconception(
    of=".loss_and_gradients",
    title="You returned (db, dW) where (dW, db) is asked for",
    hint="Print the shapes of W and b beside those of your gradients.",
)
def biases_before_weights(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    return loss, [(db, dW) for dW, db in grads]


@misconception(
    of=".loss_and_gradients",
    title="What an earlier call has computed goes into this one, though the samples are others",
    hint="Call it with some samples and then with others. Which attributes of self do you read "
    "before you have set them in this very call?",
    by_symptoms=True,
)
def activations_of_an_earlier_call(self, x, labels):
    kept = vars(self).setdefault("_kept", {})
    return _gradients(self, kept.setdefault(x.shape, x.copy()), labels)


@misconception(
    of=".loss_and_gradients",
    title="What forward computed for other samples goes into your gradients",
    hint="Call forward with one x, then loss_and_gradients with another. Which attributes of self "
    "do you read before you have set them in this very call?",
    by_symptoms=True,
)
def activations_of_the_last_forward(self, x, labels):
    kind = type(self)
    if kind.forward is not _forward_remembered:
        kind.own_forward, kind.forward = kind.forward, _forward_remembered
    kept = vars(self).get("_seen", x)
    return _gradients(self, kept if kept.shape == x.shape else x, labels)


def _forward_remembered(self, x):
    self._seen = x
    return self.own_forward(x)


@misconception(
    of=".loss_and_gradients",
    title="A later call overwrites the gradients of an earlier one",
    hint="Keep the first gradients, call it with other samples, then print them. Which line makes "
    "the arrays that you return?",
    by_symptoms=True,
)
def one_array_for_all_gradients(self, x, labels):
    loss, grads = _gradients(self, x, labels)
    kept = vars(self).setdefault("_kept", grads)
    _write(kept, grads)
    return loss, kept
