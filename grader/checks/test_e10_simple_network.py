"""Hidden checks of exercise 10."""

import numpy as np
import pytest

NETWORK = "SimpleNetwork"

# Small enough to retype; any two wrong gradients that we know of differ by a tenth or more.
PARAMS = [
    (np.array([[-0.5, -1.5], [1.0, 2.0]]), np.array([-0.5, 1.0])),
    (np.array([[1.0, -1.5], [1.0, 0.0]]), np.array([-1.0, 0.5])),
]
X = np.array([[-0.5, 0.5], [1.5, -1.0], [-1.0, -1.0]])
LABELS = np.array([0, 1, 1])


# --- __init__ ---


@pytest.mark.of("SimpleNetwork.__init__")
def test_arrays_have_the_shapes_of_the_layers(networks):
    """W1, b1, W2 and b2 have the shapes of the layers, and the biases are 0"""
    networks.must_be_fresh(networks.build(6, 5, 4), (6, 5, 4))


@pytest.mark.of("SimpleNetwork.__init__")
def test_made_for_mnist_unless_told_otherwise(networks):
    """Without sizes, the network is 784-10-10 in float64"""
    net = networks.make(networks.seeded())
    networks.must_be_fresh(net, (784, 10, 10))


@pytest.mark.of("SimpleNetwork.__init__")
def test_arguments_have_names(networks):
    """Sizes and dtype can be given by name"""
    net = networks.make(
        rng=networks.seeded(), input_size=6, hidden_size=5, output_size=4, dtype=np.float32
    )
    networks.must_be_fresh(net, (6, 5, 4), np.float32)


@pytest.mark.of("SimpleNetwork.__init__")
def test_weights_have_the_scale_of_he(networks):
    """The weights of each layer have mean 0 and standard deviation √(2 / fan_in)"""
    networks.must_have_he_scale(120, 80, 40)


@pytest.mark.of("SimpleNetwork.__init__")
def test_layers_are_drawn_separately(networks):
    """Two layers of one size get different weights"""
    networks.must_draw_layers_separately(5, 5, 5)


@pytest.mark.of("SimpleNetwork.__init__")
def test_weights_come_from_the_rng(networks):
    """The weights come from the rng given: the same seed, the same weights"""
    networks.must_draw_from_the_rng(6, 5, 4)


@pytest.mark.of("SimpleNetwork.__init__")
def test_networks_are_independent(networks):
    """Two networks have arrays of their own"""
    networks.must_be_independent(6, 5, 4)


@pytest.mark.of("SimpleNetwork.__init__")
def test_arrays_have_the_dtype_asked_for(networks):
    """With dtype=np.float32, all four arrays are float32"""
    networks.must_be_fresh(networks.build(6, 5, 4, dtype=np.float32), (6, 5, 4), np.float32)


# --- params ---


@pytest.mark.of("SimpleNetwork.params")
def test_params_are_the_four_arrays(networks):
    """The list in params is [(W1, b1), (W2, b2)]"""
    net = networks.build(6, 5, 4)
    networks.must_list_the_layers(net, (6, 5, 4))
    networks.must_have_attributes(net)


@pytest.mark.of("SimpleNetwork.params")
def test_params_are_live(networks):
    """Numbers written into the arrays of params stand in W1, b1, W2 and b2, and back"""
    networks.must_be_written_by_attributes(networks.pair(6, 5, 4).theirs)


# --- forward ---


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_uses_the_params(networks):
    """New numbers in the arrays of params change the logits"""
    networks.must_follow_params(6, 5, 4)


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_of_a_small_network(networks):
    """A small network gives the logits that you find by hand"""
    networks.pair_with(PARAMS, X[:2], LABELS[:2]).must_have_logits()


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_follows_the_drawing(networks):
    """The logits are right for other sizes, for large numbers, and for a single row"""
    networks.pair(6, 5, 4).with_samples(100).must_have_logits()
    networks.pair(6, 5, 4, n=1).must_have_logits()


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_remembers_nothing(networks):
    """Each call gives the logits of its own x, in an array of its own"""
    networks.pair(6, 5, 4).must_give_logits_of_their_own()


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_keeps_float32(networks):
    """A float32 network gives float32 logits"""
    networks.pair(6, 5, 4, dtype=np.float32).must_have_logits()


@pytest.mark.of("SimpleNetwork.forward")
def test_forward_without_a_loop(networks):
    """The logits are computed on whole arrays, not row by row"""
    networks.must_not_loop("forward", 2, 3, 2)


# --- loss_and_gradients ---


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_of_a_small_network(networks):
    """A small network gives the right loss and the right gradients"""
    pair = networks.pair_with(PARAMS, X, LABELS)
    pair.must_be_right(pair.gradients())


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_pass_the_gradient_check(networks):
    """Each gradient agrees with central differences of the loss"""
    networks.pair(6, 5, 4).must_pass_gradient_check()


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_loss_of_a_fresh_network(networks):
    """A fresh network knows nothing: for small inputs the loss is near ln C"""
    networks.must_start_near_ln_c(100, 64, 10)


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_move_nothing(networks):
    """loss_and_gradients leaves the parameters alone"""
    networks.pair(6, 5, 4).must_stay()


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_remember_nothing(networks):
    """Each call gives the gradients of its own samples, in arrays of their own"""
    networks.pair(6, 5, 4).must_give_gradients_of_their_own()


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_nothing_passes_where_z_is_0(networks):
    """Where z is exactly 0, as for an empty image in a fresh network, no gradient passes"""
    pair = networks.pair(6, 5, 4).with_an_empty_sample()
    pair.must_be_right(pair.gradients())


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_keep_float32(networks):
    """A float32 network gives float32 gradients"""
    pair = networks.pair(6, 5, 4, dtype=np.float32)
    pair.must_be_right(pair.gradients())


@pytest.mark.of("SimpleNetwork.loss_and_gradients")
def test_gradients_without_a_loop(networks):
    """Loss and gradients are computed on whole arrays, not row by row"""
    networks.must_not_loop("loss_and_gradients", 2, 3, 2, rows=5_000)


# --- fit ---


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_descends(networks):
    """With all samples in one batch, the losses are those of gradient descent"""
    networks.pair(6, 5, 4).must_descend(epochs=12)


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_takes_a_step_for_each_batch(networks):
    """Each batch takes a step, the smaller last one too, and the epoch's loss is their mean"""
    networks.pair(6, 5, 4).must_step_for_each_batch()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_uses_each_sample_once(networks):
    """In an epoch each sample is used once, with its own label"""
    networks.pair(6, 5, 4, n=4).must_use_each_sample_once()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_with_a_rate_of_0(networks):
    """With a learning rate of 0 nothing moves"""
    networks.pair(6, 5, 4, n=4).must_rest_at_a_rate_of_0()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_goes_on(networks):
    """A second call goes on from where the first has ended"""
    networks.pair(6, 5, 4).must_go_on()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_trains_as_told(networks):
    """Training goes on as asked for: with large numbers, in a large batch, without progress"""
    networks.pair(6, 5, 4, n=70).must_train_as_told()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_follows_the_rng(networks):
    """The order comes from the rng given: the same seed, the same losses"""
    networks.pair(6, 5, 4).must_follow_the_rng()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_shuffles_each_epoch(networks):
    """Each epoch goes through the samples in a new order"""
    networks.pair(6, 5, 4, n=3).must_shuffle_each_epoch()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_mixes_all_samples(networks):
    """Samples of the whole data are mixed: any two may come in one batch"""
    networks.pair(6, 5, 4, n=4).must_let_any_two_share_a_batch()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_calls_on_epoch(networks):
    """on_epoch(epoch, mean_loss) is called once for each epoch"""
    networks.pair(6, 5, 4).must_call_on_epoch()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_calls_on_epoch_in_between(networks):
    """on_epoch is called after its epoch, before the next begins"""
    networks.pair(6, 5, 4).must_call_on_epoch_in_between()


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_keeps_float32(networks):
    """A float32 network is still float32 after training"""
    networks.pair(6, 5, 4, dtype=np.float32).must_descend(epochs=1)


@pytest.mark.of("SimpleNetwork.fit")
def test_fit_learns_a_few_samples_by_heart(networks):
    """32 images are learnt by heart: the loss comes near 0"""
    networks.must_overfit(16, 64, 5, epochs=60, learning_rate=1.0)


# --- predict ---


@pytest.mark.of("SimpleNetwork.predict")
def test_predict_names_the_highest_score(networks):
    """The class with the highest score is named, one integer a row, in a large batch, too"""
    pair = networks.pair(6, 5, 12, n=50).with_the_last_class()
    pair.with_samples(copies=100).must_predict()


@pytest.mark.of("SimpleNetwork.predict")
def test_predict_follows_the_params(networks):
    """New numbers in the arrays of params change the classes of the same samples"""
    networks.pair(6, 5, 4, n=50).must_predict_anew()


@pytest.mark.of("SimpleNetwork.predict")
def test_predict_for_a_single_row(networks):
    """A single row gives an array of one class, even where all scores are equal"""
    pair = networks.pair(6, 5, 4, n=1).with_scores(0.0, 0.0)
    pair.theirs.predict(pair.x).array((1,), kind="integer")


@pytest.mark.of("SimpleNetwork.predict")
def test_predict_with_scores_of_any_size(networks):
    """The highest score wins, though all are ±100,000, below 0, or a millionth apart"""
    pair = networks.pair(6, 5, 4, n=50)
    for factor, shift in ((1e5, 0.0), (1e-6, 1.0), (1.0, -50.0)):
        pair.with_scores(factor, shift).must_predict()


@pytest.mark.of("SimpleNetwork.predict")
def test_predict_without_a_loop(networks):
    """The classes are found on whole arrays, not row by row"""
    networks.must_not_loop("predict", 2, 3, 2)
